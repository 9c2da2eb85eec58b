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
"""The database lists a zone's changes up to 2037 and has a rule for later ones. 28 more years show that rule, because
the calendar's weekdays then repeat."""

_RULE_YEARS = 28
_PRESENT = 2026
_LISTED_YEARS = 20
"""How far beyond the present, or beyond the feed's first year, changes without a yearly rule are listed one by one
(Morocco's follow the moon)."""

_STEP = timedelta(days=3)
"""Shorter than the time between any two changes of a clock since 1970: the closest are a week apart (Brazil, 2000)."""

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class _Observance:
    name: str
    offset: timedelta
    saving: bool


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of the clock. `wall`: when, naive, on the clock before the change (RFC 5545 3.6.5, DTSTART)."""

    wall: datetime
    before: timedelta
    after: _Observance

    @property
    def kind(self) -> tuple[timedelta, _Observance]:
        return self.before, self.after


@lru_cache(maxsize=256)
def vtimezone(zone: str, since: int = EARLIEST_YEAR) -> bytes:
    """The component, correct for every time from the first day of the year `since` on.

    Changes that follow the zone's permanent rule are written as an RRULE without end, all others one by one. Years
    before 1971 count as 1971.
    """
    changes = _changes(ZoneInfo(zone), max(since, EARLIEST_YEAR))
    observances: list[str] = []
    ruled: set[_Change] = set()
    for kind in dict.fromkeys(change.kind for change in changes):
        members, rule = _by_rule([change for change in changes if change.kind == kind])
        if rule:
            ruled.update(members)
            observances.extend(_observance(members[0], rule))
    for change in changes:
        if change not in ruled and change.wall.year <= max(since, EARLIEST_YEAR, _PRESENT) + _LISTED_YEARS:
            observances.extend(_observance(change, None))
    return content_lines.written(
        (
            content_lines.line("BEGIN", "VTIMEZONE"),
            content_lines.text_line("TZID", zone),
            *observances,
            content_lines.line("END", "VTIMEZONE"),
        )
    )


def _changes(zone: ZoneInfo, since: int) -> list[_Change]:
    """Every change from the year before `since` on. If none comes before `since`, the clock's state at the beginning is
    put first."""
    begin, end = datetime(since - 1, 1, 1, tzinfo=UTC), datetime(_LAST_YEAR, 12, 31, tzinfo=UTC)
    probes = [begin + number * _STEP for number in range((end - begin) // _STEP + 1)]
    found = []
    for earlier, later in pairwise(probes):
        if _observed(zone, earlier) != _observed(zone, later):
            found.append(_change_between(zone, earlier, later))
    if not found or found[0].wall.year >= since:
        initial = _observed(zone, begin)
        found.insert(0, _Change(begin.replace(tzinfo=None), initial.offset, initial))
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


def _by_rule(alike: Sequence[_Change]) -> tuple[Sequence[_Change], str]:
    """Returns those changes at the end of the list, one a year up to the last year, that follow one rule, and the rule.
    Without a rule, returns nothing and ""."""
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
    """`FREQ=YEARLY;BYMONTH=3;BYDAY=2SU` if the changes come once a year on the same weekday of the month at the same
    hour, else None."""
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


def _observance(change: _Change, rule: str | None) -> Iterator[str]:
    """A change, alone or with those that follow by the rule. It never has an RDATE: ical.js 2 reads only its first
    value and ignores DTSTART next to it."""
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
    """A UTC-OFFSET value (RFC 5545 3.3.14)."""
    sign = "-" if offset < timedelta() else "+"
    hours, rest = divmod(abs(offset), timedelta(hours=1))
    minutes, seconds = divmod(rest, timedelta(minutes=1))
    exact = f"{sign}{hours:02}{minutes:02}"
    return f"{exact}{seconds // timedelta(seconds=1):02}" if seconds else exact
