"""Zones behind hours: `7 PM ET`, and one hour in several zones, `7 PM ET / 4 PM PT`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from scrapers.reading.dates.unclear import Unclear
from scrapers.reading.dates.words import Kind, Word

_OFFSETS = {
    "eastern": (-300, -240),
    "central": (-360, -300),
    "mountain": (-420, -360),
    "pacific": (-480, -420),
    "universal": (0, 0),
    "greenwich": (0, 60),
    "central european": (60, 120),
    "eastern european": (120, 180),
    "australian eastern": (600, 660),
    "australian central": (570, 630),
    "new zealand": (720, 780),
    "alaska": (-540, -480),
}
"""Minutes from UTC in winter and summer, wherever the summer is."""
_ZONES = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "universal": "UTC",
    "greenwich": "Europe/London",
    "central european": "Europe/Paris",
    "eastern european": "Europe/Helsinki",
    "australian eastern": "Australia/Sydney",
    "australian central": "Australia/Adelaide",
    "new zealand": "Pacific/Auckland",
    "alaska": "America/Anchorage",
}
_DAY = 24 * 60


def in_one_zone(
    words: Sequence[Word], zone: str | None, starts_of: Callable[[Sequence[Word]], Sequence[time]]
) -> list[Word]:
    """The words of one zone, which is the source's if the text has it, else the first.

    zone  the source's IANA zone; None: any zone will do.
    Raises Unclear for hours in several zones that aren't the same hour, and in a zone other than the source's.
    """
    groups = _by_zone(words)
    names = [name for _, name in groups if name]
    fitting = [group for group, name in groups if zone is None or (name and _fits(name, zone))]
    if len(set(names)) > 1 and not _agree([(starts_of(group), name) for group, name in groups if group]):
        raise Unclear("hours in time zones that differ")
    if names and not fitting:
        raise Unclear("hours in another time zone")
    return list(words) if len(set(names)) < 2 else fitting[0]


def zone_abroad(words: Sequence[Word], zone: str) -> tzinfo | None:
    """The zone that a line's words name, if it isn't the source's. None without one. Raises Unclear for several."""
    names = {word.text for word in words if word.kind is Kind.ZONE}
    if len(names) > 1:
        raise Unclear("hours in several time zones")
    name = names.pop() if names else ""
    if not name or _fits(name, zone):
        return None
    return ZoneInfo(_ZONES[name]) if name in _ZONES else timezone(timedelta(minutes=_offset_minutes(name)))


def offset_abroad(offset: tzinfo | None, zone: str) -> tzinfo | None:
    """A UTC offset, unless it is the zone's in winter or summer: sites write the same one all year."""
    found = None if offset is None else offset.utcoffset(None)
    return None if found is None or found // timedelta(minutes=1) in _offsets(zone) else offset


def _by_zone(words: Sequence[Word]) -> list[tuple[list[Word], str]]:
    """The words up to each zone that has hours before it, and the zone's name; "" for hours without one."""
    groups: list[tuple[list[Word], str]] = []
    group: list[Word] = []
    for word in words:
        if word.kind is not Kind.ZONE:
            group.append(word)
        elif any(one.kind is Kind.CLOCK for one in group):
            groups.append((group, word.text))
            group = []
        elif groups and groups[-1][1] != word.text:
            raise Unclear("hours in several time zones")
    rest = any(one.kind in (Kind.CLOCK, Kind.UNKNOWN, Kind.NUMBER) for one in group)
    return [*groups, (group, "")] if rest or not groups else groups


def _agree(groups: Sequence[tuple[Sequence[time], str]]) -> bool:
    """Whether the hours are the same moments, in winter or in summer."""
    if not all(starts and name for starts, name in groups):
        return False
    for season in (0, 1):
        moments = {
            tuple((60 * start.hour + start.minute - _minutes_of(name)[season]) % _DAY for start in starts)
            for starts, name in groups
        }
        if len(moments) == 1:
            return True
    return False


def _fits(name: str, zone: str) -> bool:
    """A single offset may be right for half the year only: sites write the same one in summer and winter."""
    of_source = _offsets(zone)
    return of_source <= set(_OFFSETS[name]) if name in _OFFSETS else _offset_minutes(name) in of_source


def _offsets(zone: str) -> set[int]:
    """Minutes from UTC in winter and summer."""
    return {_minutes(ZoneInfo(zone), month) for month in (1, 7)}


def _minutes_of(name: str) -> tuple[int, int]:
    return _OFFSETS[name] if name in _OFFSETS else (_offset_minutes(name), _offset_minutes(name))


@lru_cache(maxsize=256)
def _minutes(zone: ZoneInfo, month: int) -> int:
    offset = datetime(2026, month, 15, tzinfo=zone).utcoffset() or timedelta()
    return int(offset.total_seconds()) // 60


def _offset_minutes(text: str) -> int:
    """Minutes for `+8`, `-5:30`, and `+0800`."""
    digits = text[1:].replace(":", "")
    hours, minutes = (digits, "0") if len(digits) < 3 else (digits[:-2], digits[-2:])
    return (1 if text[0] == "+" else -1) * (int(hours) * 60 + int(minutes))
