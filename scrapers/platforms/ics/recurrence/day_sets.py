"""The days that a rule picks within a year, a month or a week (RFC 5545 3.3.10, the table of BYxxx parts)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, MINYEAR, date, timedelta

from scrapers.platforms.ics.recurrence.rules import Frequency, Rule

_DAY = timedelta(days=1)


def days_of_year(rule: Rule, year: int, start: date) -> list[date]:
    """Days of a YEARLY rule; `year` is a week-numbering year where the rule has BYWEEKNO.

    What the rule leaves open comes from DTSTART, as libical and ical.js have it: BYWEEKNO alone keeps the
    weekday, BYMONTHDAY without BYMONTH and BYDAY keeps the month.
    """
    if rule.byweekno:
        days = _days_by_week(rule, year, start)
    elif rule.byyearday:
        days = _days_by_year_day(rule, year)
    elif rule.bymonthday:
        months = rule.bymonth or (range(1, 13) if rule.byday else (start.month,))
        days = [day for month in months for day in _month_days(year, month, rule.bymonthday, rule.skip)]
    elif rule.byday and rule.bymonth:
        return [day for month in rule.bymonth for day in _weekdays_between(rule, *_month_bounds(year, month))]
    elif rule.byday:
        return list(_weekdays_between(rule, date(year, 1, 1), date(year, 12, 31)))
    else:
        months = rule.bymonth or (start.month,)
        return [day for month in months for day in _month_days(year, month, (start.day,), rule.skip)]
    return [day for day in days if _fits(rule, day)]


def days_of_month(rule: Rule, year: int, month: int, start: date) -> list[date]:
    if rule.bymonth and month not in rule.bymonth:
        return []
    if rule.bymonthday:
        days = list(_month_days(year, month, rule.bymonthday, rule.skip))
        return [day for day in days if _fits(rule, day)]
    if rule.byday:
        return list(_weekdays_between(rule, *_month_bounds(year, month)))
    return list(_month_days(year, month, (start.day,), rule.skip))


def days_of_week(rule: Rule, first: date, start: date) -> list[date]:
    """Days of the week that begins on `first`; ordinals of BYDAY have no meaning there and are ignored.

    RFC 5545 has no BYMONTHDAY or BYYEARDAY in a WEEKLY rule. Where a feed writes them they limit its days, as
    dateutil, rrule.js and lib-recur have it, and the weekday of DTSTART no longer does.
    """
    limited = rule.bymonthday or rule.byyearday
    weekdays = {weekday for _, weekday in rule.byday} or (set(range(7)) if limited else {start.weekday()})
    starts_on, last = first.weekday(), (date.max - first).days
    offsets = sorted((weekday - starts_on) % 7 for weekday in weekdays)
    days = [first + offset * _DAY for offset in offsets if offset <= last]
    return [day for day in days if _fits_numbers(rule, day)] if limited or rule.bymonth else days


def fits_day(rule: Rule, day: date) -> bool:
    """Whether a DAILY or faster rule lets a day through."""
    if rule.byday and not any(weekday == day.weekday() for _, weekday in rule.byday):
        return False
    return _fits_numbers(rule, day)


def _fits_numbers(rule: Rule, day: date) -> bool:
    if rule.bymonth and day.month not in rule.bymonth:
        return False
    if rule.bymonthday and not _in_days(day.day, monthrange(day.year, day.month)[1], rule.bymonthday):
        return False
    return not rule.byyearday or _in_days(day.timetuple().tm_yday, _year_length(day.year), rule.byyearday)


def week_year(day: date, week_start: int) -> int:
    """The year that numbers the week of a day: week 1 is the first with four days in the year."""
    if day.year < MAXYEAR and day >= _first_week(day.year + 1, week_start):
        return day.year + 1
    return day.year if day >= _first_week(day.year, week_start) else day.year - 1


def _first_week(year: int, week_start: int) -> date:
    fourth = date(year, 1, 4)
    return fourth - ((fourth.weekday() - week_start) % 7) * _DAY


def _days_by_week(rule: Rule, year: int, start: date) -> list[date]:
    if not MINYEAR < year < MAXYEAR:
        return []
    first = _first_week(year, rule.week_start)
    weeks = (_first_week(year + 1, rule.week_start) - first).days // 7
    weekdays = {weekday for _, weekday in rule.byday}
    if not (weekdays or rule.bymonthday or rule.byyearday):
        weekdays = {start.weekday()}
    numbers = {number if number > 0 else weeks + 1 + number for number in rule.byweekno}
    return [
        day
        for number in sorted(numbers)
        if 1 <= number <= weeks
        for day in (first + (7 * (number - 1) + offset) * _DAY for offset in range(7))
        if not weekdays or day.weekday() in weekdays
    ]


def _days_by_year_day(rule: Rule, year: int) -> list[date]:
    length = _year_length(year)
    numbers = {number if number > 0 else length + 1 + number for number in rule.byyearday}
    return [date(year, 1, 1) + (number - 1) * _DAY for number in sorted(numbers) if 1 <= number <= length]


def _month_days(year: int, month: int, numbers: Iterable[int], skip: str) -> Iterator[date]:
    """The days of a month by number, from its end where negative; RFC 7529 4.1 for those it lacks."""
    length = monthrange(year, month)[1]
    picked = set()
    for number in numbers:
        day = number if number > 0 else length + 1 + number
        if 1 <= day <= length:
            picked.add(date(year, month, day))
        elif skip == "BACKWARD" and day > length:
            picked.add(date(year, month, length))
        elif skip == "FORWARD" and day > length and (year, month) < (MAXYEAR, 12):
            picked.add(date(year, month, length) + _DAY)
    yield from sorted(picked)


def _fits(rule: Rule, day: date) -> bool:
    """BYMONTH, BYYEARDAY, BYMONTHDAY and BYDAY as limits; an ordinal counts in the month, else in the year."""
    if rule.bymonth and day.month not in rule.bymonth:
        return rule.skip == "FORWARD" and day.day == 1
    if rule.byweekno or rule.byyearday:
        if rule.bymonthday and not _in_days(day.day, monthrange(day.year, day.month)[1], rule.bymonthday):
            return False
        if rule.byyearday and not _in_days(day.timetuple().tm_yday, _year_length(day.year), rule.byyearday):
            return False
    if not rule.byday or rule.byweekno:
        return True
    if rule.frequency is Frequency.MONTHLY or rule.bymonth:
        first, last = _month_bounds(day.year, day.month)
    else:
        first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    return any(
        weekday == day.weekday()
        and ordinal in (0, (day - first).days // 7 + 1, -((last - day).days // 7 + 1))
        for ordinal, weekday in rule.byday
    )  # fmt: skip


def _weekdays_between(rule: Rule, first: date, last: date) -> Iterator[date]:
    picked = set()
    for ordinal, weekday in rule.byday:
        days = [first + offset * _DAY for offset in range((weekday - first.weekday()) % 7, (last - first).days + 1, 7)]
        if ordinal == 0:
            picked.update(days)
        elif abs(ordinal) <= len(days):
            picked.add(days[ordinal - 1 if ordinal > 0 else ordinal])
    yield from sorted(picked)


def _month_bounds(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _year_length(year: int) -> int:
    return date(year, 12, 31).timetuple().tm_yday


def _in_days(number: int, length: int, wanted: tuple[int, ...]) -> bool:
    return number in wanted or number - length - 1 in wanted
