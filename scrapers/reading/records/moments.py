"""Reads the times of a record."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.errors import BadRecord
from core.items import Occurrence
from scrapers.reading.contract import Context
from scrapers.reading.dates import end_of_day, local, zone_names
from scrapers.reading.structured import dates as schema_dates
from scrapers.reading.structured.values import first_text

_YEAR_2200 = 7_258_118_400


def when(
    start: Any, end: Any, context: Context, *, zone: Any = None, all_day: bool = False, utc_is_local: bool = False
) -> Occurrence:
    """The occurrence between two texts, ISO or with the month in words.

    zone          the IANA zone that the record names; by default the source's. A time without an offset in a zone that
                  doesn't exist is a doubt, and so an error.
    all_day       the record says so: the hours are filler, and the end's day is the last.
    utc_is_local  the platform writes local times and labels them UTC.
    """
    written, place = first_text(start) or "", first_text(zone) or context.timezone
    opens, closes = schema_dates.read_day_time(written), schema_dates.read_day_time(first_text(end) or "")
    if opens is None:
        raise BadRecord(f"the start {written!r} isn't a date", field="starts_at")
    if place not in zone_names():
        if opens.clock is not None and opens.offset is None and not all_day:
            raise BadRecord(f"{written!r} in the unknown zone {place!r}", field="starts_at")
        place = context.timezone
    if all_day:
        return whole_days(opens.day, closes.day if closes is not None else None, place)
    return schema_dates.occurrence(opens, closes, place, utc_is_local=utc_is_local or context.utc_is_local)


def whole_days(first: date, last: date | None, zone: str) -> Occurrence:
    """From the first day to the last, which may be the same."""
    until = end_of_day(max(first, last or first), zone)
    return Occurrence(starts_at=local(first, None, zone), ends_at=until, timezone=zone, all_day=True)


def by_epoch(start: Any, end: Any, context: Context, *, zone: Any = None, per_second: int = 1) -> Occurrence:
    """The occurrence between two Unix times; `per_second`: 1000 if they are in milliseconds. An end that isn't after
    the start says nothing."""
    place = first_text(zone) or context.timezone
    tz = ZoneInfo(place if place in zone_names() else context.timezone)
    opens, closes = instant_of(start, per_second), instant_of(end, per_second)
    if opens is None:
        raise BadRecord(f"the start {start!r} isn't a Unix time", field="starts_at")
    ends_at = closes.astimezone(tz) if closes is not None and closes > opens else None
    return Occurrence(starts_at=opens.astimezone(tz), ends_at=ends_at, timezone=str(tz))


def instant_of(value: Any, per_second: int = 1) -> datetime | None:
    """The moment of a Unix time in the years 1970 to 2200; None for anything else, and for 0, an empty field."""
    try:
        seconds = float(first_text(value) or 0) / per_second
    except ValueError:
        return None
    return datetime.fromtimestamp(int(seconds), UTC) if 0 < seconds < _YEAR_2200 else None


def modified(value: Any) -> datetime | None:
    """The time of a record's last change, if it has an offset."""
    moment = schema_dates.read_day_time(first_text(value) or "")
    if moment is None or moment.clock is None or moment.offset is None:
        return None
    return schema_dates.instant(moment, "UTC")
