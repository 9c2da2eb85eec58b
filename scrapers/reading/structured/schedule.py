"""Expands schema.org's eventSchedule into occurrences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import rrule

from core.errors import BadRecord
from core.items import EventStatus, Occurrence
from scrapers.reading.contract import Context
from scrapers.reading.structured import dates as schema_dates
from scrapers.reading.structured.types import short_type
from scrapers.reading.structured.values import first_text, texts

_MOST = 1000
_AHEAD = timedelta(days=396)
_FREQUENCIES: dict[str, Literal[0, 1, 2, 3]] = {
    "Y": rrule.YEARLY,
    "M": rrule.MONTHLY,
    "W": rrule.WEEKLY,
    "D": rrule.DAILY,
}
_WORDS = {"daily": "P1D", "weekly": "P1W", "biweekly": "P2W", "monthly": "P1M", "yearly": "P1Y", "annually": "P1Y"}
_DAYS = {
    name: day
    for day, names in zip(
        (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU),
        ("monday mo", "tuesday tu", "wednesday we", "thursday th", "friday fr", "saturday sa", "sunday su"),
        strict=True,
    )
    for name in names.split()
}


def scheduled(
    schedules: Sequence[dict[str, Any]], status: EventStatus, url: str | None, context: Context
) -> Iterator[Occurrence]:
    """The occurrences of Schedule objects (schema.org Schedule), in the order of the schedules.

    Days come from startDate, repeatFrequency (ISO 8601 duration or a word), byDay, byMonth, byMonthDay, repeatCount,
    and endDate (the last day, inclusive); hours from startTime and endTime, wall-clock in scheduleTimezone; exceptDate
    removes days. Limited to the context's window, by default yesterday to 13 months ahead, and to 1,000 occurrences
    per schedule.
    """
    for schedule in schedules:
        try:
            yield from _expand(schedule, status, context)
        except (ValueError, OverflowError, KeyError, ZoneInfoNotFoundError) as cause:
            found = f"unreadable eventSchedule ({cause}): {schedule}"
            raise BadRecord(found, url=url or context.url, source=context.source, field="starts_at") from cause


def _expand(schedule: dict[str, Any], status: EventStatus, context: Context) -> Iterator[Occurrence]:
    zone = first_text(schedule.get("scheduleTimezone")) or context.timezone
    ZoneInfo(zone)
    start = _moment(schedule, "startDate")
    opens, closes = _clock(schedule, "startTime") or start.clock, _clock(schedule, "endTime")
    excepted = {
        moment.day
        for text in texts(schedule.get("exceptDate"))
        for moment in [schema_dates.read_day_time(text)]
        if moment
    }
    first, until = _bounds(context)
    played = (day for day in _days(schedule, start.day, until) if first <= day < until and day not in excepted)
    for day in islice(played, _MOST):
        end = None if closes is None else schema_dates.DayTime(day, closes)
        if end is not None and opens is not None and closes is not None and closes <= opens:
            end = replace(end, day=day + timedelta(days=1))
        yield schema_dates.occurrence(schema_dates.DayTime(day, opens), end, zone, status=status)


def _bounds(context: Context) -> tuple[date, date]:
    today = context.now.astimezone(ZoneInfo(context.timezone)).date()
    window = context.window
    first = window.starts if window is not None and window.starts is not None else today - timedelta(days=1)
    until = window.ends if window is not None and window.ends is not None else max(first, today) + _AHEAD
    return first, until


def _days(schedule: dict[str, Any], first: date, until: date) -> Iterator[date]:
    """The local days of a schedule; only its first without repeatFrequency."""
    frequency = first_text(schedule.get("repeatFrequency"))
    days = tuple(_DAYS[short_type(text).lower()] for text in texts(schedule.get("byDay")))
    if frequency is None and not days:
        yield first
        return
    step, interval = _frequency(frequency or "P1W")
    last = min(_moment(schedule, "endDate").day, until - timedelta(days=1)) if schedule.get("endDate") else until
    count = first_text(schedule.get("repeatCount"))
    rule = rrule.rrule(
        step,
        dtstart=datetime.combine(first, time()),
        interval=interval,
        until=datetime.combine(last, time()),
        byweekday=days or None,
        bymonth=_numbers(schedule, "byMonth") or None,
        bymonthday=_numbers(schedule, "byMonthDay") or None,
    )
    yield from (moment.date() for moment in islice(rule, int(count) if count else None))


def _frequency(text: str) -> tuple[Literal[0, 1, 2, 3], int]:
    """(weekly, 2) for `P2W`. Raises ValueError for durations with several parts and for hours, which aren't days."""
    text = _WORDS.get(short_type(text).lower(), text).upper()
    if len(text) < 3 or text[0] != "P" or text[-1] not in _FREQUENCIES or not 0 < int(text[1:-1]) <= 366:
        raise ValueError(f"repeatFrequency {text!r}")
    return _FREQUENCIES[text[-1]], int(text[1:-1])


def _numbers(schedule: dict[str, Any], name: str) -> list[int]:
    return [int(text) for text in texts(schedule.get(name))]


def _moment(schedule: dict[str, Any], name: str) -> schema_dates.DayTime:
    text = first_text(schedule.get(name)) or ""
    moment = schema_dates.read_day_time(text)
    if moment is None or not 1970 <= moment.day.year <= 9000:
        raise ValueError(f"{name} {text!r}")
    return moment


def _clock(schedule: dict[str, Any], name: str) -> time | None:
    """startTime or endTime, a wall-clock time. Ignores an offset, since the schedule's zone determines it."""
    text = first_text(schedule.get(name))
    if text is None:
        return None
    moment = schema_dates.read_day_time(text if "T" in text[1:] else f"2000-01-01T{text.lstrip('T')}")
    if moment is None or moment.clock is None:
        raise ValueError(f"{name} {text!r}")
    return moment.clock
