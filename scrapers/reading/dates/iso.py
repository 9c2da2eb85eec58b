"""Reads dates for machines in the many spellings that sites use for ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from core.errors import BadRecord

_ISO = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
    r"(?:(?:,?\s*T\s*|,?\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"(?:\s?(?P<half>[ap])\.?m\.?)?\s?(?P<offset>Z|UTC|GMT|[+-]\d{1,2}:?\d{0,2})?(?:\[[A-Za-z0-9/_+-]{1,40}\])?)?",
    re.IGNORECASE,
)
_YEARS = range(1900, 2201)
"""Years that an event can have; `0001-01-01` is an empty field."""


def read_iso(text: str) -> datetime | date:
    """A date if no hour is written, else a datetime: naive without an offset, aware with one. Drops fractions of a
    second (sites write up to nine digits). Reads one-digit fields, spaces around the T, a.m. and p.m., 24:00 as the end
    of the day, and offsets such as `-4`, `-0400`, and `+0:00`.

    Raises BadRecord for anything else, and for a year outside 1900 to 2200.
    """
    found = _ISO.fullmatch(text.strip())
    if found is None or int(found["year"]) not in _YEARS:
        raise BadRecord(f"not an ISO 8601 date: {text!r}", field="starts_at")
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        if found["hour"] is None:
            return day
        hour, next_day = _hour(int(found["hour"]), found["half"]), found["hour"] == "24"
        moment = datetime(  # noqa: DTZ001 - without an offset the caller knows the zone
            day.year, day.month, day.day, hour, int(found["minute"]), int(found["second"] or 0)
        ) + timedelta(days=next_day)
        return moment if found["offset"] is None else moment.replace(tzinfo=_offset(found["offset"]))
    except (ValueError, OverflowError) as error:
        raise BadRecord(f"no such date or time: {text!r}", field="starts_at") from error


def _hour(hour: int, half: str | None) -> int:
    """0 to 23, of an hour that may be on a 12-hour clock. 24:00 is 0:00 of the next day (ISO 8601)."""
    if half is None:
        return 0 if hour == 24 else hour
    if not 1 <= hour <= 12:
        raise ValueError(f"hour {hour} {half}m")
    return hour % 12 + (12 if half in "pP" else 0)


def _offset(text: str) -> timezone:
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(ahead if text[0] == "+" else -ahead)
