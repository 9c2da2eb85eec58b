"""Reads dates as pages write them: one, a list, or a range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.errors import BadRecord
from scrapers.reading.dates.line import read_line
from scrapers.reading.dates.unclear import Unclear
from scrapers.reading.dates.words import Kind, Word
from scrapers.reading.dates.years import PartialDate, with_years


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """The days that a text names.

    days      each named day once, in ascending order; for a range, its first and last day.
    is_range  True for a range ("Jan 30 - Feb 1"): the text doesn't say on which days in between there is a show.
    text      the text that was read, on one line.
    """

    days: tuple[date, ...]
    is_range: bool
    text: str

    @property
    def first(self) -> date:
        return self.days[0]

    @property
    def last(self) -> date:
        return self.days[-1]


def read_dates(text: str, *, now: date, day_first: bool = False) -> DateSpan:
    """The days that an English text names: `Thu. Oct 8 , 2026`, `24 Dec 2026 - 3 Jan 2027`, `Oct 08, 09, 10 & 11th`,
    `10/28 , 10/29 & 11/01`, `July 24 | 2026`, `June 3 to June 5 2026`, `2026-10-08`. A showing that ends after midnight
    (`Dec 4, 10 PM - Dec 5, 2 AM`) is on its first day.

    now        the day on which the text was current, for dates without a year (see `years`).
    day_first  8/10 is October 8 written day first; otherwise it is August 10, as in the United States.
    Hours in the same text are ignored (see `line`). Raises BadRecord, with the text, for an unknown word ("except",
    "every"), a weekday that doesn't match its date, a range that ends before it begins, and a day that doesn't exist.
    """
    line = " ".join(text.split())
    try:
        written = read_line(line, day_first=day_first)
        is_range = any(word.kind is Kind.TO for word in written.dates)
        days = with_years(_partials(written.dates), now=now, is_range=is_range)
        if written.ends_after is not None:
            days = _start_of_showing(days, written.ends_after)
    except Unclear as error:
        raise BadRecord(f"{error} in {line!r}", field="starts_at") from error
    if is_range and len(days) != 2:
        raise BadRecord(f"not a single range of dates in {line!r}", field="starts_at")
    if is_range and days[0] > days[1]:
        raise BadRecord(f"a range that ends before it begins in {line!r}", field="starts_at")
    distinct = tuple(sorted(set(days)))
    return DateSpan(days=distinct, is_range=is_range and len(distinct) > 1, text=line)


def _start_of_showing(days: list[date], ends_after: int) -> list[date]:
    if days[-1] - days[0] not in (timedelta(0), timedelta(days=ends_after)):
        raise Unclear(f"one showing from {days[0]} to {days[-1]}")
    return days[:1]


def _partials(words: Sequence[Word]) -> list[PartialDate]:
    """The dates that the words spell. A number belongs to the month before it, or to the month after it if the text
    begins with a number ("30 - 31 Jan"). A weekday belongs to the date after it, or to the date before it if the text
    begins with a date ("Apr 26 / Monday")."""
    spelling = _Spelling(
        month_first=next((one.kind for one in words if one.kind in (Kind.MONTH, Kind.DAY)), Kind.MONTH) is Kind.MONTH,
        weekday_first=next((one.kind for one in words if one.kind is not Kind.TO), Kind.WEEKDAY) is Kind.WEEKDAY,
    )
    for word in words:
        spelling.take(word)
    return spelling.finished()


class _Spelling:
    """The dates found so far, and the tokens that still wait for the rest of their date."""

    def __init__(self, *, month_first: bool, weekday_first: bool) -> None:
        self.month_first = month_first
        self.weekday_first = weekday_first
        self.dates: list[PartialDate] = []
        self.month: int | None = None
        self.month_used = True
        self.days: list[int] = []
        self.weekdays: list[int] = []
        self.leading_year: int | None = None

    def take(self, word: Word) -> None:
        if word.kind is Kind.DAY:
            self._take_day(word.value)
        elif word.kind is Kind.MONTH:
            self._take_month(word.value)
        elif word.kind is Kind.YEAR:
            self._take_year(word.value)
        elif word.kind is Kind.WEEKDAY:
            self._take_weekday(word.value)
        elif word.ymd is not None:
            self._add(*word.ymd)
        elif word.kind is Kind.NUMBER:
            raise Unclear(f"{word.value} may be a day or an hour")
        elif word.kind is Kind.UNKNOWN:
            raise Unclear(f"unknown word {word.text!r}")

    def _take_day(self, day: int) -> None:
        if not self.month_first:
            self.days.append(day)
        elif self.month is None:
            raise Unclear(f"{day} has no month")
        else:
            self.month_used = True
            self._add(None, self.month, day)

    def _take_month(self, month: int) -> None:
        if self.month_first:
            if not self.month_used:
                raise Unclear("a month has no day")
            self.month, self.month_used = month, False
            return
        if not self.days:
            raise Unclear("a month has no day")
        for day in self.days:
            self._add(None, month, day)
        self.days = []

    def _take_year(self, year: int) -> None:
        if self.days or not self.month_used:
            raise Unclear(f"the year {year} is inside a date")
        if not self.dates and self.leading_year is None:
            self.leading_year = year
        elif not self.dates or self.dates[-1].year is not None:
            raise Unclear(f"the year {year} has no date")
        else:
            self.dates[-1] = replace(self.dates[-1], year=year)

    def _take_weekday(self, weekday: int) -> None:
        if self.weekday_first:
            self.weekdays.append(weekday)
        elif self.days or not self.dates or self.dates[-1].weekday is not None:
            raise Unclear("a weekday belongs to no date")
        else:
            self.dates[-1] = replace(self.dates[-1], weekday=weekday)

    def _add(self, year: int | None, month: int, day: int) -> None:
        weekday = self.weekdays.pop(0) if self.weekdays else None
        if year is None and not self.dates:
            year = self.leading_year
        self.dates.append(PartialDate(day, month, year, weekday))

    def finished(self) -> list[PartialDate]:
        if self.days:
            raise Unclear(f"{self.days[0]} has no month")
        if not self.month_used:
            raise Unclear("a month has no day")
        if self.weekdays:
            raise Unclear("a weekday belongs to no date")
        return self.dates
