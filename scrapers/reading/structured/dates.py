"""Reads the dates of structured data: ISO 8601 as sites really write it, with or without an hour.

Recorded pages have offsets without a colon (Squarespace), one-digit months and the hour written twice (EventON:
`2019-9-18T10-10-00-00` is 10:00), `+0:00` after local wall-clock times (EventON), seven fraction digits, and a day of
the year in place of a date (`2026-10-280`), which is an error and not October 28.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from core.errors import BadRecord
from core.items import EventStatus, Occurrence
from scrapers.reading.dates import DateSpan, Times, end_of_day, local, read_dates, read_iso, read_times
from scrapers.reading.dates.line import read_line
from scrapers.reading.dates.words import Kind

_COMPACT = re.compile(r"(\d{4})(-?)(\d{2})\2(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?")
_EVENTON = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})T(\d{1,2})-(\d{1,2})-(\d{2})-\d{2}")
_LONGEST = 64
_WORDS = re.compile(
    r"(?P<local>(?=.*[a-z]{3}.*(?<!\d)\d{4}(?!\d)).*?)(?:\s*(?:GMT|UTC|Z)?(?P<offset>(?<=[TC])|(?<=\dZ)|[+-]\d{2}:?\d{2})"
    r"(?:\s*\([A-Za-z ]+\))?)?",
    re.IGNORECASE,
)
_ANY_DAY = date(2000, 1, 1)
"""Only decides missing years, and a date in words needs its year."""
_DURATION = re.compile(
    r"P(?:0Y)?(?:0M)?(?:(?P<weeks>\d{1,2})W)?(?:(?P<days>\d{1,3})D)?"
    r"(?:T(?:(?P<hours>\d{1,4}(?:[.,]\d{1,2})?)H)?(?:(?P<minutes>\d{1,5})M)?(?:\d{1,6}(?:\.\d{1,9})?S)?)?",
    re.IGNORECASE,
)
_DURATION_WORDS = re.compile(
    r"(?:(?P<hours>\d{1,3}(?:\.\d{1,2})?)\s?(?:hours?|hrs?|h)(?![a-z])\.?)?,?\s*(?:and\s)?"
    r"(?:(?P<minutes>\d{1,3})\s?(?:minutes?|mins?|m)(?![a-z])\.?)?",
    re.IGNORECASE,
)
_DURATION_CLOCK = re.compile(r"(?P<hours>\d{2}):(?P<minutes>[0-5]\d)(?::00)?")
_LONGEST_DURATION = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class DayTime:
    """A day, with the hour and the UTC offset if the text has them.

    midnight  the hour is midnight, written as 24:00; 00:00 may mean that the hour is unknown.
    """

    day: date
    clock: time | None = None
    offset: tzinfo | None = None
    midnight: bool = False


def read_day_time(text: str) -> DayTime | None:
    """An ISO 8601 date or date-time, to the minute, or a date with its year in words ("December 10, 2026 8:00 PM").
    None if the text is neither.

    Drops seconds: they come from the time at which somebody saved a form (`20:00:06`), or are the 59 of a day's end.
    """
    if len(text) > _LONGEST:
        return None
    try:
        moment = read_iso(_extended(text.strip()))
    except (BadRecord, ValueError):
        return _in_words(text)
    if not isinstance(moment, datetime):
        return DayTime(moment)
    return DayTime(moment.date(), moment.time().replace(second=0), moment.tzinfo)


def _in_words(text: str) -> DayTime | None:
    """`Thu, 10 Dec 2026 20:00:00 -0500` and `Thu Dec 10 2026 20:00:00 GMT-0500 (Eastern Standard Time)` too, but not a
    zone's name without its offset."""
    found = _WORDS.fullmatch(text.strip())
    if found is None:
        return None
    try:
        span, times = read_dates(found["local"], now=_ANY_DAY), read_times(found["local"])
        offset = None if found["offset"] is None else read_iso(f"2000-01-01T00:00{found['offset'] or 'Z'}")
    except BadRecord:
        return None
    if any(word.kind is Kind.ZONE for word in read_line(found["local"]).hours):
        return None
    if len(span.days) != 1 or len(times.starts) > 1 or times.ends is not None:
        return None
    tz = offset.tzinfo if isinstance(offset, datetime) else None
    return DayTime(span.first, times.starts[0] if times.starts else None, tz)


def _extended(text: str) -> str:
    """Compact ISO 8601, also of the hour alone, and EventON's spelling in the extended form.

    Drops EventON's `+0:00`, which follows wall-clock times in summer and winter alike.
    """
    if found := _COMPACT.fullmatch(text):
        year, _, month, day, hour, minute, second, offset = found.groups()
        clock = f"T{hour}:{minute}:{second or '00'}{offset or ''}" if hour else ""
        return f"{year}-{month}-{day}{clock}"
    if found := _EVENTON.fullmatch(text):
        day, hour, again, minute = found.groups()
        return f"{day}T{hour}:{minute}" if hour == again else text
    return text.removesuffix("+0:00") if text[-6:-5].isdigit() else text


def instant(moment: DayTime, zone: str, *, utc_is_local: bool = False) -> datetime:
    """Aware datetime in `zone`; local midnight if the hour is unknown.

    A time without an offset is wall-clock time in `zone`. With `utc_is_local`, so is a time labeled UTC.
    """
    if moment.clock is None or moment.offset is None or (utc_is_local and moment.offset.utcoffset(None) == timedelta()):
        return local(moment.day, moment.clock, zone)
    return datetime.combine(moment.day, moment.clock, moment.offset).astimezone(ZoneInfo(zone))


def occurrence(
    start: DayTime,
    end: DayTime | None,
    zone: str,
    *,
    status: EventStatus = EventStatus.SCHEDULED,
    utc_is_local: bool = False,
) -> Occurrence:
    """One occurrence from a start and an optional end, both as the markup has them; an end date without an hour is the
    last day (schema.org endDate).

    - From local midnight to 23:59 or midnight means all day.
    - Local midnight without a later end is how content systems write "no hour": the hour is unknown, unless the page
      wrote an hour that another place's offset turns into midnight.
    - Ignores an end before the start, an end in 1970 (an empty field on carbonhouse pages), and an end date without an
      hour after a start with one, since it doesn't say when the event ends that day.
    """
    starts_at = instant(start, zone, utc_is_local=utc_is_local)
    if end is None or end.day.year <= 1970:
        return _endless(starts_at, zone, status, time_known=_names_hour(start, starts_at))
    ends_at = instant(end, zone, utc_is_local=utc_is_local)
    if start.clock is None or (starts_at.time() == time() and end.clock is None):
        return _by_day(starts_at, ends_at.date(), zone, status)
    if end.clock is None or ends_at <= starts_at:
        return _endless(starts_at, zone, status, time_known=_names_hour(start, starts_at))
    if starts_at.time() == time() and (ends_at.time() == time() or ends_at.time() >= time(23, 59)):
        midnight = end_of_day((ends_at - timedelta(minutes=1)).date(), zone)
        return Occurrence(starts_at=starts_at, ends_at=midnight, timezone=zone, all_day=True, status=status)
    return Occurrence(starts_at=starts_at, ends_at=ends_at, timezone=zone, status=status)


def on_days(days: DateSpan, times: Times, zone: str) -> tuple[Occurrence, ...]:
    """One for each day or range that a text names. A range has no hour, and neither have the other dates of a list with
    a range: the text doesn't say on which of the days it counts. Hours joined by "and" are as many showings, unless
    they may be one for each of several days: "Dec 4 and 5, 7:30 PM and 2 PM"."""
    if days.is_range or days.runs:
        runs = days.runs or ((days.first, days.last),)
        return tuple(occurrence(DayTime(first), DayTime(last) if last > first else None, zone) for first, last in runs)
    each_day = len(days.days) == 1 or list(times.starts) == sorted(times.starts)
    if len(times.starts) > 1 and times.showings and each_day:
        return tuple(on_day(day, replace(times, starts=(one,)), zone) for day in days.days for one in times.starts)
    return tuple(on_day(day, times, zone) for day in days.days)


def on_day(day: date, times: Times, zone: str) -> Occurrence:
    """The occurrence on a day with hours as people write them; without exactly one start, the hour is unknown. An end
    earlier than the start is on the next day."""
    if times.all_day:
        return Occurrence(starts_at=local(day, None, zone), ends_at=end_of_day(day, zone), timezone=zone, all_day=True)
    if times.midnight:
        following = day + timedelta(days=1)
        ends = None if times.ends is None else DayTime(following, times.ends)
        return occurrence(DayTime(following, time(), midnight=True), ends, zone)
    if len(times.starts) != 1:
        return occurrence(DayTime(day), None, zone)
    start, end = times.starts[0], times.ends
    closes = None if end is None else DayTime(day + timedelta(days=end < start), end)
    return occurrence(DayTime(day, start), closes, zone)


def _names_hour(start: DayTime, starts_at: datetime) -> bool:
    if start.clock is None:
        return False
    return (
        start.midnight
        or starts_at.time() != time()
        or bool(start.clock != time() and start.offset and start.offset.utcoffset(None))
    )


def _endless(starts_at: datetime, zone: str, status: EventStatus, *, time_known: bool) -> Occurrence:
    return Occurrence(starts_at=starts_at, timezone=zone, time_known=time_known, status=status)


def _by_day(starts_at: datetime, last: date, zone: str, status: EventStatus) -> Occurrence:
    """One or more days without an hour; the end is the midnight after the last day, as for all-day occurrences."""
    ends_at = end_of_day(last, zone) if last >= starts_at.date() else None
    return Occurrence(starts_at=starts_at, ends_at=ends_at, timezone=zone, time_known=False, status=status)


def read_duration(text: str) -> timedelta | None:
    """An ISO 8601 duration of weeks, days, hours, and minutes, to the minute, or `2 hours`, `1h 30m`, and `01:30`; None
    for other texts, for months, whose length differs, for nothing, and for more than a year."""
    forms = (_DURATION, _DURATION_WORDS, _DURATION_CLOCK)
    found = next((found for form in forms if (found := form.fullmatch(text.strip()))), None)
    if found is None:
        return None
    lasts = timedelta(**{name: float((number or "0").replace(",", ".")) for name, number in found.groupdict().items()})
    return lasts if timedelta() < lasts <= _LONGEST_DURATION else None


def lasting(one: Occurrence, lasts: timedelta) -> Occurrence:
    """An occurrence without an end, with the end that its duration gives. Without an hour, whole days count: two days
    end on the day after."""
    if one.time_known:
        return replace(one, ends_at=(one.starts_at.astimezone(UTC) + lasts).astimezone(ZoneInfo(one.timezone)))
    last = one.local_date + timedelta(days=lasts.days - 1)
    return replace(one, ends_at=end_of_day(last, one.timezone)) if lasts.days > 1 else one
