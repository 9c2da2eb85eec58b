"""Takes notices that an event is off out of its place, each with its whole clause: `Zoom / Postponed to Dec. 14`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from core.items import EventStatus, Venue
from scrapers.reading.status.notices import EVENT, status_of_opening, status_of_sentence
from scrapers.reading.status.scope import UNKNOWN, When
from scrapers.reading.status.titles import is_notice, status_of_marks, without_marks
from scrapers.reading.status.words import NOTHING_SAID, Standing, may_be_off, status_of_label

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_WEEKDAY = r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:[a-z]*day)?"
_ABBREVIATION = re.compile(
    rf"\b(?:{_MONTH}|{_WEEKDAY}|[ap]\.?m|[a-z]|st|ste|dr|mt|ft|ave|av|rd|blvd|bldg|rm|no|nr|jr|sr|mrs?|ms|vs|dept|hwy"
    r"|pkwy|sq|ln|ct|pl|fl|apt|univ|ctr|cntr|cent|comm|mtg|approx|ext)\.$",
    re.IGNORECASE,
)
"""A period after these doesn't end a sentence, unless a notice begins behind it."""
_NOTICE_BEGINS = re.compile(
    rf"(?:this |the )?(?:{EVENT} )?(?:is |has been )?(?:cancell?ed|postponed|re-?scheduled)\b", re.I
)
_BEFORE_COMMA = re.compile(rf"\b(?:{_WEEKDAY}\.?|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?)$", re.IGNORECASE)
_AFTER_COMMA = re.compile(
    rf"\s(?:{_MONTH}\b|{_WEEKDAY}\b|(?:19|20)\d\d\b|\d{{1,2}}(?:/\d|(?::\d\d)? ?[ap]\.?m)|at \d|noon\b)", re.IGNORECASE
)
_UNIT = re.compile(
    rf"\s*\n\s*|\s*--em--\s*|,\s+(?=(?:this|the) {EVENT})|\s*[|;•·*]+\s*|(?<!\d)\s*/\s*|\s*/\s*(?!\d)"
    r"|\s+[-–—]+\s+|\s*[–—]\s*|(?<=[.!?])\s+(?![-–—/|;•·*]|$)",
    re.IGNORECASE,
)
_MARKED = re.compile(r"\s*[/|;•·–—-]+\s*")
_ONLY_A_DATE = re.compile(
    rf"\W*(?:(?:to|until|till?|for|from|on|at|@|and|&|noon|{_WEEKDAY}\b\.?|{_MONTH}\b\.?|\d{{1,2}}(?:st|nd|rd|th)?(?![\w:/])"
    r"|(?:19|20)\d\d|\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{1,2}(?::\d\d)? ?[ap]\.?m\b\.?|\d{1,2}:\d\d)[\s,–-]*)+\W*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r",\s+|:\s+")
_BRACKETS = re.compile(r"\s*[(\[{<]([^()\[\]{}<>]{1,80})[)\]}>]")
_LEAD = re.compile(
    r"\W*(?:please note|notice|note|update|attention|important|alert|sorry|unfortunately)\W*", re.IGNORECASE
)
_VERB = re.compile(
    r"\A\W*(?:(?:has|have) (?:now )?been|is now|is|are|was) (?=cancell?ed|postponed|re-?scheduled)", re.IGNORECASE
)
_ON_A_DATE = re.compile(r"[*!\s]*\w+(?:,? ?(?:and|&|/) ?\w+)? (?!due|because|owing|as |since|for lack)", re.IGNORECASE)


def with_notices(
    standing: Standing, venue: Venue | None, description: str | None, when: When = UNKNOWN
) -> tuple[Standing, Venue | None]:
    """The standing combined with what the place and the description say, and the venue without the notice. `when` is
    needed for notices that name a day."""
    standing |= status_of_opening(description or "", when)
    if venue is None or not may_be_off(f"{venue.name} {venue.address}".lower()):
        return standing, venue
    name, of_name = _without_notices(venue.name)
    address, of_address = _without_notices(venue.address)
    place = replace(venue, name=name, address=address)
    standing |= of_name | of_address
    return standing, place if name or address or venue.latitude is not None else None


def _without_notices(place: str | None) -> tuple[str | None, Standing]:
    """The text of a place without its notices, and what these say. A text without one stays as it is."""
    if place is None or not may_be_off(place.lower()):
        return place, NOTHING_SAID
    said = [status for found in _BRACKETS.finditer(place) if (status := _status(found[1])) is not None]
    rest = _BRACKETS.sub(lambda found: found[0] if _status(found[1]) is None else "", place)
    kept, dropped = "", False
    for separator, unit in _split(rest, _UNIT):
        left, status = _of_unit(unit)
        said += [] if status is None else [status]
        if (
            not left
            or (status is None and _LEAD.fullmatch(left))
            or (dropped and said and _ONLY_A_DATE.fullmatch(left))
        ):
            dropped = True
            continue
        if kept and (_MARKED.fullmatch(separator) or not (dropped or status)):
            kept += separator
        elif kept:
            kept += " " if kept.endswith((".", "!")) and not _ABBREVIATION.search(kept) else ", "
        kept += left
        dropped = False
    standing = NOTHING_SAID
    for status in said:
        standing |= Standing(status)
    return (kept or None, standing) if said else (place, NOTHING_SAID)


def _of_unit(unit: str) -> tuple[str, EventStatus | None]:
    """A sentence, or what stands between slashes or dashes, without its notice, and what that says."""
    plain = _plain(unit)
    if not may_be_off(plain.lower()):
        return unit, None
    dated = is_notice(plain) and _ON_A_DATE.match(plain)
    if not dated and (status := _status(unit)) is not None:
        return _in_brackets(unit), status
    found, kept = None, ""
    for separator, clause in _split(unit, _CLAUSE):
        status = _status(clause)
        found = found or status
        if status is None and not (found and _ONLY_A_DATE.fullmatch(clause)):
            kept += (separator if kept else "") + clause
    if found is not None:
        return kept or _in_brackets(unit), found
    status = status_of_marks(plain).status
    return (unit, None) if status is None else (without_marks(unit), status)


def _in_brackets(unit: str) -> str:
    """A place in brackets after a notice: `Postponed to a later date (Zoom)`."""
    return ", ".join(found[1] for found in _BRACKETS.finditer(unit) if not _ONLY_A_DATE.fullmatch(found[1]))


def _status(clause: str) -> EventStatus | None:
    """What a clause says that is a notice and nothing else."""
    plain = _VERB.sub("", _plain(clause))
    return status_of_sentence(plain) or (status_of_label(plain).status if is_notice(plain) else None)


def _split(text: str, separators: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """The parts of a text, each with the separator before it. A period in "Dec. 14" separates nothing."""
    begin, before = 0, ""
    for found in separators.finditer(text):
        head, tail = text[begin : found.start()], text[found.end() :]
        if _ABBREVIATION.search(head) and found[0].isspace() and not _NOTICE_BEGINS.match(tail):
            continue
        if found[0].startswith(",") and _BEFORE_COMMA.search(head) and _AFTER_COMMA.match(text[found.start() + 1 :]):
            continue
        yield before, head
        begin, before = found.end(), found[0]
    yield before, text[begin:]


def _plain(text: str) -> str:
    """The text without the periods of abbreviations and the commas of dates, which end no clause here."""
    words = [word[:-1] if _ABBREVIATION.fullmatch(word) else word for word in text.replace(",", " , ").split()]
    return re.sub(rf"\b({_WEEKDAY}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?) ,", r"\1", " ".join(words), flags=re.I).replace(
        " ,", ","
    )
