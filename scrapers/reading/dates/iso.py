"""Reads dates for machines in the many spellings that sites use for ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from core.errors import BadRecord

_ISO = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
    r"(?:(?:,?\s*T\s*|,?\s+)(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?(?:h\b)?"
    r"(?:\s?(?P<half>[ap])\.?m\.?)?\s?(?P<offset>Z|UTC|GMT|[+-]\d{1,2}:?\d{0,2})?(?:\[[A-Za-z0-9/_+-]{1,40}\])?)?",
    re.IGNORECASE,
)
_WEEK = re.compile(r"(\d{4})-?W(\d{2})-?([1-7])(?:T(\d{2})(\d{2})(?:\d{2})?(?=Z|[+-]|\Z))?", re.IGNORECASE)
"""A day of a week, ISO 8601 4.1.4, also compact: `2026-W49-5`, `2026W495T2000`."""
_YEARS = range(1900, 2201)
"""Years that an event can have; `0001-01-01` is an empty field."""


def read_iso(text: str) -> datetime | date:
    """A date if no hour is written, else a datetime: naive without an offset, aware with one. Drops fractions of a
    second (sites write up to nine digits). Reads one-digit fields, spaces around the T, a.m. and p.m., 24:00 as the end
    of the day, days of a week (`2026-W49-5`), `20h30`, and offsets such as `-4`, `-0400`, and `+0:00`.

    Raises BadRecord for anything else, and for a year outside 1900 to 2200.
    """
    found = _ISO.fullmatch(_WEEK.sub(_day_of_week, text.strip(), count=1))
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


def _day_of_week(found: re.Match[str]) -> str:
    """The calendar date, and a compact hour in the extended form; the text itself if the year has no such week."""
    try:
        day = date.fromisocalendar(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return found[0]
    return f"{day}T{found[4]}:{found[5]}" if found[4] else day


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
