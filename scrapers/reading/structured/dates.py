"""The dates of structured data: ISO 8601 as sites really write it, to a day with or without an hour.

Forms and traps were seen on recorded pages: offsets without a colon (Squarespace), one-digit months and the hour
written twice (EventON: `2019-9-18T10-10-00-00` is 10:00), `+0:00` behind local wall-clock times (EventON again),
seven fraction digits, a day of the year where a date was due (`2026-10-280`), which is an error and not October 28.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from core.errors import BadRecord
from core.items import EventStatus, Occurrence
from scrapers.reading.dates import end_of_day, local, read_iso

_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?")
_EVENTON = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})T(\d{1,2})-(\d{1,2})-(\d{2})-\d{2}")
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, its hour if the text has one, and the offset from UTC if the text has one."""

    day: date
    clock: time | None = None
    offset: tzinfo | None = None


def read_moment(text: str) -> Moment | None:
    """What an ISO 8601 date or date-time says, to the minute; None when it says nothing that is certain.

    Seconds go: they are the clock time at which somebody saved a form (`20:00:06`), or the 59 of an end of day.
    """
    try:
        moment = read_iso(_extended(text.strip())) if len(text) <= _LONGEST else None
    except (BadRecord, ValueError):
        return None
    if not isinstance(moment, datetime):
        return None if moment is None else Moment(moment)
    return Moment(moment.date(), moment.time().replace(second=0), moment.tzinfo)


def _extended(text: str) -> str:
    """Compact ISO 8601 and EventON's spelling in the extended form.

    EventON's `+0:00` goes: it stands behind wall-clock times in summer and winter alike.
    """
    if found := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, offset = found.groups()
        clock = f"T{hour}:{minute}:{second or '00'}{offset or ''}" if hour else ""
        return f"{year}-{month}-{day}{clock}"
    if found := _EVENTON.fullmatch(text):
        day, hour, again, minute = found.groups()
        return f"{day}T{hour}:{minute}" if hour == again else text
    return text.removesuffix("+0:00") if text[-6:-5].isdigit() else text


def instant(moment: Moment, zone: str, *, utc_is_local: bool = False) -> datetime:
    """Aware datetime in `zone`; local midnight when the hour is unknown.

    A time without offset is wall-clock time of `zone`. `utc_is_local` takes times labelled UTC for such times too.
    """
    if moment.clock is None or moment.offset is None or (utc_is_local and moment.offset.utcoffset(None) == timedelta()):
        return local(moment.day, moment.clock, zone)
    return datetime.combine(moment.day, moment.clock, moment.offset).astimezone(ZoneInfo(zone))


def occurrence(
    start: Moment,
    end: Moment | None,
    zone: str,
    *,
    status: EventStatus = EventStatus.SCHEDULED,
    utc_is_local: bool = False,
) -> Occurrence:
    """One occurrence from a start and an optional end, both as the markup has them; an end date without hour is the
    last day (schema.org endDate).

    - From local midnight to 23:59 or midnight is all day.
    - Local midnight without a later end is how content systems write "no hour given": the hour is unknown, unless
      another place's offset makes a midnight of what the page wrote as an hour.
    - An end before the start, or in 1970 (an empty field on carbonhouse pages), is no end. Neither is a later day
      without hour behind a start with an hour: when it closes is not told.
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


def _names_hour(start: Moment, starts_at: datetime) -> bool:
    if start.clock is None:
        return False
    return starts_at.time() != time() or bool(start.clock != time() and start.offset and start.offset.utcoffset(None))


def _endless(starts_at: datetime, zone: str, status: EventStatus, *, time_known: bool) -> Occurrence:
    return Occurrence(starts_at=starts_at, timezone=zone, time_known=time_known, status=status)


def _by_day(starts_at: datetime, last: date, zone: str, status: EventStatus) -> Occurrence:
    """A day or a run of days with no hour; the end is the midnight after the last day, as of all-day occurrences."""
    ends_at = end_of_day(last, zone) if last >= starts_at.date() else None
    return Occurrence(starts_at=starts_at, ends_at=ends_at, timezone=zone, time_known=False, status=status)
