"""The hours that a card gives by weekday for its dates: "Dec 4-6: Fri & Sat 7:30 PM, Sun 2 PM"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from core.items import Occurrence
from scrapers.platforms.cards.dates.hours import read_hours
from scrapers.platforms.cards.dates.mentions import WEEKDAY, dates_in
from scrapers.reading.dates import DateSpan, Times
from scrapers.reading.structured import dates as schema_dates

_DAYS = re.compile(
    rf"\b(?:(?P<first>{WEEKDAY})s?\.? ?(?:[-–—]|to|thru|through) ?(?P<last>{WEEKDAY})s?\b|(?P<one>{WEEKDAY})s?\b"
    r"|(?:daily|nightly|(?:each|every) (?:day|night|evening)|both (?:days|nights|evenings))\b)",
    re.IGNORECASE,
)
_AND = re.compile(r"[\s.,&/+]*(?:and)?[\s]*", re.IGNORECASE)
_EDGES = " .,;:|/·•()–—-@"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST = timedelta(days=31)
"""Of a range: hours by weekday of a longer one are those of a house."""
_LONGEST_LINE = 120


def by_weekday(lines: Sequence[str], days: DateSpan, zone: str) -> tuple[Occurrence, ...]:
    """The occurrences by the first of a card's lines that gives nothing but hours by weekday; none if there is no such
    line, if a weekday isn't among the days, or if a day of a list has no hours."""
    groups = next((found for line in lines if len(line) < _LONGEST_LINE and (found := _groups(line, zone))), None)
    if groups is None or days.runs or days.last - days.first > _LONGEST:
        return ()
    length = (days.last - days.first).days + 1
    every = [days.first + timedelta(days=number) for number in range(length)] if days.is_range else list(days.days)
    hours: dict[date, Times] = {}
    for weekdays, times in groups:
        own = [day for day in every if day.weekday() in weekdays]
        if not own or not hours.keys().isdisjoint(own):
            return ()
        hours |= dict.fromkeys(own, times)
    if not days.is_range and len(hours) < len(every):
        return ()
    each = ((replace(days, days=(day,), is_range=False), hours[day]) for day in sorted(hours))
    return tuple(one for day, times in each for one in schema_dates.on_days(day, times, zone))


def _groups(line: str, zone: str) -> list[tuple[set[int], Times]]:
    """The weekdays and hours of a line such as "Fri & Sat 7 PM, Sun 2 PM" or "10 AM daily"; nothing if it has anything
    else."""
    groups: list[tuple[set[int], int, int]] = []
    for found in _DAYS.finditer(line):
        weekdays, start = _weekdays(found), found.start()
        if groups and _AND.fullmatch(line[groups[-1][2] : start]):
            before = groups.pop()
            weekdays, start = weekdays | before[0], before[1]
        groups.append((weekdays, start, found.end()))
    if not groups or next(dates_in(line), None) is not None:
        return []
    starts = [*(start for _, start, _ in groups[1:]), len(line)]
    hours = [line[end:stop] for (_, _, end), stop in zip(groups, starts, strict=True)]
    if before_all := line[: groups[0][1]].strip(_EDGES):
        if len(groups) > 1 or hours[0].strip(_EDGES):
            return []
        hours = [before_all]
    read = [read_hours(one.strip(_EDGES), zone) for one in hours]
    known = [one for one in read if one is not None and (len(one.starts) == 1 or one.showings)]
    return list(zip((weekdays for weekdays, _, _ in groups), known, strict=True)) if len(known) == len(read) else []


def _weekdays(found: re.Match[str]) -> set[int]:
    if found["one"]:
        return {_WEEKDAYS.index(found["one"][:3].lower())}
    if not found["first"]:
        return set(range(7))
    first, last = (_WEEKDAYS.index(found[name][:3].lower()) for name in ("first", "last"))
    return {(first + number) % 7 for number in range((last - first) % 7 + 1)}
