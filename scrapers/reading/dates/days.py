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

_HOLD_DAYS = (Kind.DATE, Kind.MONTH, Kind.DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """The days that a text names.

    days      each named day once, in ascending order; for a range, its first and last day.
    is_range  True for a range ("Jan 30 - Feb 1"): the text doesn't say on which days in between there is a show.
    text      the text that was read, on one line.
    runs      of a list with ranges ("Dec 4-6, 11-13"), the first and last day of each part, and `days` are all of
              these; else empty.
    """

    days: tuple[date, ...]
    is_range: bool
    text: str
    runs: tuple[tuple[date, date], ...] = ()

    @property
    def first(self) -> date:
        return self.days[0]

    @property
    def last(self) -> date:
        return self.days[-1]


def read_dates(text: str, *, now: date, day_first: bool | None = None, runs: bool = False) -> DateSpan:
    """The days that an English text names: `Thu. Oct 8 , 2026`, `24 Dec 2026 - 3 Jan 2027`, `Oct 08, 09, 10 & 11th`,
    `10/28 , 10/29 & 11/01`, `July 24 | 2026`, `June 3 to June 5 2026`, `2026-10-08`. A showing that ends after midnight
    (`Dec 4, 10 PM - Dec 5, 2 AM`) is on its first day.

    now        the day on which the text was current, for dates without a year (see `years`).
    day_first  8/10 and 8.10.2026 are October 8 if True, and August 10, as in the United States, if False. If None, it
               isn't known where the text is from: 8/10 is August 10, and 8.10.2026 October 8.
    runs       a list with ranges is read; otherwise it is an error.
    Hours in the same text are ignored (see `line`). Raises BadRecord, with the text, for an unknown word ("except",
    "every"), a weekday that doesn't match its date, a range that ends before it begins, and a day that doesn't exist.
    """
    line = " ".join(text.split())
    try:
        written = read_line(line, day_first=day_first)
        joints = sum(word.kind is Kind.TO for word in written.dates)
        partials = _partials(written.dates)
        days = with_years(partials, now=now, is_range=joints > 0)
        if written.ends_after is not None:
            days = _start_of_showing(days, written.ends_after)
        parts = _runs(partials, days, joints) if joints else []
    except Unclear as error:
        raise BadRecord(f"{error} in {line!r}", field="starts_at") from error
    if len(parts) > 1 and not runs:
        raise BadRecord(f"not a single range of dates in {line!r}", field="starts_at")
    distinct = tuple(sorted(set(days)))
    is_range = len(parts) == 1 and len(distinct) > 1
    return DateSpan(days=distinct, is_range=is_range, text=line, runs=tuple(parts) if len(parts) > 1 else ())


def _runs(partials: Sequence[PartialDate], days: Sequence[date], joints: int) -> list[tuple[date, date]]:
    """The first and last day of each part of a list with `joints` ranges. Two days are one range, also where their
    weekdays are one: "Fri-Sun, Dec 4-6"."""
    parts: list[tuple[date, date]] = [(days[0], days[1])] if len(days) == 2 else []
    for partial, day in zip(partials, days, strict=True) if not parts else ():
        if partial.ends_range and parts and parts[-1][0] == parts[-1][1]:
            parts[-1] = (parts[-1][0], day)
        else:
            parts.append((day, day))
    if len(days) != 2 and (sum(one.ends_range for one in partials) != joints or len(days) - joints != len(parts)):
        raise Unclear("not a single range of dates")
    if any(first > last for first, last in parts):
        raise Unclear("a range that ends before it begins")
    return parts


def _start_of_showing(days: list[date], ends_after: int) -> list[date]:
    if days[-1] - days[0] not in (timedelta(0), timedelta(days=ends_after)):
        raise Unclear(f"one showing from {days[0]} to {days[-1]}")
    return days[:1]


def _partials(words: Sequence[Word]) -> list[PartialDate]:
    """The dates that the words spell. A number belongs to the month before it, or to the month after it if the text
    begins with a number ("30 - 31 Jan"). A weekday belongs to the date after it, or to the date before it if the text
    begins with a date ("Apr 26 / Monday")."""
    spelling = _Spelling(
        month_first=next((one.kind for one in words if one.kind in _HOLD_DAYS), Kind.MONTH) is not Kind.DAY,
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
        self.days: list[tuple[int, bool]] = []
        self.after_to = False
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
            self.month, self.month_used = word.ymd[1], True
            self._add(*word.ymd, ends_range=self._ends_range())
        elif word.kind is Kind.NUMBER:
            raise Unclear(f"{word.value} may be a day or an hour")
        elif word.kind is Kind.UNKNOWN:
            raise Unclear(f"unknown word {word.text!r}")
        elif word.kind is Kind.TO:
            self.after_to = True

    def _take_day(self, day: int) -> None:
        if not self.month_first:
            self.days.append((day, self._ends_range()))
        elif self.month is None:
            raise Unclear(f"{day} has no month")
        else:
            self.month_used = True
            self._add(None, self.month, day, ends_range=self._ends_range())

    def _take_month(self, month: int) -> None:
        if self.month_first:
            if not self.month_used:
                raise Unclear("a month has no day")
            self.month, self.month_used = month, False
            return
        if not self.days:
            raise Unclear("a month has no day")
        for day, ends_range in self.days:
            self._add(None, month, day, ends_range=ends_range)
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

    def _ends_range(self) -> bool:
        """Whether a "to" precedes the day that is taken now."""
        after_to, self.after_to = self.after_to, False
        return after_to

    def _add(self, year: int | None, month: int, day: int, *, ends_range: bool) -> None:
        weekday = self.weekdays.pop(0) if self.weekdays else None
        if year is None and not self.dates:
            year = self.leading_year
        self.dates.append(PartialDate(day, month, year, weekday, ends_range))

    def finished(self) -> list[PartialDate]:
        if self.days:
            raise Unclear(f"{self.days[0][0]} has no month")
        if not self.month_used:
            raise Unclear("a month has no day")
        if self.weekdays:
            raise Unclear("a weekday belongs to no date")
        return self.dates
