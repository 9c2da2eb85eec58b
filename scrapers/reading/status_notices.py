"""Finds notices that an event is canceled, postponed, or rescheduled where town calendars write them: in the place, or
in the description's first words."""

from __future__ import annotations

import re
from dataclasses import replace

from core.items import EventStatus, Venue
from scrapers.reading.status_words import Standing, status_of_label, status_of_title
from scrapers.reading.text import squash

_OFF = r"(?:cancell?ed|postponed|re-?scheduled)"
_ANY = re.compile(_OFF, re.IGNORECASE)
_EVENT = (
    r"(?:meeting|event|program|class|show|session|hearing|concert|workshop|performance|tour|market|game|lecture|talk"
    r"|screening|story ?time|festival|fair|parade|activity)"
)
_NOTICE = r"(?:(?:please note|notice|note|update|attention|important)\s*[:!,–—-]?\s+(?:that )?)?"
_SUBJECT = (
    rf"(?!(?:if|should|when|unless|in) )(?:[\w',.&/-]+ ){{0,8}}?{_EVENT}"
    r"(?: (?:of|on|for|at) [\w ,]{1,40}?|, [^,.!?]{1,60})?"
)
_SENTENCE = re.compile(
    rf"[*!\s]*{_NOTICE}{_SUBJECT},? (?:(?:has|have) (?:now )?been |(?:is|are) (?:now |hereby )?)?"
    rf"{_OFF}(?![a-z?])(?!,? (?:if|in case|when|unless|in the event)\b)",
    re.IGNORECASE,
)
"""`This meeting is cancelled`, `Please note: the Dec 4 hearing has been postponed`, `Meeting canceled`."""
_REASON = re.compile(
    rf"[*!\s]*{_OFF}[:,]? "
    r"(?:due to|because of|until|to|from|for lack of|for the day|for today|for tonight|today|tonight)\b.*",
    re.IGNORECASE,
)
_SENTENCES = re.compile(rf"(?<=[.!?])\s+|\s*\n\s*|\s*--em--\s*|,\s+(?=(?:this|the) {_EVENT})", re.IGNORECASE)
_LONGEST = 200


_MARKS = (
    re.compile(rf"\s*[(\[{{<]\s*{_OFF}[^)\]}}>]{{0,60}}[)\]}}>]\s*", re.IGNORECASE),
    re.compile(rf"^[*!\s]*(?:{_EVENT} )?{_OFF}(?:[*!\s]*$|\s*[*!:|/~]+\s*|\s*[-–—]+\s+)", re.IGNORECASE),
    re.compile(r"^(?:CANCELL?ED|POSTPONED|RESCHEDULED)\s+(?=[A-Z])"),
    re.compile(rf"\s*(?:[*:|/~!]|\s[-–—])[\s*!]*{_OFF}[*!.\s]*$", re.IGNORECASE),
)


def with_notices(standing: Standing, venue: Venue | None, description: str | None) -> tuple[Standing, Venue | None]:
    """The standing combined with what the place and the description say, and the venue without the notice."""
    standing |= status_of_opening(description or "")
    if venue is None or not _ANY.search(f"{venue.name} {venue.address}"):
        return standing, venue
    name, of_name = _without_notices(venue.name)
    address, of_address = _without_notices(venue.address)
    place = replace(venue, name=name, address=address)
    standing |= of_name | of_address
    return standing, place if name or address or venue.latitude is not None else None


def _without_notices(place: str | None) -> tuple[str | None, Standing]:
    """The sentences and lines of a place without its notices, and what these say."""
    if place is None or not _ANY.search(place):
        return place, Standing()
    standing, kept = Standing(), []
    for part in _SENTENCES.split(place):
        status = _in_sentence(part) or status_of_title(part).status
        standing |= Standing(status)
        kept.append(part if status is None else _without_notice(part))
    return ", ".join(part for part in kept if part) or None, standing


def status_of_opening(description: str) -> Standing:
    """What a description's first sentence says: "CANCELLED - no quorum", "Postponed to May 3", "This meeting has been
    canceled". A sentence about something else, or one with an "if", says nothing."""
    sentence = _SENTENCES.split(description.strip(), maxsplit=1)[0]
    if not _ANY.search(sentence[:_LONGEST]):
        return Standing()
    return Standing(_in_sentence(sentence) or status_of_title(sentence[:_LONGEST], leading=True).status)


def _in_sentence(text: str) -> EventStatus | None:
    line = squash(text)[:_LONGEST]
    return status_of_label(line).status if _SENTENCE.match(line) or _REASON.fullmatch(line) else None


def _without_notice(name: str) -> str:
    """`Town Hall` for `EVENT CANCELED – Town Hall` and `Town Hall (Postponed)`; "" for a notice alone."""
    rest = name
    for mark in _MARKS:
        rest = mark.sub(" ", rest)
    return "" if _in_sentence(rest) else squash(rest)
