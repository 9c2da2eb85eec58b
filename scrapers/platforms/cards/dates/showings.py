"""The occurrences of a list of dates that each have hours of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from core.items import Occurrence
from scrapers.platforms.cards.dates.exceptions import Parser
from scrapers.platforms.cards.dates.hours import read_hours
from scrapers.platforms.cards.dates.mentions import WEEKDAY, YEAR, times_in
from scrapers.reading.dates import DateSpan, Times
from scrapers.reading.structured import dates as schema_dates
from scrapers.reading.structured.dates import DayTime

_DAWN = time(6)
_DAY = timedelta(days=1)
_NAMED_RANGE = re.compile(rf"\b{WEEKDAY}\.?\s?(?:[-–—]|to|thru|through)\s?{WEEKDAY}\b", re.IGNORECASE)
_JOINT = re.compile(r"\s*(?:[-–—−~→]|to|until|till?|thru|through)\s*(?=\S)", re.IGNORECASE)


def days_by_group(parts: Sequence[str], parsed: Parser) -> DateSpan | None:
    """The days of a list whose dates don't ascend, because each group has its own hours: "Dec 5, 12 at 8 pm; Dec 6, 13
    at 2 pm". A year that one group states counts for all."""
    year = next((found[0] for part in parts for found in YEAR.finditer(part)), None)
    read = [parsed(part, None if YEAR.search(part) else year) for part in parts]
    groups = [one for one in read if one is not None]
    if not groups or len(groups) < len(read):
        return None
    runs = [run for one in groups for run in _runs(one)]
    return DateSpan(
        days=tuple(sorted({day for one in groups for day in one.days})),
        is_range=False,
        text="; ".join(one.text for one in groups),
        runs=tuple(sorted(runs)) if any(first < last for first, last in runs) else (),
    )


def _runs(days: DateSpan) -> Sequence[tuple[date, date]]:
    if days.is_range:
        return [(days.first, days.last)]
    return days.runs or [(one, one) for one in days.days]


def listed(parts: Sequence[str], days: DateSpan, parsed: Parser, zone: str) -> tuple[Occurrence, ...]:
    """The dates of a list, each with its own hours; none if they have none, or don't give the card's days."""
    read: list[tuple[DateSpan, Times]] = []
    for part in parts:
        spans = (parsed(part, str(year)) for year in sorted({one.year for one in days.days}))
        own = next((one for one in spans if one is not None and set(days.days).issuperset(one.days)), None)
        if own is None:
            return ()
        read.append((own, read_hours(part, zone) or Times()))
    if (whole := _from_start_to_end(read, zone) if days.is_range else _one_night(read, zone)) is not None:
        return (whole,)
    found = tuple(one for own, hours in read for one in schema_dates.on_days(_each_day(own, hours), hours, zone))
    found = tuple(sorted(found, key=lambda one: one.starts_at))
    timed = {one.local_date for one in found if one.time_known}
    found = tuple(one for one in found if one.time_known or one.local_date not in timed)
    return found if {day for own, _ in read for day in own.days} == set(days.days) else ()


def _each_day(days: DateSpan, hours: Times) -> DateSpan:
    """The days without a range, where each of its days is named, so that each has the hours: "Dec 5-6 8pm", "Thu-Sat,
    Dec 3-5, 8pm"."""
    runs = _runs(days)
    longest = max(last - first for first, last in runs)
    if not hours.starts or longest > (6 * _DAY if _NAMED_RANGE.search(days.text) else _DAY):
        return days
    each = (first + number * _DAY for first, last in runs for number in range((last - first).days + 1))
    return replace(days, days=tuple(sorted(set(each))), is_range=False, runs=())


def start_and_end(text: str) -> tuple[str, ...]:
    """The two parts of a range whose first and last day each have an hour: "Dec 4 at 7 PM - Dec 6 at 4 PM"."""
    hours = list(times_in(text))
    joint = _JOINT.match(text, hours[0].end()) if len(hours) == 2 and hours[1].end() == len(text) else None
    return () if joint is None else (text[: joint.start()], text[joint.end() :])


def _from_start_to_end(read: Sequence[tuple[DateSpan, Times]], zone: str) -> Occurrence | None:
    """What begins at the hour of the first day and ends at that of the last one."""
    if len(read) != 2 or any(len(hours.starts) != 1 for _, hours in read):
        return None
    (first, begins), (last, ends) = read
    return schema_dates.occurrence(DayTime(first.first, begins.starts[0]), DayTime(last.first, ends.starts[0]), zone)


def _one_night(read: Sequence[tuple[DateSpan, Times]], zone: str) -> Occurrence | None:
    """What begins on the first of two dates and ends before dawn on the second: "Fri, Dec 4 9 PM Sat, Dec 5 2 AM". A
    second showing doesn't begin that early."""
    if len(read) != 2 or any(len(days.days) > 1 or len(hours.starts) != 1 for days, hours in read):
        return None
    (first, begins), (last, ends) = ((days.first, hours.starts[0]) for days, hours in read)
    if first >= last or ends >= _DAWN or begins < _DAWN:
        return None
    return schema_dates.occurrence(DayTime(first, begins), DayTime(last, ends), zone)
