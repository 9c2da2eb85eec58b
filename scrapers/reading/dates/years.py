"""Finds the years that dates leave out.

A year written once also counts for the dates before it: in "28 Dec - 3 Jan 2027" the start is a year earlier, because
it would otherwise be after the end. Without any year, the last date of a text means the nearest such day to `now`,
because pages list upcoming events and sometimes events that have just passed. That is certain from 31 days back to 269
days ahead. Outside that range, "Sep 12" read in November may be this year's, not yet taken down, or next year's: only a
weekday that fits one of the two decides, otherwise it is an error.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from scrapers.reading.dates.unclear import Unclear

_YEARS = range(1900, 2201)
_CERTAIN = range(-31, 270)
_WITH_WEEKDAY = range(-95, 335)
"""Days from now: wider than `_CERTAIN`, but less than two years, so that a weekday can decide."""
_LONGEST_RANGE = 330
_LONGEST_GAP = 200
"""Days from one date to the next, across a New Year that the text doesn't mention."""

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as written. `ends_range`: a "to" precedes it."""

    day: int
    month: int
    year: int | None = None
    weekday: int | None = None
    ends_range: bool = False


def with_years(partials: list[PartialDate], *, now: date, is_range: bool) -> list[date]:
    """The dates, in the order of the text. Raises Unclear for a date that doesn't exist, is unclear, or has the wrong
    weekday."""
    if not partials:
        raise Unclear("no day")
    if all(partial.year is None for partial in partials):
        partials = [*partials[:-1], replace(partials[-1], year=_nearest(partials[-1], now).year)]
    furthest = _LONGEST_RANGE if is_range else _LONGEST_GAP
    dates: list[date | None] = [None if partial.year is None else _date(partial, partial.year) for partial in partials]
    for index in range(len(dates) - 2, -1, -1):
        following = dates[index + 1]
        if dates[index] is None and following is not None:
            dates[index] = _before(partials[index], following, furthest)
    settled: list[date] = []
    for partial, day in zip(partials, dates, strict=True):
        settled.append(day if day is not None else _after(partial, settled[-1], furthest))
    for partial, found in zip(partials, settled, strict=True):
        if partial.weekday is not None and found.weekday() != partial.weekday:
            raise Unclear(f"{found} is a {_WEEKDAYS[found.weekday()]}, not a {_WEEKDAYS[partial.weekday]},")
    return settled


def _date(partial: PartialDate, year: int) -> date:
    if year not in _YEARS:
        raise Unclear(f"the year {year}")
    try:
        return date(year, partial.month, partial.day)
    except ValueError as error:
        raise Unclear(f"no day {year}-{partial.month}-{partial.day}") from error


def _nearest(partial: PartialDate, now: date) -> date:
    possible = []
    for year in (now.year - 1, now.year, now.year + 1):
        try:
            possible.append(_date(partial, year))
        except Unclear:
            continue
    if not possible:
        raise Unclear(f"no day {partial.month}-{partial.day} near {now}")
    if partial.weekday is None:
        meant = [day for day in possible if (day - now).days in _CERTAIN]
    else:
        meant = [day for day in possible if (day - now).days in _WITH_WEEKDAY and day.weekday() == partial.weekday]
    if len(meant) != 1:
        raise Unclear(f"no year, and on {now} it is unclear which,")
    return meant[0]


def _before(partial: PartialDate, following: date, furthest: int) -> date:
    day = _date(partial, following.year)
    if day > following:
        day = _date(partial, following.year - 1)
        if (following - day).days > furthest:
            raise Unclear(f"dates out of order before {following}")
    return day


def _after(partial: PartialDate, previous: date, furthest: int) -> date:
    day = _date(partial, previous.year)
    if day < previous:
        day = _date(partial, previous.year + 1)
        if (day - previous).days > furthest:
            raise Unclear(f"dates out of order after {previous}")
    return day
