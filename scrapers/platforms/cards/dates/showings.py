"""The occurrences of a list of dates that each have hours of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import time

from core.items import Occurrence
from scrapers.platforms.cards.hours import read_hours
from scrapers.reading.dates import DateSpan, Times
from scrapers.reading.structured import dates as schema_dates
from scrapers.reading.structured.dates import DayTime

_DAWN = time(6)


def listed(
    parts: Sequence[str], days: DateSpan, parsed: Callable[[str, str], DateSpan | None], zone: str
) -> tuple[Occurrence, ...]:
    """The dates of a list, each with its own hours; none if they have none, or don't give the card's days.

    parsed  reads a date that may lack the year (the second argument).
    """
    read: list[tuple[DateSpan, Times]] = []
    for part in parts:
        spans = (parsed(part, str(year)) for year in sorted({one.year for one in days.days}))
        own = next((one for one in spans if one is not None and set(days.days).issuperset(one.days)), None)
        if own is None:
            return ()
        read.append((own, read_hours(part, zone) or Times()))
    if (whole := _from_start_to_end(read, zone) if days.is_range else _one_night(read, zone)) is not None:
        return (whole,)
    found = tuple(one for own, hours in read for one in schema_dates.on_days(own, hours, zone))
    return found if {day for own, _ in read for day in own.days} == set(days.days) else ()


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
