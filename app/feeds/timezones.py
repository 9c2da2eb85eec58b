"""Writes the VTIMEZONE of an IANA zone from the time zone database (RFC 5545 3.6.5)."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from app.feeds import content_lines

EARLIEST_YEAR = 1971
_LAST_YEAR = 2066
"""The database lists the changes of a zone up to 2037 and tells later ones by rule: 28 years of that, after which the
weekdays of a calendar repeat, show the rule."""

_RULE_YEARS = 28
_THIS_AGE = 2026
_LISTED_YEARS = 20
"""How far beyond this age, or beyond the first year told of, changes are listed that no yearly rule tells (Morocco's
follow the moon)."""

_STEP = timedelta(days=3)
"""Less than lies between any two changes of a clock since 1970: the nearest ones are a week apart (Brazil, 2000)."""

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class _Observance:
    name: str
    offset: timedelta
    saving: bool


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of the clock. `wall` is naive, on the clock as it went before (RFC 5545 3.6.5, DTSTART)."""

    wall: datetime
    before: timedelta
    after: _Observance

    @property
    def kind(self) -> tuple[timedelta, _Observance]:
        return self.before, self.after


@lru_cache(maxsize=256)
def vtimezone(zone: str, since: int = EARLIEST_YEAR) -> bytes:
    """The component, right for every time from the first day of the year `since` on.

    The changes that follow the zone's lasting rule are told by that rule, without end; others one by one. An
    earlier year than 1971 counts as 1971.
    """
    changes = _changes(ZoneInfo(zone), max(since, EARLIEST_YEAR))
    observances: list[bytes] = []
    ruled: set[_Change] = set()
    for kind in dict.fromkeys(change.kind for change in changes):
        members, rule = _lasting([change for change in changes if change.kind == kind])
        if rule:
            ruled.update(members)
            observances.extend(_observance(members[0], rule))
    for change in changes:
        if change not in ruled and change.wall.year <= max(since, EARLIEST_YEAR, _THIS_AGE) + _LISTED_YEARS:
            observances.extend(_observance(change, None))
    return b"".join(
        (
            content_lines.line("BEGIN", "VTIMEZONE"),
            content_lines.text_line("TZID", zone),
            *observances,
            content_lines.line("END", "VTIMEZONE"),
        )
    )


def _changes(zone: ZoneInfo, since: int) -> list[_Change]:
    """Every change from the year before `since` on; before them the clock as it stood then, unless another change comes
    before `since` begins."""
    begin, end = datetime(since - 1, 1, 1, tzinfo=UTC), datetime(_LAST_YEAR, 12, 31, tzinfo=UTC)
    probes = [begin + number * _STEP for number in range((end - begin) // _STEP + 1)]
    found = []
    for earlier, later in pairwise(probes):
        if _observed(zone, earlier) != _observed(zone, later):
            found.append(_change_between(zone, earlier, later))
    if not found or found[0].wall.year >= since:
        standing = _observed(zone, begin)
        found.insert(0, _Change(begin.replace(tzinfo=None), standing.offset, standing))
    return found


def _observed(zone: ZoneInfo, moment: datetime) -> _Observance:
    local = moment.astimezone(zone)
    return _Observance(
        local.tzname() or "", local.utcoffset() or timedelta(), (local.dst() or timedelta()) > timedelta()
    )


def _change_between(zone: ZoneInfo, earlier: datetime, later: datetime) -> _Change:
    before = _observed(zone, earlier)
    while later - earlier > timedelta(seconds=1):
        middle = earlier + timedelta(seconds=(later - earlier) // timedelta(seconds=2))
        if _observed(zone, middle) == before:
            earlier = middle
        else:
            later = middle
    return _Change(later.replace(tzinfo=None) + before.offset, before.offset, _observed(zone, later))


def _lasting(alike: Sequence[_Change]) -> tuple[Sequence[_Change], str]:
    """The changes at the end of these, year after year to the last, that one rule tells; none and "" without one."""
    if len(alike) < _RULE_YEARS or alike[-1].wall.year != _LAST_YEAR:
        return (), ""
    rule = _rule(alike[-_RULE_YEARS:])
    if rule is None:
        return (), ""
    start = len(alike) - _RULE_YEARS
    while start and alike[start - 1].wall.year == alike[start].wall.year - 1 and rule == _rule(alike[start - 1 :]):
        start -= 1
    return alike[start:], rule


def _rule(changes: Sequence[_Change]) -> str | None:
    """`FREQ=YEARLY;BYMONTH=3;BYDAY=2SU`, if at least 28 changes in as many years all fall on the like day and hour."""
    walls = [change.wall for change in changes]
    years = [wall.year for wall in walls]
    if years != list(range(years[0], years[0] + len(years))):
        return None
    if len({(wall.month, wall.weekday(), wall.time()) for wall in walls}) != 1:
        return None
    first, last = min(wall.day for wall in walls), max(wall.day for wall in walls)
    if last - first > 6:
        return None
    weekday, month = _WEEKDAYS[walls[0].weekday()], walls[0].month
    if first % 7 == 1:
        return f"FREQ=YEARLY;BYMONTH={month};BYDAY={first // 7 + 1}{weekday}"
    if last == calendar.monthrange(2001, month)[1]:
        return f"FREQ=YEARLY;BYMONTH={month};BYDAY=-1{weekday}"
    days = ",".join(str(day) for day in range(first, first + 7))
    return f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={days};BYDAY={weekday}"


def _observance(change: _Change, rule: str | None) -> Iterator[bytes]:
    """A change, alone or with those that follow it by the rule. None has an RDATE, of which ical.js 2 reads the first
    value alone, and no DTSTART beside it."""
    component = "DAYLIGHT" if change.after.saving else "STANDARD"
    yield content_lines.line("BEGIN", component)
    yield content_lines.line("DTSTART", content_lines.wall(change.wall))
    yield content_lines.line("TZOFFSETFROM", _offset(change.before))
    yield content_lines.line("TZOFFSETTO", _offset(change.after.offset))
    yield content_lines.text_line("TZNAME", change.after.name)
    if rule:
        yield content_lines.line("RRULE", rule)
    yield content_lines.line("END", component)


def _offset(offset: timedelta) -> str:
    """UTC-OFFSET (RFC 5545 3.3.14)."""
    sign = "-" if offset < timedelta() else "+"
    hours, rest = divmod(abs(offset), timedelta(hours=1))
    minutes, seconds = divmod(rest, timedelta(minutes=1))
    exact = f"{sign}{hours:02}{minutes:02}"
    return f"{exact}{seconds // timedelta(seconds=1):02}" if seconds else exact
