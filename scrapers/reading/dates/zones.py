"""Puts local days and hours into their zone, daylight-saving changes included."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def local(day: date, clock: time | None, zone: str | ZoneInfo) -> datetime:
    """The aware moment of a local day and hour; midnight where the hour is None.

    RFC 5545 3.3.5: an hour that occurs twice is its first occurrence, one that the spring change skips is counted with
    the offset before it (02:30 becomes 03:30). Raises ZoneInfoNotFoundError for a zone that does not exist.
    """
    tz = zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone)
    return datetime.combine(day, (clock or time()).replace(fold=0), tz).astimezone(UTC).astimezone(tz)


def end_of_day(day: date, zone: str | ZoneInfo) -> datetime:
    """Local midnight after a day: the exclusive end of what lasts through it."""
    return local(day + timedelta(days=1), None, zone)
