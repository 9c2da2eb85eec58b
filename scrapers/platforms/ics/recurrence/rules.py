"""Reads RRULE and EXRULE values (RFC 5545 3.3.10, RFC 7529 for RSCALE=GREGORIAN and SKIP)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from scrapers.platforms.ics.recurrence.values import TimeValue, parse_time

_WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_INTEGER = re.compile(r"[+-]?\d{1,7}")
_RANGES = {
    "BYSECOND": (0, 60),
    "BYMINUTE": (0, 59),
    "BYHOUR": (0, 23),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYMONTH": (1, 12),
    "BYSETPOS": (-366, 366),
}


class Frequency(IntEnum):
    YEARLY = 0
    MONTHLY = 1
    WEEKLY = 2
    DAILY = 3
    HOURLY = 4
    MINUTELY = 5
    SECONDLY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A recurrence rule. Weekdays count from Monday = 0; `byday` holds (ordinal or 0, weekday).

    skip  what becomes of a day that its month lacks: `OMIT`, `BACKWARD` (last of the month) or `FORWARD`.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: TimeValue | None = None
    bysecond: tuple[int, ...] = ()
    byminute: tuple[int, ...] = ()
    byhour: tuple[int, ...] = ()
    byday: tuple[tuple[int, int], ...] = ()
    bymonthday: tuple[int, ...] = ()
    byyearday: tuple[int, ...] = ()
    byweekno: tuple[int, ...] = ()
    bymonth: tuple[int, ...] = ()
    bysetpos: tuple[int, ...] = ()
    week_start: int = 0
    skip: str = "OMIT"

    @property
    def infinite(self) -> bool:
        return self.count is None and self.until is None


def parse_rule(value: str) -> Rule:
    """The property's name may be repeated in its value. Raises ValueError, naming the part, for anything that is not a
    rule."""
    parts: dict[str, str] = {}
    for part in value.strip().upper().removeprefix("RRULE:").split(";"):
        if not part.strip():
            continue
        name, equals, content = part.partition("=")
        if not equals:
            raise ValueError(f"rule part without a value: {part}")
        if parts.setdefault(name.strip(), content.strip()) != content.strip():
            raise ValueError(f"rule part given twice: {part}")
    return _rule_of(parts)


def _rule_of(parts: dict[str, str]) -> Rule:
    try:
        frequency = Frequency[parts.pop("FREQ")]
    except KeyError as error:
        raise ValueError(f"no frequency, or an unknown one: {error}") from None
    rscale = parts.pop("RSCALE", "GREGORIAN")
    if rscale not in ("GREGORIAN", "GREGORY"):
        raise ValueError(f"a calendar other than the Gregorian: RSCALE={rscale}")
    lists = {name: _integers(name, parts.pop(name)) for name in _RANGES if name in parts}
    known = ("INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", "SKIP")
    unknown = [name for name in parts if name not in known and not name.startswith("X-")]
    if unknown:
        raise ValueError(f"unknown rule part: {unknown[0]}={parts[unknown[0]]}")
    skip = parts.get("SKIP", "OMIT")
    if skip not in ("OMIT", "BACKWARD", "FORWARD"):
        raise ValueError(f"unknown SKIP={skip}")
    return Rule(
        frequency=frequency,
        interval=_positive("INTERVAL", parts.get("INTERVAL") or "1"),
        count=_positive("COUNT", parts["COUNT"]) if parts.get("COUNT") else None,
        until=_until(parts["UNTIL"]) if parts.get("UNTIL") else None,
        byday=_weekdays(parts.get("BYDAY", "")),
        week_start=_weekday(parts.get("WKST") or "MO"),
        skip=skip,
        **{name.lower(): numbers for name, numbers in lists.items()},
    )


def _until(value: str) -> TimeValue:
    until = parse_time(value)
    if until.zone:
        raise ValueError(f"UNTIL={value} in a zone")
    return until


def _integers(name: str, value: str) -> tuple[int, ...]:
    low, high = _RANGES[name]
    numbers = set()
    for item in value.split(","):
        if not item.strip():
            continue
        number = _integer(name, item)
        if not low <= number <= high or (number == 0 and low < 0):
            raise ValueError(f"{name}={item} is outside {low}..{high}")
        numbers.add(number)
    return tuple(sorted(numbers))


def _integer(name: str, value: str) -> int:
    if not _INTEGER.fullmatch(value.strip()):
        raise ValueError(f"{name}={value} is not a number")
    return int(value)


def _positive(name: str, value: str) -> int:
    number = _integer(name, value)
    if number < 1:
        raise ValueError(f"{name}={value} is not positive")
    return number


def _weekday(value: str) -> int:
    if value not in _WEEKDAYS:
        raise ValueError(f"unknown weekday {value}")
    return _WEEKDAYS[value]


def _weekdays(value: str) -> tuple[tuple[int, int], ...]:
    days = set()
    for item in value.split(","):
        if not item.strip():
            continue
        match = _BYDAY.fullmatch(item.strip())
        if match is None or (match[1] and not 1 <= abs(int(match[1])) <= 53):
            raise ValueError(f"unknown weekday {item}")
        days.add((int(match[1] or 0), _WEEKDAYS[match[2]]))
    return tuple(sorted(days))
