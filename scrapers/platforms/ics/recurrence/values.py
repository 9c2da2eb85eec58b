"""Reads DATE, DATE-TIME, PERIOD and DURATION values (RFC 5545 3.3.4 to 3.3.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scrapers.platforms.ics.caching import cached

_MOMENT = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:(?:\s?T\s?|\s)(\d{2}):?(\d{2})(?::?(\d{2}))?(?:\.\d+)?\s*([A-Z][A-Z_/]*)?(?:([+-])(\d{2}):?(\d{2})?)?|T:*)?",
    re.IGNORECASE,
)
_UTC = frozenset({"Z", "UTC", "GMT"})
FIRST_WALL = datetime(1, 1, 1)  # noqa: DTZ001  # a wall clock
LAST_WALL = datetime(9999, 12, 31, 23, 59, 59)  # noqa: DTZ001  # a wall clock
_DURATION = re.compile(r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})S)?)?")


@dataclass(frozen=True, slots=True)
class TimeValue:
    """A date, or a wall-clock time that is UTC, floating, or in a zone named elsewhere.

    wall    naive; midnight when `all_day`.
    offset  from UTC, where the value itself names one (`T190000-0500`, which RFC 5545 does not allow).
    zone    the name of a zone after the time (`T190000 EST`), which RFC 5545 does not allow either.
    """

    wall: datetime
    all_day: bool = False
    utc: bool = False
    offset: timedelta | None = None
    zone: str = ""

    @property
    def day(self) -> date:
        return self.wall.date()


@dataclass(frozen=True, slots=True)
class Duration:
    """A nominal part in days and an exact part: adding a day keeps the wall clock, adding 24 hours may not."""

    days: int
    exact: timedelta

    def __bool__(self) -> bool:
        return bool(self.days or self.exact)


@cached(2048)
def parse_time(value: str) -> TimeValue:
    """The form decides, not the VALUE parameter: feeds write `VALUE=DATE:20110804T120000`, and dates without it.

    A leap second becomes the second before it. Raises ValueError.
    """
    match = _MOMENT.fullmatch(value.strip())
    if match is None:
        raise ValueError(f"neither a date nor a time: {value[:40]}")
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if match[4] is None:
        return TimeValue(datetime(year, month, day), all_day=True)  # noqa: DTZ001  # a wall clock, zoned elsewhere
    hour, minute, second = int(match[4]), int(match[5]), min(int(match[6] or 0), 59)
    offset = None
    if match[8]:
        if int(match[9]) > 14 or int(match[10] or 0) > 59:
            raise ValueError(f"no offset of a zone: {value[:40]}")
        offset = timedelta(hours=int(match[9]), minutes=int(match[10] or 0)) * (-1 if match[8] == "-" else 1)
    named = match[7] or ""
    utc = named.upper() in _UTC and offset is None
    zone = "" if utc or offset is not None else named
    if hour == 24 and minute == second == 0:
        return TimeValue(datetime(year, month, day) + timedelta(days=1), utc=utc, offset=offset, zone=zone)  # noqa: DTZ001  # as above
    return TimeValue(datetime(year, month, day, hour, minute, second), utc=utc, offset=offset, zone=zone)  # noqa: DTZ001  # as above


def parse_duration(value: str) -> Duration:
    """DURATION value. Raises ValueError, also for `P15M`, which some feeds write for 15 minutes."""
    match = _DURATION.fullmatch(value.strip().upper())
    if match is None or not any(match[index] for index in range(2, 7)):
        raise ValueError(f"not a duration: {value[:40]}")
    sign = -1 if match[1] == "-" else 1
    weeks, days, hours, minutes, seconds = (int(match[index] or 0) for index in range(2, 7))
    return Duration(sign * (7 * weeks + days), sign * timedelta(hours=hours, minutes=minutes, seconds=seconds))
