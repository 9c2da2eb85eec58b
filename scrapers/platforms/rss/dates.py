"""Finds an event's time in a feed's entry, and never mistakes the posting time (pubDate, dc:date, updated) for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from core.errors import BadRecord
from core.items import Occurrence
from scrapers.platforms.rss.xml import Entry
from scrapers.reading.contract import Context
from scrapers.reading.dates import end_of_day, local, read_dates, read_times
from scrapers.reading.structured import dates as schema_dates
from scrapers.reading.structured.dates import DayTime, read_day_time

_DASHES = re.compile(r"\s+[—–|]\s+")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATED = re.compile(
    rf"(?P<weekday>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?(?:{_MONTHS})[a-z]*\.?\s+\d{{1,2}}(?P<year>,?\s+\d{{4}})?"
    r"(?:[\s,·•@]+(?:at\s+)?(?:\d|noon).{0,30})?",
    re.IGNORECASE,
)
_ON_DATE = re.compile(rf"(?:{_MONTHS})[a-z]*\.?\s+\d[^@]{{0,40}}\d{{4}}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EventTime:
    """The time of an entry and the text it comes from, with the title and place if it comes from the entry's title."""

    occurrence: Occurrence
    text: str
    ends: str = ""
    title: str | None = None
    place: str | None = None


def read_event_time(entry: Entry, title: str, context: Context) -> EventTime | None:
    """The event's time from the first field in `_FIELDS` that the entry has, else from its title. None without either.

    Raises BadRecord for a field whose text isn't a time.
    """
    for read_field in _FIELDS:
        if found := read_field(entry, context):
            return found
    return _in_title(entry, title, context)


def _pair(start: str, end: str, *, in_utc: bool = False) -> Callable[[Entry, Context], EventTime | None]:
    """Reads fields with an ISO start and end. With `in_utc` (carbonhouse), local midnight means an unknown hour."""

    def read_field(entry: Entry, context: Context) -> EventTime | None:
        text, until = entry.first(start), entry.first(end) or ""
        if text is None:
            return None
        opens = _required(text, start)
        closes = read_day_time(until)
        if in_utc:
            opens, closes = _without_midnight(opens, closes, context)
        one = schema_dates.occurrence(opens, closes, context.timezone, utc_is_local=context.utc_is_local)
        return EventTime(one, text, until)

    return read_field


def _required(text: str, name: str) -> DayTime:
    found = read_day_time(text)
    if found is None:
        raise BadRecord(f"{name} {text!r} isn't a date", field="starts_at")
    return found


def _without_midnight(opens: DayTime, closes: DayTime | None, context: Context) -> tuple[DayTime, DayTime | None]:
    """Both as local days if both are at local midnight. An end at the midnight after the last day means that day."""
    starts_at = schema_dates.instant(opens, context.timezone, utc_is_local=context.utc_is_local)
    ends_at = schema_dates.instant(closes or opens, context.timezone, utc_is_local=context.utc_is_local)
    if starts_at.time() != time() or ends_at.time() != time():
        return opens, closes
    last = max(starts_at.date(), (ends_at - timedelta(minutes=1)).date())
    return DayTime(starts_at.date()), DayTime(last) if last > starts_at.date() else None


def _exclusive(start: str, end: str) -> Callable[[Entry, Context], EventTime | None]:
    """Reads fields as iCalendar does: plain dates mean all day, and the end is the day after (RFC 5545 3.6.1)."""

    def read_field(entry: Entry, context: Context) -> EventTime | None:
        text, until = entry.first(start), entry.first(end) or ""
        if text is None:
            return None
        opens, closes = _required(text, start), read_day_time(until)
        if opens.clock is not None:
            return EventTime(schema_dates.occurrence(opens, closes, context.timezone), text, until)
        last = closes.day - timedelta(days=1) if closes is not None and closes.day > opens.day else opens.day
        return EventTime(_all_day(opens.day, last, context.timezone), text, until)

    return read_field


def _all_day(first: date, last: date, zone: str) -> Occurrence:
    return Occurrence(starts_at=local(first, None, zone), ends_at=end_of_day(last, zone), timezone=zone, all_day=True)


def _libcal(entry: Entry, context: Context) -> EventTime | None:
    """Reads LibCal's date and hours; 00:00 to 23:59 means all day."""
    day = entry.first("libcal:date")
    if day is None:
        return None
    starts, ends = entry.first("libcal:start") or "", entry.first("libcal:end") or ""
    opens = _required(f"{day}T{starts}" if starts else day, "libcal:date")
    closes = read_day_time(f"{day}T{ends}") if ends else None
    return EventTime(schema_dates.occurrence(opens, closes, context.timezone), f"{day} {starts}".strip(), ends)


def _mec(entry: Entry, context: Context) -> EventTime | None:
    """Reads the fields of Modern Events Calendar: ISO dates, and hours as people write them."""
    day = entry.first("mec:startdate")
    if day is None:
        return None
    opens, closes = _required(day, "mec:startdate"), read_day_time(entry.first("mec:enddate") or day)
    starts, ends = entry.first("mec:starthour") or "", entry.first("mec:endhour") or ""
    if starts:
        opens = replace(opens, clock=_hour(starts, context.timezone))
    if closes is not None and ends:
        closes = replace(closes, clock=_hour(ends, context.timezone))
    return EventTime(schema_dates.occurrence(opens, closes, context.timezone), f"{day} {starts}".strip(), ends)


def _hour(text: str, zone: str) -> time:
    starts = read_times(text, zone=zone).starts
    if len(starts) != 1:
        raise BadRecord(f"{text!r} isn't a single hour", field="starts_at")
    return starts[0]


def _civicplus(entry: Entry, context: Context) -> EventTime | None:
    """Reads CivicPlus's "August 24, 2026 - October 14, 2026" and "08:00 AM - 05:00 PM". All day is 12:00 AM to 11:59
    PM, or no hours at all. Without exactly one start ("TBD", "2 PM & 7 PM"), the hour is unknown."""
    text = entry.first("calendarevent:eventdates")
    if text is None:
        return None
    days = read_dates(text, now=_posted(entry, context)).days
    hours = entry.first("calendarevent:eventtimes")
    if hours is None:
        return EventTime(_all_day(days[0], days[-1], context.timezone), text)
    try:
        times = read_times(hours, zone=context.timezone)
    except BadRecord:  # "7:30" may be morning or evening
        times = None
    if (
        times is None
        or (times.midnight and len(days) > 1)
        or not (times.all_day or times.midnight or len(times.starts) == 1)
    ):
        closes = DayTime(days[-1]) if len(days) > 1 else None
        return EventTime(schema_dates.occurrence(DayTime(days[0]), closes, context.timezone), f"{text} {hours}")
    if times.all_day or (times.starts[:1] == (time(),) and times.ends == time(23, 59)):
        return EventTime(_all_day(days[0], days[-1], context.timezone), f"{text} {hours}")
    if times.midnight:
        return EventTime(schema_dates.on_day(days[0], times, context.timezone), f"{text} {hours}")
    closes = None if times.ends is None else DayTime(days[-1], times.ends)
    if closes is not None and len(days) == 1 and times.ends is not None and times.ends < times.starts[0]:
        closes = DayTime(days[0] + timedelta(days=1), times.ends)
    one = schema_dates.occurrence(DayTime(days[0], times.starts[0]), closes, context.timezone)
    return EventTime(one, f"{text} {hours}")


def _in_title(entry: Entry, title: str, context: Context) -> EventTime | None:
    """Reads titles such as `<Name> on Aug 7, 2026` (carbonhouse) and `<Name> — Fri Aug 21, 12:00 PM — <Place>`.

    A date without a year needs its weekday, and is near the day of posting (see `dates.years`).
    """
    name, _, tail = title.rpartition(" on ")
    if name and _ON_DATE.fullmatch(tail):
        span = read_dates(tail, now=_posted(entry, context))
        if len(span.days) > 1 and not span.is_range:
            raise BadRecord(f"several days in the title {title!r}", field="starts_at")
        opens, closes = DayTime(span.days[0]), DayTime(span.days[-1]) if len(span.days) > 1 else None
        return EventTime(schema_dates.occurrence(opens, closes, context.timezone), tail, title=name)
    parts = _DASHES.split(title)
    for index, part in enumerate(parts[1:], start=1):
        found = _DATED.fullmatch(part)
        if found is None or not (found["weekday"] or found["year"]):
            continue
        day, times = read_dates(part, now=_posted(entry, context)).first, read_times(part, zone=context.timezone)
        if len(times.starts) > 1:
            raise BadRecord(f"several hours in the title {title!r}", field="starts_at")
        one = schema_dates.on_day(day, times, context.timezone)
        name, place = title.partition(part)[0].rstrip(" —–|"), " — ".join(parts[index + 1 :])
        return EventTime(one, part, title=name, place=place or None)
    return None


def _posted(entry: Entry, context: Context) -> date:
    """The day on which the entry was current: when it was posted, else today. It only decides the year."""
    text = entry.first("pubdate", "dc:date", "published", "updated") or ""
    moment = read_day_time(text)
    if moment is not None:
        return moment.day
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return context.now.astimezone(ZoneInfo(context.timezone)).date()


_FIELDS = (
    _pair("s:localstartdate", "s:localenddate"),
    _libcal,
    _civicplus,
    _pair("bc:start_date_local", "bc:end_date_local"),
    _pair("bc:start_date", "bc:end_date"),
    _mec,
    _exclusive("xcal:dtstart", "xcal:dtend"),
    _exclusive("gd:when@starttime", "gd:when@endtime"),
    _pair("ev:startdate", "ev:enddate", in_utc=True),
)
