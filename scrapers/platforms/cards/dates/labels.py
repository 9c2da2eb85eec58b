"""Leaves out the dates that a page labels as something other than an event's day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from scrapers.platforms.cards.columns import row_of
from scrapers.platforms.cards.dates.ends import with_labeled_ends
from scrapers.platforms.cards.dates.mentions import WEEKDAY, Mention, dates_in
from scrapers.platforms.cards.page_text import PageText

_NOT_THE_EVENT = re.compile(
    r"\b(?:posted|published|updated|modified|amended|created|on sale|deadline|copyright|©"
    r"|(?:register|rsvp|apply|reply|order|book|reserve|buy|tickets|submit|enroll?|sign[ -]?up|nominate|return|respond)"
    r"(?: tickets| now| online| forms?| entries| work)? by|early bird"
    r"|last day (?:to|for) \w+|deadline (?:to|for) \w+(?: is)?|deadline is|due date|box office opens"
    r"|(?:registration|sales?|presale|signup|sign-up) (?:opens?|starts?|begins?|closes?|ends?|until)"
    r"|last (?:seen|show|time|year)"
    r"|since|adopted|expires?|prior to|after|before|end(?:s|ing)?|began this month on|clos(?:es?|ing)|last day"
    r"|except(?:ing| for)?|excluding|effective|hired|instead of|was"
    r"|originally(?: scheduled for)?|formerly|through|thru|until|till|to\s*:|due(?: by)?|(?:pre-?|public )sale"
    r"|(?:rain|snow|weather|make-?up|back-?up) (?:date|day)"
    r"|(?:founded|born|died|released|came out|premiered|debuted|established|formed|met|opened|built"
    r"|ended|finished|concluded|recorded|announced|launched)(?: back)?"
    r")\W*(?:on|at|in)?\W*$",
    re.IGNORECASE,
)
"""What precedes a date that is not the event's: "Posted Sep 23", "rescheduled from Dec 1", and the last day of what
began on an unknown one: "Through April 12"."""
_ON_SALE = re.compile(
    r"\btickets? (?:are )?available[^\w\n]*(?:(?:from|starting|beginning|on)[^\w\n]+)*$", re.IGNORECASE
)
"""Only on the date's line: above it, it may be the card's button."""
_FROM = re.compile(r"\bfrom(?!\s*:)\W*(?:on|at)?\W*$", re.IGNORECASE)
_RANGE = re.compile(r"\s[-–—−~]\s|\b(?:to|until|till?|thru|through)\b", re.IGNORECASE)
_REACH = 25
_LABEL = r"\b(?:(?:event |meeting )?dates?(?:\s*(?:&|and)\s*time)?|when)\s*:"
_WEEKDAY_BEFORE = rf"\s*(?:{WEEKDAY},?\s*)?$"
_IS_LABELED = re.compile(rf"{_LABEL}{_WEEKDAY_BEFORE}", re.IGNORECASE)
_IS_EVENTS = re.compile(
    rf"(?:{_LABEL}|\bwill (?:meet|convene|be held|take place|begin)\b(?:[^.!?;]|\.(?!\s+(?-i:[A-Z])))*)"
    rf"{_WEEKDAY_BEFORE}",
    re.IGNORECASE,
)
_SENTENCE = 150
_MOVED = r"\b(?:postponed|rescheduled|moved|pushed(?: back)?|changed)"
_MOVED_TO = re.compile(
    rf"(?:{_MOVED}\W+(?:to|until|till|for)|\bnew date(?: is)?|\bnow(?: on)?)\W*$",
    re.IGNORECASE,
)
_MOVED_FROM = re.compile(rf"{_MOVED}\W+from\W*(?:on)?\W*$", re.IGNORECASE)
_OLD_AND_NEW = re.compile(r"(.+?)\s(?:to|until|till)\s(.+)", re.IGNORECASE)


def event_dates(page: PageText, language: str, start: int = 0, end: int | None = None) -> Iterator[Mention]:
    """The dates on a page, or in this part of its text, without those that are labeled as something other than an
    event's day."""
    text = page.text[start:end]
    for found in with_labeled_ends(dates_in(text, language), text, language):
        anchor = start + found.anchor if found.anchor else 0
        one = replace(found, start=start + found.start, end=start + found.end, anchor=anchor) if start else found
        before = page.text[max(0, one.start - _REACH) : one.start]
        if "\n" in before and (row := row_of(one, page)) is not None:
            before = page.text[max(page.spans[row][0], one.start - _REACH) : one.start]
        if _MOVED_FROM.search(before):
            if (old_and_new := _OLD_AND_NEW.fullmatch(one.text)) is not None:
                yield replace(one, written=old_and_new[2], text=old_and_new[2], former=old_and_new[1])
        elif is_moved_to(before) or not (_is_of_another(before) or _begins_alone(before, one)):
            yield one


def is_said_to_be(text: str, one: Mention) -> bool:
    """Whether the text before a date says that it is the event's: "Date & Time:", "The board will meet on"."""
    return _says(_IS_EVENTS, text, one)


def is_labeled_as_events(text: str, one: Mention) -> bool:
    """Whether only a label and a weekday stand before a date: "When: Friday,"."""
    return _says(_IS_LABELED, text, one)


def _says(pattern: re.Pattern[str], text: str, one: Mention) -> bool:
    line_start = text.rfind("\n", 0, one.start) + 1
    return pattern.search(text, max(line_start, one.start - _SENTENCE), one.start) is not None


def _is_of_another(before: str) -> bool:
    return _NOT_THE_EVENT.search(before) is not None or _ON_SALE.search(before) is not None


def _begins_alone(before: str, one: Mention) -> bool:
    """Whether a date follows "from" without an end: the old one of what is moved."""
    return _FROM.search(before) is not None and _RANGE.search(one.text) is None


def is_moved_to(before: str) -> bool:
    """Whether the text before a date says that it is a new one: "Postponed to"."""
    return _MOVED_TO.search(before[-_REACH:]) is not None
