"""Which texts can be a title, and which only name a link, a document, a place, or a part of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from scrapers.platforms.cards.dates.mentions import MONTH, find_times, may_have_hours

_NO_TITLE = re.compile(
    r"https?://\S+|\b(?:(?:grab|get|buy|reserve|book|purchase|order|save)"
    r"(?: (?:your|a|my|the|an))? (?:tickets?|spot|seats?|place)"
    r"|continue reading|back to top|\d+(?:st|nd|rd|th)|join (?:the|this|our) (?:meeting|webinar|call)"
    r"|this (?:meeting|event|show) (?:is|was|has been)"
    r"|view|see|read|learn|find|more|info|details?|tickets?|buy|rsvp|register|agenda|packets?|minutes|video|audio"
    r"|download|pdf|docx?|add|calendar|google|ical|outlook|share|map|directions|website|link|livestream|watch|summary"
    r"|handouts?|sold|out|free|meetings? (?:notice|rescheduled|cancelled|canceled)"
    r"|(?:(?:meeting|location|date|time|venue|place)\W+(?:and\W+)?)+changed?|no meetings?|rescheduled"
    r"|meeting (?:summary|minutes|agenda|materials|details|packet|information)|notes|decisions?"
    r"|files?|upload(?:ed)?|presentations?|recordings?|not|available|included|events?|date|time|location|now|here|click"
    r"|all|day|past|upcoming|shows?|today|the|to|for|and|on|materials?|documents?|notice|posted|cancelled|canceled|postponed"
    r"|tba|tbd|image|photo|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|page|next|previous|when"
    r"|where|what|at|from|est|edt|cst|cdt|pst|pdt|approved|draft|online meeting access|join|zoom)\b",
    re.IGNORECASE,
)
"""Words of links, documents, and labels, and addresses of pages: a text of these alone cannot be a title."""
_OF_LABELS = frozenset(re.findall(r"(?<!\\)[a-z]+", _NO_TITLE.pattern))
"""The parts of those words, as the pattern has them."""
_WORDS = re.compile(r"[^\W\d_]{2,}")
_MONTH = re.compile(MONTH, re.IGNORECASE)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = frozenset(_MONTH_NAMES)
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})(?=/\d{1,2}(?!\d))")
_NUMBER = re.compile(r"\d+")
_ONLY_DATES = re.compile(
    rf"(?:\b(?:\d+(?:st|nd|rd|th)?|{MONTH}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|the|of|to|day)(?![^\W_])|[\W_])+",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?)$", re.IGNORECASE)
_ONLY_HOURS = re.compile(r"(?:\W*\b\d{1,2}(?:[:.]\d\d)?\s*[ap]\.?\s?m\b\.?(?:\W*\bto\b)?)+\W*", re.IGNORECASE)
_CLOSED = re.compile(r"^(?:we(?:'re| are) )?closed\b", re.IGNORECASE)
_PAPERS = re.compile(r"\b(?:agendas?|minutes|transcripts?)\b", re.IGNORECASE)
_ONLY_PAPERS = re.compile(r"(?:\W*\b(?:agendas?|minutes|packet|and|pdf)\b)+\W*", re.IGNORECASE)
_REMARK = re.compile(r"\([^()]*\)?|^[^()]*\)|\[[^\[\]]*\]?")
_LABEL = re.compile(r"^(?:date|when|time)\s*:\s*", re.IGNORECASE)
_JOINT = re.compile(r"at|from|on|when|date|time", re.IGNORECASE)
_AFTER_DATE = re.compile(r"^(?:(?:at|from|on)\b|@)[\s:]+", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2}|(?:\b[^\W\d_] ){3}")
"""A word, also one with a space after each letter."""
_EDGES = " \t\n-–—:|,;·•@/()[]*>»›"
_CALL = re.compile(
    r"\b(?:(?:zoom|teams|webex|google meet) meeting|meeting id|passcode|one tap mobile|dial (?:in|by your)"
    r"|conference id|phone conference)\b",
    re.IGNORECASE,
)
"""How to join a meeting by telephone or video."""
_DAY_OFF = (
    r"(?:(?:happy )?(?:thanksgiving|christmas|xmas|easter|hanukkah|passover|new year['’]?s|juneteenth|good friday"
    r"|(?:mlk|martin luther king(?:,? jr\.?)?|presidents?['’]?|memorial|labor|columbus|veterans?['’]?|independence"
    r"|indigenous peoples?['’]?|election|snow) day|halloween|holidays?|vacation"
    r"|(?:winter|spring|fall|summer|school) (?:break|recess))(?: (?:day|eve|week|weekend|break|recess|holidays?))?)"
)
_NOT_ON_THAT_DAY = re.compile(
    r"\W*no (?:(?:board|committee|council|regular|public|scheduled) )*"
    r"(?:meetings?|class(?:es)?|school|shows?|events?|sessions?|rehearsals?|practice)\b"
    rf"(?: (?:today|scheduled|held|this (?:day|week|month))\b)?\W*"
    rf"(?:(?:due to |because of |for )?(?:the )?{_DAY_OFF}\W*)?"
    rf"|\W*{_DAY_OFF}\W+no (?:class(?:es)?|school|meetings?|rehearsals?|practice|events?)\W*",
    re.IGNORECASE,
)
_LINK_AT_END = re.compile(
    r"(?:\s+[-–—|]\s+|\s+(?=link to\b))(?:(?:watch|view|join|link to|see)\s+)?(?:the\s+)?"
    r"(?:live ?stream|livestream|webcast|recording|video|zoom|youtube)(?:\s+link)?\s*$",
    re.IGNORECASE,
)
"""A link behind a title: "Special Meeting - Watch Livestream"."""
_LEADS_TO_HOUR = re.compile(r"\s(?:at|from|@)\s*$")
"""What an hour at a title's end leaves: "Special Meeting at" of "Special Meeting at 10 a.m."."""
_NO_EVENTS = re.compile(r"^(?:no|0) (?:upcoming )?(?:events?|shows?|meetings?)\b", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\b[A-Z]{2}\.? \d{5}\b|,\s*(?!M[ADS]|PA|RN|DO)[A-Z]{2}$"
    r"|(?i:^\d+ .*\b(?:st|street|ave|avenue|road|rd|blvd|way|drive|dr|suite|floor|plaza|hwy)\b"
    r"|\b\d{2,5} [NSEW]\.? \w+|\b\d+(?:st|nd|rd|th) fl(?:oor)?\b"
    r"|\b(?:conference|meeting|board|hearing|training|community|council|multi-?purpose|class)[ -]?room\b|\broom \w?\d)",
)


@lru_cache(maxsize=4096)
def is_title(text: str) -> bool:
    """Whether a text says what an event is: not "View Details", "Agenda | Minutes", "Friday", or a file's name."""
    text = _REMARK.sub(" ", text).strip(_EDGES)
    if len(text) < 3 or _ONLY_HOURS.fullmatch(text) or any(one.search(text) for one in (_FILE, _CALL, _NO_EVENTS)):
        return False
    if "://" not in text and not all(map(_may_be_of_label, _WORDS.findall(text.lower()))):
        return True
    return _LETTERS.search(_NO_TITLE.sub(" ", text)) is not None


@lru_cache(maxsize=4096)
def _may_be_of_label(word: str) -> bool:
    """Whether a word may be one of _NO_TITLE. Most titles have one that is not, and searching for all takes long."""
    return any(one.startswith(word) or word.startswith(one) for one in _OF_LABELS)


def is_date_title(text: str, dates: Iterable[str]) -> bool:
    """Whether a text of dates and numbers alone says something besides the card's `dates`: "1776", "Friday the 13th",
    "9 to 5", but not "Friday" or a date's month."""
    return is_dates(text) and not any(is_part_of(text, one) for one in dates)


def is_dates(text: str) -> bool:
    """Whether a text has dates and numbers alone."""
    return _ONLY_DATES.fullmatch(text) is not None


def is_part_of(written: str, date: str) -> bool:
    """Whether a date has no number or month that another one lacks: "March 3rd", "March", and "3/3" of "March 3, 2027".
    Months are left out where the other date has none: "3/3/2027"."""
    own, other = _parts_of(written), _parts_of(date)
    if not other & _MONTHS:
        own -= _MONTHS
    return own <= other


@lru_cache(maxsize=4096)
def _parts_of(date: str) -> frozenset[str]:
    found = _SLASHED.search(date)
    months = {_MONTH_NAMES[int(found[1]) - 1]} if found and 0 < int(found[1]) < 13 else set()
    return frozenset(
        months
        | {one[:3].lower() for one in _MONTH.findall(date)}
        | {one.lstrip("0") for one in _NUMBER.findall(date[found.end(1) :] if found else date)}
    )


def hour_parts(text: str) -> set[str]:
    """The numbers of hours, without full minutes."""
    words = re.sub(r"noon|midnight", "12", text.lower())
    return set(re.findall(r"\d+(?:[:.]\d\d)?", re.sub(r"[:.]00", "", words)))


def says_closed(text: str) -> bool:
    """ "Closed for repairs", "Closed Monday": no event."""
    return _CLOSED.search(text) is not None


def says_none(text: str) -> bool:
    """Whether a record without its date says that nothing takes place then: "March 20: no meeting"."""
    return _NOT_ON_THAT_DAY.fullmatch(text) is not None


def holds_papers(text: str) -> bool:
    return _PAPERS.search(text) is not None


@lru_cache(maxsize=4096)
def is_address(text: str) -> bool:
    return _ADDRESS.search(text) is not None


def cleaned(text: str, dates: Iterable[str], hours: str = "") -> str:
    """A text on one line without dates and hours at either end. `dates`: as written. `hours`: those that the card has
    elsewhere; others are part of the title then."""
    line, before = _LINK_AT_END.sub("", " ".join(text.split())), ""
    named, has_hours = [one for one in dates if one in line], may_have_hours(line)
    while line != before:
        before = line
        for written in named:
            line = _without(line, line.find(written), len(written))
        line = _LABEL.sub("", line.strip(_EDGES))
        if has_hours and (found := find_times(line)) is not None and _are_of(found[0], hours):
            line = _without(line, found.start(), len(found[0]))
    return line + ")" if line.count("(") > line.count(")") else line


def _are_of(written: str, hours: str) -> bool:
    known = hour_parts(hours)
    return not known or hour_parts(written) <= known


def _without(line: str, at: int, length: int) -> str:
    """The line without a part that nothing but punctuation, a word like "on", or the papers of that day, separates from
    an end."""
    if at < 0:
        return line
    before, after = line[:at].strip(_EDGES), line[at + length :].strip(_EDGES)
    if before and _ONLY_PAPERS.fullmatch(after):
        return before
    if not before or _JOINT.fullmatch(before):
        return _AFTER_DATE.sub("", after)
    return line if after else _LEADS_TO_HOUR.sub("", line[:at]).strip(_EDGES)
