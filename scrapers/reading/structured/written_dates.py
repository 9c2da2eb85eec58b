"""Reads startDate and endDate where sites write them as people do: `12/10/2026 8:00 PM`, `Dec 4-6, 2026`."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import BadRecord
from scrapers.reading.contract import Context
from scrapers.reading.dates import DateSpan, Times, read_dates, read_times
from scrapers.reading.dates.time_zones import offset_abroad, zone_abroad
from scrapers.reading.dates.words import Kind, Word
from scrapers.reading.structured.dates import DayTime, read_day_time

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2212", "-"))
_ZONED = re.compile(
    r"(?P<local>.*\d(?:\s?[APap]\.?[Mm]\.?)?)\s*"
    r"\(?(?P<name>[ECMP][SD]?T|AE[SD]T|AC[SD]T|AWST|NZ[SD]T|[JK]ST|SGT|HKT|PHT|CES?T|EES?T|[A-Z][a-z]+(?:/[A-Za-z_]+)+|(?:GMT|UTC)[+-]\d{1,2}(?::?\d{2})?)\)?"
)
_AMERICAN = ("America/", "US/", "Canada/")
_FAMILIES = {
    "E": "America/New_York",
    "C": "America/Chicago",
    "M": "America/Denver",
    "P": "America/Los_Angeles",
}
_ABROAD = {
    "AEST": "australian eastern",
    "AEDT": "australian eastern",
    "ACST": "australian central",
    "ACDT": "australian central",
    "AWST": "+8",
    "NZST": "new zealand",
    "NZDT": "new zealand",
    **dict.fromkeys(["JST", "KST"], "+9"),
    **dict.fromkeys(["SGT", "HKT", "PHT"], "+8"),
    **dict.fromkeys(["CET", "CEST"], "central european"),
    **dict.fromkeys(["EET", "EEST"], "eastern european"),
}
_CERTAIN = re.compile(r"(?<!\d)\d{4}(?!\d)|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"\d{1,2}/\d{1,2}/\d\d(?![\d/])")
_NUMBERS = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}\b.*")
_END_OF_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[T ]24:00(?!\d)")
_HOUR_ALONE = re.compile(r"\d{4}-\d\d-\d\dT\d\d")
"""ISO 8601 4.2.2.3: a time with reduced accuracy."""
_BY_MACHINE = re.compile(r"\d{4}-\d\d-\d\d(?:Z|[+-]\d\d:|T[\d:.]+[+-])")
"""What a program wrote, in which a hyphen never means "to"."""
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?(?:\.0+)?")
"""Seconds or milliseconds since 1970, from 2001 to 2033."""
_LOST_SIGN = re.compile(r"\A(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\d\d:\d\d)\Z")
"""A plugin for WordPress (My Calendar, issue 425) left out the sign of the offset: `17:00:0009:00` is +09:00."""
_DAY_AND_OFFSET = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)")
"""A day as XML Schema writes it, with the zone in which it is one: `2026-12-05-05:00`."""
_BARE_T = re.compile(r"\d{4}-\d\d-\d\dT")
_TWO_SIGNS = re.compile(r"(?<=\d)\+(?=-\d\d)")
"""A program that puts a plus before each offset: `19:00:00+-05:00`."""
_OFFSET_AND_Z = re.compile(r"(\d[+-]\d\d:?\d\d)Z$")
_MIDNIGHT = re.compile(r"\A[^–—-]*\bmidnight\b", re.IGNORECASE)
"""Of two midnights of a day it may be either, but the day is known."""
_UNTIL = re.compile(r"(?:until|till?|to|ends(?: at)?)\s+", re.IGNORECASE)
_EMPTY = re.compile(r"null|none|undefined|invalid date|n/?a|nan|-?000[01]-.*|-+", re.IGNORECASE)
"""What programs write for a date that isn't set."""
_LONGEST = 64


def read_written(text: str, context: Context) -> DayTime | None:
    """A day, with its hour and zone if written. None for anything unclear, such as `04/05/2026` outside America and
    `EST` outside it."""
    cleaned = _cleaned(text)
    if _EPOCH.fullmatch(cleaned):
        return _of_instant(datetime.fromtimestamp(int(cleaned[:10]), UTC))
    cleaned = _OFFSET_AND_Z.sub(r"\1", f"{cleaned}:00" if _HOUR_ALONE.fullmatch(cleaned) else cleaned)
    if (unsigned := _LOST_SIGN.match(cleaned)) is not None:
        cleaned = f"{unsigned[1]}{_lost_sign(unsigned[2], context)}{unsigned[2]}"
    cleaned = cleaned[:-1] if _BARE_T.fullmatch(cleaned) else cleaned
    cleaned = day[1] if (day := _DAY_AND_OFFSET.fullmatch(cleaned)) else _TWO_SIGNS.sub("", cleaned)
    if len(cleaned) > _LONGEST:
        return None
    if (found := read_day_time(cleaned)) is not None:
        return replace(found, midnight=True) if _END_OF_DAY.match(cleaned) else found
    zoned = _ZONED.fullmatch(cleaned)
    if zoned is None:
        return _line(cleaned, context)
    zone = _zone(zoned["name"], context)
    found = None if zone is None else read_day_time(zoned["local"]) or _line(zoned["local"], context)
    if found is None:
        return _line(cleaned, context)
    if found.clock is None or found.offset is not None:
        return None
    return replace(found, offset=zone)


def _lost_sign(offset: str, context: Context) -> str:
    """Minus if that makes it the source's own offset: sites mostly write their own."""
    hours, minutes = map(int, offset.split(":"))
    west = timedelta(hours=-hours, minutes=-minutes)
    is_own = west > timedelta(hours=-24) and offset_abroad(timezone(west), context.timezone) is None
    return "-" if is_own else "+"


def _of_instant(moment: datetime) -> DayTime:
    return DayTime(moment.date(), moment.time(), UTC)


def _zone(name: str, context: Context) -> tzinfo | None:
    if name[3:4] in ("+", "-"):
        digits = name[4:].replace(":", "")
        hours, minutes = (digits, "0") if len(digits) < 3 else (digits[:-2], digits[-2:])
        ahead = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(ahead if name[3] == "+" else -ahead) if ahead < timedelta(hours=15) else None
    if name in _ABROAD:
        words = [Word(Kind.ZONE, _ABROAD[name])]
        return zone_abroad(words, context.timezone) or ZoneInfo(context.timezone)
    if "/" not in name:
        return ZoneInfo(_FAMILIES[name[0]]) if context.timezone.startswith(_AMERICAN) else None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def read_showings(text: str, context: Context) -> tuple[DateSpan, Times] | None:
    """The days and hours of a text that names several days, or a start and an end, as a page would write them: `Dec
    4-6, 2026, 7 PM`, `Dec 4 & 5, 2026`, `Dec 4, 2026, 7-9 PM`, `Dec 4, 2026, 2 & 7 PM`. None for anything unclear, and
    for one day with at most one hour, which `read_written` reads."""
    cleaned = _cleaned(text)
    if len(cleaned) > _LONGEST or _BY_MACHINE.match(cleaned) or read_day_time(cleaned) is not None:
        return None
    read = _days_and_hours(cleaned, cleaned, context)
    if read is None or (len(read[0].days) == 1 and read[1].ends is None and not read[1].showings):
        return None
    return read


def is_unset(text: str) -> bool:
    return _EMPTY.fullmatch(_cleaned(text)) is not None


def read_hour(text: str, context: Context) -> time | None:
    """The only hour of a text without a date: `10 PM`, `until 10 PM`."""
    try:
        times = read_times(_UNTIL.sub("", _cleaned(text)), zone=context.timezone)
    except BadRecord:
        return None
    return times.starts[0] if len(times.starts) == 1 and times.doors is None and times.ends is None else None


def _cleaned(text: str) -> str:
    return html.unescape(html.unescape(text)).translate(_DASHES).strip()


def _line(text: str, context: Context) -> DayTime | None:
    """One day and at most one hour, as a page would write them. Without a year it needs its weekday."""
    read = _days_and_hours(text, "" if _MIDNIGHT.search(text) else text, context)
    if read is None or len(read[0].days) != 1 or len(read[1].starts) > 1 or read[1].all_day:
        return None
    return DayTime(read[0].first, read[1].starts[0] if read[1].starts else None)


def _days_and_hours(text: str, hours: str, context: Context) -> tuple[DateSpan, Times] | None:
    day_first = not context.timezone.startswith(_AMERICAN)
    if not _CERTAIN.search(text) and (day_first or not _SHORT_YEAR.match(text)):
        return None
    numbers = _NUMBERS.fullmatch(text)
    if numbers and day_first and int(numbers[1]) <= 12 and int(numbers[2]) <= 12:
        return None
    try:
        span = read_dates(text, now=_today(context), day_first=day_first or None, runs=True)
        return span, read_times(hours, zone=context.timezone)
    except BadRecord:
        return None


def _today(context: Context) -> date:
    return context.now.astimezone(ZoneInfo(context.timezone)).date()
