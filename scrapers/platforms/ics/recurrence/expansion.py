"""Expands a recurrence rule into wall-clock times, period by period, within a budget (RFC 5545 3.3.10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta

from scrapers.platforms.ics.recurrence.day_sets import days_of_month, days_of_week, days_of_year, fits_day, week_year
from scrapers.platforms.ics.recurrence.rules import Frequency, Rule
from scrapers.platforms.ics.recurrence.values import LAST_WALL

_STEPS = {
    Frequency.WEEKLY: timedelta(days=7),
    Frequency.DAILY: timedelta(days=1),
    Frequency.HOURLY: timedelta(hours=1),
    Frequency.MINUTELY: timedelta(minutes=1),
    Frequency.SECONDLY: timedelta(seconds=1),
}


class TooManyRecurrencesError(ValueError):
    """A rule that would take more steps than its budget has."""


@dataclass(slots=True)
class Budget:
    """How many periods and instances may still be looked at: keeps the time linear and hostile rules finite."""

    steps: int

    def spend(self, steps: int = 1) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise TooManyRecurrencesError("the rule recurs too often to be listed")


def expand(
    rule: Rule,
    start: datetime,
    *,
    all_day: bool = False,
    after: datetime | None = None,
    until: datetime | None = None,
    budget: Budget,
) -> Iterator[datetime]:
    """Instances in order, as naive wall-clock times, from `start`.

    A `start` that the rule does not generate isn't an instance and isn't counted: RFC 5545 3.8.5.3 leaves that
    undefined, libical and ical.js leave it out, and feeds that write it (MEC) have the true day in the rule.

    after    a hint: earlier instances may be left out, unless they must be counted for COUNT.
    until    inclusive, in addition to the rule's own UNTIL, which the caller has converted to the same clock.
    all_day  BYHOUR, BYMINUTE and BYSECOND are ignored.
    Raises TooManyRecurrencesError when the budget ends.
    """
    if all_day and rule.frequency > Frequency.DAILY:
        raise ValueError(f"FREQ={rule.frequency.name} for a date without a time")
    left = rule.count
    skip_to = after if left is None else None
    for period in _periods(rule, start, all_day, skip_to, until, budget):
        for moment in period:
            if moment < start:
                continue
            if (until is not None and moment > until) or left == 0:
                return
            if left is not None:
                left -= 1
            yield moment
        if left == 0:
            return


def _periods(
    rule: Rule, start: datetime, all_day: bool, after: datetime | None, until: datetime | None, budget: Budget
) -> Iterator[list[datetime]]:
    """The instances of each interval in turn, until after `until` or the end of the calendar. BYSETPOS picks days and
    times by their numbers: what it does not pick is not built, and costs nothing of the budget."""
    if rule.frequency > Frequency.DAILY:
        for candidates in _clock_periods(rule, start, after, until, budget):
            yield [candidates[place] for place in _places(rule, len(candidates))] if rule.bysetpos else candidates
        return
    times = _times_of_day(rule, start, all_day, budget)
    for first, days in _day_periods(rule, start.date(), None if after is None else after.date()):
        if until is not None and first > until.date():
            return
        if rule.bysetpos:
            places = [divmod(place, len(times)) for place in _places(rule, len(days) * len(times))]
            budget.spend(1 + len(days) + len(places))
            yield [datetime.combine(days[day], times[clock]) for day, clock in places]
        else:
            budget.spend(1 + len(days) * len(times))
            yield [datetime.combine(day, clock) for day in days for clock in times]


def _day_periods(rule: Rule, start: date, after: date | None) -> Iterator[tuple[date, list[date]]]:
    """Pairs of a day before which nothing later can lie, and the sorted days of the period."""
    if rule.frequency is Frequency.YEARLY:
        yield from _year_periods(rule, start, after)
    elif rule.frequency is Frequency.MONTHLY:
        yield from _month_periods(rule, start, after)
    else:
        yield from _step_periods(rule, start, after)


def _year_periods(rule: Rule, start: date, after: date | None) -> Iterator[tuple[date, list[date]]]:
    year = _first_year(rule, start)
    if after is not None:
        year += max(0, after.year - 1 - year) // rule.interval * rule.interval
    while MINYEAR < year <= MAXYEAR - 1:
        yield date(year - 1, 12, 25), days_of_year(rule, year, start)
        year += rule.interval


def _first_year(rule: Rule, start: date) -> int:
    """The year from which INTERVAL counts.

    Near New Year the week of DTSTART may be numbered in another year than DTSTART's own. That year counts, as
    libical has it, if it makes DTSTART an instance; with an interval of 1 the earlier one loses nothing.
    """
    if not rule.byweekno:
        return start.year
    numbered = week_year(start, rule.week_start)
    if rule.interval == 1:
        return min(numbered, start.year)
    return numbered if start in days_of_year(rule, numbered, start) else start.year


def _month_periods(rule: Rule, start: date, after: date | None) -> Iterator[tuple[date, list[date]]]:
    month = 12 * start.year + start.month - 1
    if after is not None:
        month += max(0, 12 * after.year + after.month - 2 - month) // rule.interval * rule.interval
    while month < 12 * MAXYEAR:
        year, index = divmod(month, 12)
        yield date(year, index + 1, 1), days_of_month(rule, year, index + 1, start)
        month += rule.interval


def _step_periods(rule: Rule, start: date, after: date | None) -> Iterator[tuple[date, list[date]]]:
    """Weeks, each from its WKST on, or days."""
    weekly = rule.frequency is Frequency.WEEKLY
    first = start
    if weekly and start.toordinal() > 7:
        first = start - timedelta(days=(start.weekday() - rule.week_start) % 7)
    step = rule.interval * _STEPS[rule.frequency]
    if after is not None and after > first:
        first += (after - first) // step * step
    while True:
        if weekly:
            yield first, days_of_week(rule, first, start)
        else:
            yield first, [first] if fits_day(rule, first) else []
        if date.max - first < step:
            return
        first += step


def _clock_periods(
    rule: Rule, start: datetime, after: datetime | None, until: datetime | None, budget: Budget
) -> Iterator[list[datetime]]:
    """Hours, minutes or seconds; spans that a BYxxx part shuts out are passed over in one step."""
    step = rule.interval * _STEPS[rule.frequency]
    current = start
    if after is not None and after > start:
        current += (after - start) // step * step
    while until is None or current - _STEPS[rule.frequency] <= until:
        passed = _next_open(rule, current)
        if passed is None:
            budget.spend(1 + len(rule.byminute) * len(rule.bysecond))
            yield _clock_candidates(rule, current)
            target = current + step if LAST_WALL - current >= step else None
        else:
            budget.spend()
            target = start - (start - passed) // step * step if LAST_WALL - passed >= step else None
        if target is None:
            return
        current = target


def _next_open(rule: Rule, moment: datetime) -> datetime | None:
    """None if the rule's limits let the moment through, else the first moment after the span they shut out."""
    if not fits_day(rule, moment.date()):
        span, floor = timedelta(days=1), datetime.combine(moment.date(), time())
    elif rule.byhour and moment.hour not in rule.byhour:
        span, floor = timedelta(hours=1), moment.replace(minute=0, second=0)
    elif rule.frequency > Frequency.HOURLY and rule.byminute and moment.minute not in rule.byminute:
        span, floor = timedelta(minutes=1), moment.replace(second=0)
    elif rule.frequency is Frequency.SECONDLY and rule.bysecond and moment.second not in rule.bysecond:
        span, floor = timedelta(seconds=1), moment
    else:
        return None
    return floor + span if LAST_WALL - floor >= span else LAST_WALL


def _clock_candidates(rule: Rule, current: datetime) -> list[datetime]:
    minutes = rule.byminute if rule.frequency is Frequency.HOURLY and rule.byminute else (current.minute,)
    seconds = rule.bysecond if rule.frequency < Frequency.SECONDLY and rule.bysecond else (current.second,)
    return sorted({current.replace(minute=minute, second=min(second, 59)) for minute in minutes for second in seconds})


def _times_of_day(rule: Rule, start: datetime, all_day: bool, budget: Budget) -> list[time]:
    if all_day:
        return [time()]
    hours, minutes, seconds = rule.byhour, rule.byminute, rule.bysecond
    budget.spend(len(hours) * len(minutes) * len(seconds))
    return sorted(
        {
            time(hour, minute, min(second, 59))
            for hour in hours or (start.hour,)
            for minute in minutes or (start.minute,)
            for second in seconds or (start.second,)
        }
    )


def _places(rule: Rule, size: int) -> list[int]:
    """Where in a period of so many candidates BYSETPOS points, from 0 on."""
    places = {position - 1 if position > 0 else size + position for position in rule.bysetpos}
    return [place for place in sorted(places) if 0 <= place < size]
