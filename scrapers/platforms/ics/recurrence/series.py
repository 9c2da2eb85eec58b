"""Expands an event, its recurrences and overrides, into the occurrences inside a window (RFC 5545 3.8.5)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from core.items import Occurrence, Venue
from scrapers.platforms.ics.components import Component, Length
from scrapers.platforms.ics.recurrence.expansion import Budget
from scrapers.platforms.ics.recurrence.listed_dates import Exclusions, original_of
from scrapers.platforms.ics.recurrence.recurrence_set import Horizon, recurrence_set
from scrapers.platforms.ics.timezones.zones import ZonedTime

_DAY = timedelta(days=1)
_MARGIN = 2 * _DAY
"""The zone of a rule and the zone its times are shown in differ by a day at most, either way."""

_LAST_MINUTE = time(23, 59)
_RECURRENCE = frozenset({"RRULE", "RDATE", "EXRULE", "EXDATE"})


@dataclass(frozen=True, slots=True)
class _Instance:
    """`described_by`: the VEVENT that gives this instance its times, and its title and place where they differ."""

    original: ZonedTime
    start: ZonedTime
    length: Length
    described_by: Component


class OwnFields(TypedDict, total=False):
    """What one occurrence says otherwise than its event."""

    title: str
    venue: Venue
    url: str
    description: str
    sold_out: bool


Differences = Callable[[Component], OwnFields]


def occurrences(
    master: Component | None,
    overrides: Sequence[Component],
    horizon: Horizon,
    budget: Budget,
    differences: Differences,
    doubts: list[tuple[str, str]],
) -> tuple[Occurrence, ...]:
    """In order of time. An instance that an override cancels stays, with that status; an EXDATE removes it.

    master       None: only overrides are known.
    differences  what a VEVENT says otherwise than the event.
    doubts       gets (property, what was found) for each part of the recurrence that cannot be read; DTSTART stands.
    """
    if master is not None and not overrides and _RECURRENCE.isdisjoint(master.properties.by_name):
        return _once(master, horizon, differences)
    recurring = master is None or master.recurs or bool(overrides)
    instances: dict[str, _Instance] = {}
    if master is not None and master.start is not None:
        for instance in _instances(master, overrides, horizon, budget, doubts):
            instances[instance.original.key] = instance
    excluded = Exclusions.of(master, []) if master is not None else Exclusions()
    for override in overrides:
        if override.instance is None or override.start is None:
            continue
        original = original_of(override.instance, master)
        key = original.key
        gone = key not in instances and (excluded.covers(original) or _is_stale(override, original, master, horizon))
        if override.private or gone:
            instances.pop(key, None)
        else:
            instances[key] = _Instance(original, override.start, override.length, override)
    found = (
        (instance, _occurrence(key if recurring else None, instance, differences))
        for key, instance in instances.items()
    )
    return in_order(one for instance, one in found if _inside(one, horizon) or _was_moved_out(instance, horizon))


def _is_stale(override: Component, original: ZonedTime, master: Component | None, horizon: Horizon) -> bool:
    """Whether an override is older than its series, and of a date that the series no longer holds."""
    if master is None or not master.recurs or (override.sequence or 0) >= (master.sequence or 0):
        return False
    return horizon.holds(original.wall.date())


def _once(master: Component, horizon: Horizon, differences: Differences) -> tuple[Occurrence, ...]:
    """Most events take place once: the work for a series would double the time to read them."""
    start = master.start
    if start is None:
        return ()
    found = _occurrence(None, _Instance(start, start, master.length, master), differences)
    return (found,) if _inside(found, horizon) else ()


def in_order(found: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """By time; not by the wall clock, which shows an hour twice each autumn."""
    return tuple(sorted(found, key=lambda one: (one.starts_at.astimezone(UTC), one.recurrence_id or "")))


def _instances(
    master: Component,
    overrides: Sequence[Component],
    horizon: Horizon,
    budget: Budget,
    doubts: list[tuple[str, str]],
) -> Iterator[_Instance]:
    """The recurrence set, moved where a RANGE=THISANDFUTURE override moves it; the latest such override counts."""
    moves = sorted(
        ((one.instance.instant, one) for one in overrides if one.and_future and one.instance and one.start),
        key=lambda pair: pair[0],
    )
    margin = _MARGIN + max((abs(_shift(move)) for _, move in moves), default=timedelta())
    for original, length in recurrence_set(master, horizon, margin, budget, doubts):
        place = bisect_right(moves, original.instant, key=lambda pair: pair[0]) if moves else 0
        if place == 0:
            yield _Instance(original, original, length or master.length, master)
            continue
        move = moves[place - 1][1]
        start = original.at(original.wall + _shift(move))
        yield _Instance(original, start, move.length, move)


def _shift(move: Component) -> timedelta:
    if move.instance is None or move.start is None:
        return timedelta()
    return move.start.wall - move.instance.zone.wall(move.instance.instant)


def _occurrence(recurrence_id: str | None, instance: _Instance, differences: Differences) -> Occurrence:
    start, component = instance.start, instance.described_by
    ends_at = instance.length.end_of(start)
    zone = ZoneInfo(start.zone.name)
    if start.by_date:
        starts_at = start.wall.replace(tzinfo=zone)
        days = instance.length.days
        ends_at = (start.wall + timedelta(days=days)).replace(tzinfo=zone) if days else None
    else:
        starts_at = start.instant.astimezone(zone)
        ends_at = None if ends_at is None else ends_at.astimezone(zone)
    all_day = start.all_day
    if not start.by_date and component.day_ahead is not None:
        all_day, (starts_at, ends_at) = True, _days_meant(start.wall + component.day_ahead, starts_at, ends_at)
    elif not start.by_date and ends_at is not None and _whole_days(starts_at, ends_at):
        all_day, ends_at = True, datetime.combine(ends_at.date() + _DAY, time(), zone)
    return Occurrence(
        starts_at=starts_at,
        ends_at=ends_at,
        all_day=all_day,
        time_known=start.time_known,
        timezone=start.zone.name,
        recurrence_id=recurrence_id,
        status=component.status,
        **differences(component),
    )


def _days_meant(midnight: datetime, starts_at: datetime, ends_at: datetime | None) -> tuple[datetime, datetime]:
    """The days of an event whose times mean whole days; an event of no length is one day.

    midnight  of the first day, on a wall clock; an hour away from it for an instance after a change of the clock.
    """
    length = timedelta() if ends_at is None else ends_at.astimezone(UTC) - starts_at.astimezone(UTC)
    first = (midnight + _DAY / 2).date()
    last = first + max(1, round(length / _DAY)) * _DAY
    zone = starts_at.tzinfo
    return datetime.combine(first, time(), zone), datetime.combine(last, time(), zone)


def _whole_days(starts_at: datetime, ends_at: datetime) -> bool:
    """Midnight to the last minute of a day is how CivicPlus, LibCal, GrowthZone and eGov write whole days."""
    return starts_at.time() == time() and ends_at.time().replace(second=0) == _LAST_MINUTE


def _was_moved_out(instance: _Instance, horizon: Horizon) -> bool:
    moved = instance.start.key != instance.original.key
    return horizon.moved_out and moved and horizon.holds(instance.original.wall.date())


def _inside(occurrence: Occurrence, horizon: Horizon) -> bool:
    day = occurrence.starts_at.date()
    if horizon.ends is not None and day >= horizon.ends:
        return False
    if horizon.starts is None or day >= horizon.starts:
        return True
    first = datetime.combine(horizon.starts, time(), ZoneInfo(occurrence.timezone))
    return occurrence.ends_at is not None and occurrence.ends_at > first
