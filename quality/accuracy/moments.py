"""Reads the moments that people and programs wrote into the lists of facts: ISO, iCalendar, and as pages show them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from quality.accuracy.listed import Clock, Day, End, Hour, Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A listed moment. `zone` only where the text names one that the place itself keeps, not for UTC."""

    day: Day
    hour: Clock | Hour | None = None
    zone: Zone | None = None
    end: End | None = None


_EPOCH = re.compile(r"(\d{10})\d{3} ms")
_ICAL = re.compile(
    r"(?:(?P<whole>VALUE=DATE)[: ]|VALUE=DATE-TIME:|TZID=(?:\"(?P<quoted>[^\"]+)\"|(?P<zone>[^:\"]+)):)?"
    r"(?P<day>\d{8})(?:T(?P<clock>\d{6})(?P<utc>Z)?)?(?:\.\.(?P<end>\d{6,8}))?"
)
_ISO = re.compile(
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2})(?:[T ]+(?P<clock>\d{1,2}:\d\d(?::\d\d)?)(?:\.\d+)?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm](?![a-z])\.?)?(?P<offset>Z|[+-](?:0\d|1[0-4]):?\d\d)?)?"
)
_END = re.compile(r"(?:\.\.|-)(?P<day>\d{4}-\d\d-\d\d|\d\d(?!\d|:))?(?:T?(?P<clock>\d\d:\d\d))?")
_CALL = re.compile(r"datetime\((\d{4}), (\d{1,2}), (\d{1,2})(?:, (\d{1,2}), (\d{1,2}))?")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})(?:[a-z]*)"
_WRITTEN = re.compile(
    rf"(?:(?P<day>\d{{1,2}})\s+{_MONTH}|{_MONTH.replace('month', 'first')}\s+(?P<second>\d{{1,2}}))\b", re.I
)
_SHOWN_CLOCK = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d\d) ?(?P<half>[AP])M", re.I)
_NAMED_ZONE = re.compile(r" ([A-Z]\w+/\w+(?:/\w+)?)\b")


def read_moment(text: str) -> When | None:
    """None when the text tells no day; of several the first one counts.

    An hour of EventON (`2019-9-18T10-10-00-00`) is not read, it is no notation of anything; `..` gives an end.
    """
    text = text.strip()
    if found := _EPOCH.match(text):
        moment = datetime.fromtimestamp(int(found[1]), UTC)
        return When(day=Day.of(moment.date(), UTC), hour=Clock(moment.time(), UTC))
    if found := _CALL.search(text):
        return When(day=Day(int(found[2]), int(found[3]), int(found[1])), hour=_clock_of(found[4], found[5]))
    if found := _ICAL.match(text):
        return _of_ical(found)
    iso, written = _ISO.search(text), _WRITTEN.search(text)
    if iso and not (written and written.start() < iso.start()):
        return _of_iso(iso, text)
    return _as_written(text) if written else None


def zone_named(name: str) -> tzinfo | None:
    """By its IANA or Windows name; None for a name that only a VTIMEZONE explains."""
    if name == "UTC":
        return UTC
    name = WINDOWS_TO_OLSON.get(name, name)
    return ZoneInfo(name) if re.fullmatch(r"[A-Z]\w+/[\w/+-]+", name) else None


def _of_ical(found: re.Match[str]) -> When | None:
    try:
        day = datetime.strptime(found["day"], "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
    if found["clock"] is None:
        last = None
        if found["end"]:
            exclusive = datetime.strptime(found["end"], "%Y%m%d").date()  # noqa: DTZ007
            last = End(Day.of(exclusive - timedelta(days=1)), last_day=True)
        return When(day=Day.of(day), hour=Hour.WHOLE_DAY if found["whole"] else None, end=last)
    clock = datetime.strptime(found["clock"], "%H%M%S").time()  # noqa: DTZ007
    zone = UTC if found["utc"] else zone_named(found["quoted"] or found["zone"] or "")
    named = None if zone is None or str(zone) == "UTC" else Zone(zone)
    end = None
    if found["end"]:
        ends = datetime.strptime(found["end"], "%H%M%S").time()  # noqa: DTZ007
        end = End(Day.of(day, zone), Clock(ends, zone))
    return When(day=Day.of(day, zone), hour=Clock(clock, zone), zone=named, end=end)


def _of_iso(found: re.Match[str], text: str) -> When:
    day = date(*(int(part) for part in found["day"].split("-")))
    rest = text[found.end() :]
    zone, named = _zone(found["offset"], rest)
    hour: Clock | Hour | None = None
    if found["clock"]:
        hour = Clock(_clock(found["clock"], found["half"]), zone)
    elif re.match(r"[. \d-]*\(?(?:no times?|rangeFirst)", rest):
        hour = Hour.UNKNOWN
    elif "all day" in rest:
        hour = Hour.WHOLE_DAY
    return When(
        day=Day.of(day, zone), hour=hour, zone=named, end=_end(day, rest, zone, by_hour=found["clock"] is not None)
    )


def _zone(offset: str | None, rest: str) -> tuple[tzinfo | None, Zone | None]:
    if offset == "Z":
        return UTC, None
    if offset:
        sign = -1 if offset[0] == "-" else 1
        fixed = timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:])))
        return fixed, Zone(fixed)
    if found := _NAMED_ZONE.match(rest):
        zone = ZoneInfo(found[1])
        return zone, Zone(zone)
    return None, None


def _end(day: date, rest: str, zone: tzinfo | None, *, by_hour: bool) -> End | None:
    found = _END.match(rest)
    if found is None or not (found["day"] or found["clock"]):
        return None
    if found["day"] and len(found["day"]) == 2:
        day = day.replace(day=int(found["day"]))
    elif found["day"]:
        day = date.fromisoformat(found["day"])
    clock = Clock(_clock(found["clock"], None), zone) if found["clock"] else None
    return End(Day.of(day, zone), clock, last_day=not by_hour and clock is None)


def _as_written(text: str) -> When:
    """`19 Aug - 1 Sep 2026`: a day without a year has that of the next one that has. Only a dash makes a range."""
    days: list[Day] = []
    year: int | None = None
    shown = list(_WRITTEN.finditer(text))
    if len(shown) > 1 and "-" not in text[shown[0].end() : shown[1].start()]:
        shown = shown[:1]
    for found in reversed(shown[:2]):
        own = re.match(r"\s*,?\s*((?:19|20)\d\d)\b", text[found.end() :])
        year = int(own[1]) if own else year
        month = _MONTHS.index((found["month"] or found["first"]).lower()) + 1
        days.append(Day(month, int(found["day"] or found["second"]), year))
    clock = _SHOWN_CLOCK.search(text)
    return When(
        day=days[-1],
        hour=Clock(_clock(f"{clock['hour']}:{clock['minute']}", clock["half"])) if clock else None,
        end=End(days[0], last_day=True) if len(days) > 1 else None,
    )


def _clock(text: str, half: str | None) -> time:
    hour, minute = (int(part) for part in text.split(":")[:2])
    if half:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return time(hour, minute)


def _clock_of(hour: str | None, minute: str | None) -> Clock | None:
    return None if hour is None or minute is None else Clock(time(int(hour), int(minute)))
