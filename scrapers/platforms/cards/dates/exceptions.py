"""Which days of a range a page takes out: "Dec 22-27 (except Dec 25)", "Dec 4-20, no shows Mondays"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeAlias

from scrapers.platforms.cards.dates.lists import end_of_hours
from scrapers.platforms.cards.dates.mentions import MONTH, TIMES, WEEKDAY, Mention, dates_in, in_english
from scrapers.platforms.cards.page_text import PageText
from scrapers.reading.dates import DateSpan

_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?(?![\d:]|\s?[ap]\.?m\b)"
_FEAST = r"(?:christmas|thanksgiving|new year['’]?s)(?: (?:day|eve))?(?!\w)"
_DATE = (
    rf"(?:{WEEKDAY}s?[ .,]+)?(?:{MONTH}\.? {_NUMBER}|\d{{1,2}}/\d{{1,2}})|(?:{WEEKDAY}[ .,]+)?\d{{1,2}}(?:st|nd|rd|th)"
)
_SURE_DAY = rf"(?:on )?(?:the )?(?:{_DATE}|{WEEKDAY}s?\b|{_FEAST})"
_DAY = rf"(?:{_SURE_DAY}|{_NUMBER})"
_BUT = re.compile(
    rf"[\s,;.|/·•(–—-]*(?P<but>(?:(?:but )?(?:except(?:ing)?(?: for)?|excluding):? {_DAY}"
    r"|(?:not|no|no (?:shows?|performances?|concerts?|class(?:es)?|meetings?|screenings?|events?|sessions?)"
    rf"|(?:we(?:['’]re| are) )?(?:closed|dark)):? {_SURE_DAY})(?:(?:,? ?(?:and|&|or) ?|, ?| ?[-–—] ?){_DAY})*)"
    r"(?!\w|:\d)\)?",
    re.IGNORECASE,
)
_JOINT = re.compile(rf"[\s,;|·•(–—-]*(?:at |from )?{TIMES.pattern}\)?", re.IGNORECASE)
_MAY_BE_RANGE = re.compile(r"[-–—−~～〜→]|\b(?:to|until|till?|thru|through|bis|al?)\b", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY_ALONE = re.compile(rf"\b({WEEKDAY})s?\b(?![ .,]+(?:{MONTH}|\d))", re.IGNORECASE)
_FEASTS = {"christmas eve": (12, 24), "christmas": (12, 25), "new year's eve": (12, 31), "new year": (1, 1)}
_NUMBERS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: ?[-–—] ?(\d{1,2})(?:st|nd|rd|th)?)?")
Parser: TypeAlias = Callable[[str, str | None], DateSpan | None]
"""Reads a date that may lack the year (the second argument)."""
_DAY_LONG = timedelta(days=1)
_MOST_PARTS = 10


def with_exceptions(mentions: Sequence[Mention], page: PageText, language: str) -> list[Mention]:
    """The dates, where a range goes on with the days that are taken out: with these and the hours around them as one.
    The dates among these are left out."""
    kept: list[Mention] = []
    for one in mentions:
        if kept and one.start < kept[-1].end:
            continue
        kept.append(_with_exception(one, page.text, language))
    return kept


def _with_exception(one: Mention, text: str, language: str) -> Mention:
    if one.parts or not _MAY_BE_RANGE.search(one.text):
        return one
    found = _BUT.match(text, end_of_hours(one, text))
    if found is None:
        return one
    end = found.end()
    hours = _JOINT.match(text, end)
    end = hours.end() if hours is not None and "\n" not in hours[0] else end
    written = " ".join(text[one.start : end].split())
    said = " ".join(f"{text[one.end : found.start('but')]} {hours[0] if hours else ''}".split()).strip(" ,;|·•()–—-")
    return replace(
        one,
        end=end,
        anchor=one.anchor or one.end,
        written=written,
        text=f"{one.text}, {in_english(said, language)}" if said else one.text,
        but=found["but"],
    )


def remaining(days: DateSpan, but: str, parsed: Parser, *, each: bool) -> DateSpan:
    """A range without the days that a text such as "except Dec 24 and 25" or "no shows Mondays" takes out: as a list of
    all its days (`each`), or in parts."""
    every = _each(days)
    left = sorted(set(every) - left_out(but, every, parsed))
    if not days.is_range or not left or len(left) == len(every):
        return days
    if each:
        return replace(days, days=tuple(left), is_range=False)
    starts = [day for day in left if day - _DAY_LONG not in left]
    ends = [day for day in left if day + _DAY_LONG not in left]
    if len(starts) > _MOST_PARTS:
        return days
    return replace(days, days=tuple(left), is_range=False, runs=tuple(zip(starts, ends, strict=True)))


def left_out(but: str, every: Sequence[date], parsed: Parser) -> set[date]:
    """Which of some days a text takes out, and others that it names."""
    out: set[date] = set()
    rest = but
    for one in reversed(list(dates_in(but))):
        spans = (parsed(one.text, str(year)) for year in {day.year for day in every})
        out |= {day for span in spans if span is not None for day in _each(span)}
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    lower = rest.lower().replace("’", "'")
    for feast, month_and_day in _FEASTS.items():
        if feast in lower:
            out |= {day for day in every if (day.month, day.day) == month_and_day}
            lower = lower.replace(feast, " ")
    for found in _NUMBERS.finditer(lower):
        out |= {day for day in every if int(found[1]) <= day.day <= int(found[2] or found[1])}
    weekdays = {_WEEKDAYS.index(found[1][:3]) for found in _WEEKDAY_ALONE.finditer(lower)}
    return out | {day for day in every if day.weekday() in weekdays}


def _each(span: DateSpan) -> list[date]:
    runs = [(span.first, span.last)] if span.is_range else span.runs or [(day, day) for day in span.days]
    return [first + number * _DAY_LONG for first, last in runs for number in range((last - first).days + 1)]
