"""Reads the offsets of a zone from its VTIMEZONE definition (RFC 5545 3.6.5)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scrapers.platforms.ics.lines import split_list
from scrapers.platforms.ics.properties import Properties, parse_properties
from scrapers.platforms.ics.recurrence.expansion import Budget, TooManyRecurrencesError, expand
from scrapers.platforms.ics.recurrence.rules import Rule, parse_rule
from scrapers.platforms.ics.recurrence.values import TimeValue, parse_time

_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})(?::?(\d{2}))?")
_BOUND = re.compile(r"^(BEGIN|END):(.*)$", re.MULTILINE)
_FIRST = datetime(1970, 1, 1)  # noqa: DTZ001  # a wall clock
_LAST = datetime(2060, 1, 1)  # noqa: DTZ001  # a wall clock; definitions that end later change nothing for listings
_BUDGET_STEPS = 2_000


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of the clock. `at` is UTC, naive."""

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def wall(self) -> datetime:
        """First wall-clock time that counts by the new offset. In a gap the old one goes on, in an overlap it goes
        on until its clock reaches the change: RFC 5545 3.3.5."""
        return self.at + max(self.before, self.after)


@dataclass(frozen=True, slots=True)
class DefinedZone:
    """Offsets over time. `earliest` holds before the first change."""

    changes: tuple[_Change, ...]
    earliest: timedelta

    def offset_at(self, moment: datetime) -> timedelta:
        """Offset at an aware moment."""
        naive = moment.astimezone(UTC).replace(tzinfo=None)
        index = bisect_right(self.changes, naive, key=lambda change: change.at)
        return self.changes[index - 1].after if index else self.earliest

    def instant(self, wall: datetime) -> datetime:
        """Aware UTC moment of a wall-clock time."""
        index = bisect_right(self.changes, wall, key=lambda change: change.wall)
        offset = self.changes[index - 1].after if index else self.earliest
        return (wall - offset).replace(tzinfo=UTC)


def parse_timezone(block: str) -> tuple[Properties, DefinedZone | None]:
    """A VTIMEZONE's own properties, and its offsets, or None where no observance makes sense.

    Only its first TZID counts: The Events Calendar 6.4 writes two.
    """
    own, parts = _parts(block)
    changes: dict[datetime, _Change] = {}
    observances = [observance for observance in (_observance(part) for part in parts) if observance is not None]
    for onsets, before, after in observances:
        for wall in onsets:
            changes[wall - before] = _Change(wall - before, before, after)
    if not changes:
        return own, None
    ordered = sorted(changes.values(), key=lambda change: change.at)
    return own, DefinedZone(tuple(ordered), ordered[0].before)


def _parts(block: str) -> tuple[Properties, list[Properties]]:
    own: list[str] = []
    parts: list[str] = []
    position, inside = 0, False
    for bound in _BOUND.finditer(block):
        (parts if inside else own).append(block[position : bound.start()])
        position, inside = bound.end(), bound[1] == "BEGIN"
    own.append(block[position:])
    return parse_properties("\n".join(own)), [parse_properties(part) for part in parts if part.strip()]


def _observance(part: Properties) -> tuple[list[datetime], timedelta, timedelta] | None:
    start, before, after = part.first("DTSTART"), part.first("TZOFFSETFROM"), part.first("TZOFFSETTO")
    if start is None or before is None or after is None:
        return None
    try:
        first = parse_time(start.value).wall
        offset_before, offset_after = parse_offset(before.value), parse_offset(after.value)
        onsets = {first}
        for listed in part.all("RDATE"):
            onsets.update(parse_time(item).wall for item in split_list(listed.value))
        for rule in part.all("RRULE"):
            onsets.update(_onsets(parse_rule(rule.value), first, offset_before))
    except (ValueError, OverflowError):
        return None
    return sorted(onsets), offset_before, offset_after


def _onsets(rule: Rule, first: datetime, before: timedelta) -> Iterable[datetime]:
    until = _LAST if rule.until is None else min(_LAST, _wall_of(rule.until, before))
    try:
        return list(expand(rule, first, after=_FIRST, until=until, budget=Budget(_BUDGET_STEPS)))
    except TooManyRecurrencesError:
        return []


def _wall_of(until: TimeValue, before: timedelta) -> datetime:
    return until.wall + before if until.utc else until.wall


def parse_offset(value: str) -> timedelta:
    """UTC-OFFSET value (RFC 5545 3.3.14), with or without a colon. Raises ValueError."""
    match = _OFFSET.fullmatch(value.strip())
    if match is None:
        raise ValueError(f"not an offset: {value[:20]}")
    size = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    if size >= timedelta(hours=24):
        raise ValueError(f"not an offset: {value[:20]}")
    return -size if match[1] == "-" else size
