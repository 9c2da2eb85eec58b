"""Recognizes one showing written with the day of its start and the day of its end: `Fri Dec 4, 10 PM - Sat Dec 5, 2
AM`, which would otherwise be two dates with different hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scrapers.reading.dates.clocks import Clock, clock_of
from scrapers.reading.dates.unclear import Unclear
from scrapers.reading.dates.words import Kind, Word

_DATES = (Kind.DATE, Kind.DAY, Kind.MONTH, Kind.WEEKDAY, Kind.YEAR)
_SPACE = (Kind.APART, Kind.IGNORED, Kind.TO, Kind.ZONE)


@dataclass(frozen=True, slots=True)
class Span:
    """The words of the dates without the joint; of the hours, with it. `days`: from the first date to the second."""

    dates: tuple[Word, ...]
    hours: tuple[Word, ...]
    days: int


def showing_span(words: Sequence[Word]) -> Span | None:
    """The span, if the words are one day and hour, a joint, and an hour on that day or before it on the next."""
    for place, word in enumerate(words):
        if word.kind is Kind.TO:
            start, end = _Side.of(words[:place]), _Side.of(words[place + 1 :])
            if start is not None and end is not None and (days := _days(start, end)) is not None:
                dated = end.dates if end.month_and_day else ()
                return Span((*start.dates, *dated), (start.hour, word, end.hour, *start.zones, *end.zones), days)
    return None


@dataclass(frozen=True, slots=True)
class _Side:
    dates: tuple[Word, ...]
    hour: Word
    clock: Clock
    zones: tuple[Word, ...]

    @classmethod
    def of(cls, words: Sequence[Word]) -> _Side | None:
        """None unless there is exactly one hour, whose half of the day is known, with dates and nothing else."""
        dates = tuple(word for word in words if word.kind in _DATES)
        hours = [word for word in words if word.kind is Kind.CLOCK]
        others = [word for word in words if word.kind not in (*_DATES, *_SPACE, Kind.CLOCK)]
        if len(hours) != 1 or hours[0].clock is None or others or not dates:
            return None
        if sum(word.kind in (Kind.DATE, Kind.DAY) for word in dates) > 1:
            return None
        try:
            clock = clock_of(*hours[0].clock)
        except Unclear:
            return None
        return (
            cls(dates, hours[0], clock, tuple(word for word in words if word.kind is Kind.ZONE))
            if clock.certain
            else None
        )

    @property
    def month_and_day(self) -> tuple[int, int] | None:
        for word in self.dates:
            if word.ymd is not None:
                return word.ymd[1], word.ymd[2]
        months = [word.value for word in self.dates if word.kind is Kind.MONTH]
        days = [word.value for word in self.dates if word.kind is Kind.DAY]
        return (months[0], days[0]) if len(months) == len(days) == 1 else None

    @property
    def weekday(self) -> int | None:
        return next((word.value for word in self.dates if word.kind is Kind.WEEKDAY), None)


def _days(start: _Side, end: _Side) -> int | None:
    """0 or 1, or None for another distance, or an end that isn't after the start but within a day."""
    if start.month_and_day is None:
        return None
    if end.month_and_day is not None:
        apart = next((days for days in (0, 1) if _follows(start.month_and_day, end.month_and_day, days)), None)
    elif start.weekday is not None and end.weekday is not None:
        apart = (end.weekday - start.weekday) % 7
    else:
        return None
    later = end.clock.as_time() > start.clock.as_time()
    return apart if (apart == 0 and later) or (apart == 1 and not later) else None


def _follows(first: tuple[int, int], second: tuple[int, int], days: int) -> bool:
    """Also from February 28 to 29, and to March 1."""
    for year in (2027, 2028):
        try:
            following = date(year, *first) + timedelta(days=days)
        except ValueError:
            continue
        if (following.month, following.day) == second:
            return True
    return False
