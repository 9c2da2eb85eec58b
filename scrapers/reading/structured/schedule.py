"""Expands schema.org's eventSchedule into occurrences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import rrule

from core.errors import BadRecord, Doubt
from core.items import EventStatus, Occurrence
from scrapers.reading.contract import Context
from scrapers.reading.dates import read_times
from scrapers.reading.dates.line import read_line
from scrapers.reading.dates.time_zones import offset_abroad, zone_abroad
from scrapers.reading.dates.unclear import Unclear
from scrapers.reading.structured import dates as schema_dates
from scrapers.reading.structured.types import short_type
from scrapers.reading.structured.values import first_text, texts
from scrapers.reading.structured.written_dates import read_written

Node = Mapping[str, Any]

_MOST = 1000
_AHEAD = timedelta(days=396)
_FREQUENCIES: dict[str, Literal[0, 1, 2, 3]] = {
    "Y": rrule.YEARLY,
    "M": rrule.MONTHLY,
    "W": rrule.WEEKLY,
    "D": rrule.DAILY,
}
_WORDS = {
    **dict.fromkeys(["daily", "every day"], "P1D"),
    **dict.fromkeys(["weekly", "every week"], "P1W"),
    **dict.fromkeys(["biweekly", "bi-weekly", "fortnightly", "every other week", "every two weeks"], "P2W"),
    **dict.fromkeys(["monthly", "every month"], "P1M"),
    **dict.fromkeys(["yearly", "annually", "every year"], "P1Y"),
}
_DAYS = {
    name: day
    for day, names in zip(
        (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU),
        (
            "monday mo mon",
            "tuesday tu tue",
            "wednesday we wed",
            "thursday th thu",
            "friday fr fri",
            "saturday sa sat",
            "sunday su sun",
        ),
        strict=True,
    )
    for name in names.split()
}
_NOT_REMOVED = "The showing on that day is shown; ask the site to write the day as 2027-03-08."
_MIDNIGHTS = (None, time(), time(23, 59))
"""The clock of a series' end that says nothing about the end of each day."""
_DAY = re.compile(r"(?P<week>[+-]?[1-5])?(?P<day>[a-z]+)", re.IGNORECASE)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_ORDINAL = re.compile(rf"(?:([1-5])(?:st|nd|rd|th)|({'|'.join(_ORDINALS)}))\s+(?=[a-z])", re.IGNORECASE)


def scheduled(
    schedules: Sequence[Node],
    event: Node,
    status: EventStatus,
    title: str,
    context: Context,
    problems: list[BadRecord],
) -> Iterator[Occurrence]:
    """The occurrences of Schedule objects (schema.org Schedule), in the order of the schedules.

    Days come from startDate, repeatFrequency (ISO 8601 duration or a word), byDay, byMonthWeek, byMonth, byMonthDay,
    repeatCount, and endDate (the last day, inclusive). Hours come from startTime and endTime or duration, wall-clock in
    scheduleTimezone, or without it in the zone or offset that they name ("8 PM CET"). exceptDate removes days; one that
    can't be read is added to `problems`. Where a schedule has no start, end, or hours, those of `event` count: the end
    of a series is its last day. Limited to the context's window, by default yesterday to 13 months ahead, and to 1,000
    occurrences per schedule. Raises BadRecord.
    """
    for schedule in schedules:
        try:
            yield from _expand(schedule, event, status, title, context, problems)
        except (ValueError, OverflowError, KeyError, ZoneInfoNotFoundError) as cause:
            found = f"unreadable eventSchedule ({cause}): {schedule}"
            raise BadRecord(found, url=context.url, source=context.source, field="starts_at") from cause


def _expand(
    schedule: Node, event: Node, status: EventStatus, title: str, context: Context, problems: list[BadRecord]
) -> Iterator[Occurrence]:
    zone = first_text(schedule.get("scheduleTimezone")) or context.timezone
    ZoneInfo(zone)
    start = _day_time(schedule if schedule.get("startDate") else event, "startDate", zone)
    abroad = None if schedule.get("scheduleTimezone") else zone
    opens, of_start = _clock(schedule, "startTime", abroad)
    series_end = schema_dates.read_day_time(first_text(event.get("endDate")) or "")
    lasts = schema_dates.read_duration(first_text(schedule.get("duration")) or first_text(event.get("duration")) or "")
    closes, of_end = _clock(schedule, "endTime", abroad)
    if closes is None and lasts is None and series_end is not None and series_end.clock not in _MIDNIGHTS:
        closes = series_end.clock
    excepted, unread = _excepted(schedule, opens or start.clock, zone, context)
    problems += [
        Doubt(f"{title!r} has the exceptDate {text!r}", field="starts_at", title=title, advice=_NOT_REMOVED)
        for text in unread
    ]
    first, until = _bounds(context)
    days = _days(schedule, start.day, _last_day(schedule, start.day, series_end, until, zone))
    for day in islice((day for day in days if first <= day < until and day not in excepted), _MOST):
        begins = schema_dates.DayTime(day, opens or start.clock, of_start or (of_end if opens else None))
        yield _occurrence(begins, closes, of_end or begins.offset, lasts, zone, status)


def _excepted(
    schedule: Node, opens: time | None, zone: str, context: Context
) -> tuple[frozenset[date], tuple[str, ...]]:
    """The days in `zone` that exceptDate removes, and its texts that can't be read. Midnight in another zone stands for
    the written day, unless the schedule's hour falls on it."""
    days, unread = set(), []
    for text in texts(schedule.get("exceptDate")):
        for part in [text] if read_written(text, context) else re.split(r"[,;]", text):
            moment = read_written(part, context) if part.strip() else None
            if moment is not None:
                there = _in_zone(moment, zone)
                days.add(moment.day if moment.clock == time() and there.clock != opens else there.day)
            elif part.strip():
                unread.append(part.strip())
    return frozenset(days), tuple(unread)


def _last_day(schedule: Node, start: date, series_end: schema_dates.DayTime | None, until: date, zone: str) -> date:
    if schedule.get("endDate"):
        return min(_day_time(schedule, "endDate", zone).day, until)
    return min(series_end.day, until) if series_end is not None and series_end.day > start else until


def _occurrence(
    start: schema_dates.DayTime,
    closes: time | None,
    of_end: tzinfo | None,
    lasts: timedelta | None,
    zone: str,
    status: EventStatus,
) -> Occurrence:
    if closes is not None and start.clock is not None:
        end = schema_dates.DayTime(start.day + timedelta(days=closes <= start.clock), closes, of_end)
        return schema_dates.occurrence(start, end, zone, status=status)
    one = schema_dates.occurrence(start, None, zone, status=status)
    return one if lasts is None else schema_dates.lasting(one, lasts)


def _bounds(context: Context) -> tuple[date, date]:
    today = context.now.astimezone(ZoneInfo(context.timezone)).date()
    window = context.window
    first = window.starts if window is not None and window.starts is not None else today - timedelta(days=1)
    until = window.ends if window is not None and window.ends is not None else max(first, today) + _AHEAD
    return first, until


def _days(schedule: Node, first: date, last: date) -> Iterator[date]:
    """The local days of a schedule from `first` to `last`; only its first if nothing repeats."""
    days = _weekdays(schedule)
    month_days = _numbers(schedule, "byMonthDay")
    monthly = bool(month_days) or any(day.n for day in days)
    frequency = first_text(schedule.get("repeatFrequency"), "@id", "name") or (
        "P1M" if monthly else "P1W" if days else None
    )
    if frequency is None:
        yield first
        return
    step, interval = _frequency(frequency)
    if step > rrule.MONTHLY and any(day.n for day in days):
        raise ValueError(f"a week of the month repeated {frequency}")
    count = first_text(schedule.get("repeatCount"))
    rule = rrule.rrule(
        step,
        dtstart=datetime.combine(first, time()),
        interval=interval,
        until=datetime.combine(last, time()),
        byweekday=days or None,
        bymonth=_numbers(schedule, "byMonth") or None,
        bymonthday=month_days or None,
    )
    yield from (one.date() for one in islice(rule, int(count) if count else None))


def _weekdays(schedule: Node) -> list[rrule.weekday]:
    """The weekdays of byDay: DayOfWeek names or iCalendar's form, where `2TH` is the second Thursday (RFC 5545
    3.3.10), or words: `Mondays`, `second Thursday`. byMonthWeek gives the weeks of the month for all of them."""
    weeks = _numbers(schedule, "byMonthWeek")
    written = list(texts(schedule.get("byDay"), "@id", "name"))
    if schedule.get("byDay") and not written:
        raise ValueError(f"byDay {schedule['byDay']!r}")
    days: list[rrule.weekday] = []
    for name in (name for text in written for name in _day_names(text)):
        found = _DAY.fullmatch(name)
        if found is None:
            raise ValueError(f"byDay {name!r}")
        named = found["day"].lower()
        day = _DAYS[named.removesuffix("s") if named.endswith("days") else named]
        own = [int(found["week"])] if found["week"] else weeks
        days += [day(week) for week in own] or [day]
    return days


def _day_names(text: str) -> list[str]:
    """`2Thursday` for `2nd Thursday` and `second Thursday`; without the words between names."""
    counted = _ORDINAL.sub(lambda found: found[1] or str(_ORDINALS[found[2].lower()]), short_type(text))
    return [name for name in re.split(r"[,\s&]+", counted) if name and name.lower() not in ("and", "every")]


def _frequency(text: str) -> tuple[Literal[0, 1, 2, 3], int]:
    """(weekly, 2) for `P2W`. Raises ValueError for durations with several parts and for hours, which aren't days."""
    text = _WORDS.get(short_type(text).lower(), text).upper()
    if len(text) < 3 or text[0] != "P" or text[-1] not in _FREQUENCIES or not 0 < int(text[1:-1]) <= 366:
        raise ValueError(f"repeatFrequency {text!r}")
    return _FREQUENCIES[text[-1]], int(text[1:-1])


def _numbers(schedule: Node, name: str) -> list[int]:
    return [int(text) for text in texts(schedule.get(name))]


def _day_time(node: Node, name: str, zone: str) -> schema_dates.DayTime:
    """A local day and hour; a time with a UTC offset is converted to the zone."""
    text = first_text(node.get(name)) or ""
    found = schema_dates.read_day_time(text)
    if found is None or not 1970 <= found.day.year <= 9000:
        raise ValueError(f"{name} {text!r}")
    return _in_zone(found, zone)


def _in_zone(moment: schema_dates.DayTime, zone: str) -> schema_dates.DayTime:
    if moment.clock is None or moment.offset is None:
        return moment
    there = schema_dates.instant(moment, zone)
    return schema_dates.DayTime(there.date(), there.time())


def _clock(schedule: Node, name: str, zone: str | None) -> tuple[time | None, tzinfo | None]:
    """startTime or endTime, also as people write it (`7pm`, `noon`), and the zone or offset that it names, if that
    isn't `zone`'s. `zone`: None if the schedule names its zone, which determines it."""
    text = first_text(schedule.get(name))
    if text is None:
        return None, None
    moment = schema_dates.read_day_time(text if "T" in text[1:] else f"2000-01-01T{text.lstrip('T')}")
    if moment is not None and moment.clock is not None:
        return moment.clock, None if zone is None else offset_abroad(moment.offset, zone)
    try:
        times = read_times(text)
        abroad = None if zone is None else zone_abroad(read_line(text).hours, zone)
    except (BadRecord, Unclear):
        times = None
    if times is None or len(times.starts) != 1 or times.ends is not None:
        raise ValueError(f"{name} {text!r}")
    return times.starts[0], abroad
