"""Expands an event, its recurrences and overrides, into the occurrences inside a window (RFC 5545 3.8.5)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.items import EventStatus, Occurrence
from scrapers.platforms.ics.components import Component, Lasting
from scrapers.platforms.ics.lines import Properties, split_list
from scrapers.platforms.ics.recurrence.expansion import Budget, expand
from scrapers.platforms.ics.recurrence.moments import FIRST_WALL, LAST_WALL, Moment, parse_moment, parse_span
from scrapers.platforms.ics.recurrence.rules import Rule, parse_rule
from scrapers.platforms.ics.timezones.zones import Located

_DAY = timedelta(days=1)
_MARGIN = 2 * _DAY
"""Between the zone of a rule and the one its times are told in lies at most a day, either way."""

_LAST_MINUTE = time(23, 59)
_RECURRENCE = frozenset({"RRULE", "RDATE", "EXRULE", "EXDATE"})


@dataclass(frozen=True, slots=True)
class Horizon:
    """The window in local dates, `starts` inclusive, `ends` exclusive.

    endless  where `ends` is None, the end of endless rules, after their first instance at least.
    """

    starts: date | None
    ends: date | None
    endless: date


@dataclass(frozen=True, slots=True)
class _Instance:
    original: Located
    start: Located
    lasting: Lasting
    status: EventStatus


def occurrences(
    master: Component | None, overrides: Sequence[Component], horizon: Horizon, budget: Budget
) -> tuple[Occurrence, ...]:
    """In order of time. An instance that an override cancels stays, with that status; an EXDATE leaves none.

    `master` None: only overrides are known. Raises ValueError for a recurrence that cannot be read, and
    TooManyRecurrencesError for one that does not fit the budget.
    """
    if master is not None and not overrides and _RECURRENCE.isdisjoint(master.properties.by_name):
        return _once(master, horizon)
    recurring = master is None or master.recurs or bool(overrides)
    instances: dict[str, _Instance] = {}
    if master is not None and master.start is not None:
        for instance in _instances(master, overrides, horizon, budget):
            instances[instance.original.key] = instance
    excluded = _Exclusions.of(master) if master is not None else _Exclusions()
    for override in overrides:
        if override.instance is None or override.start is None:
            continue
        original = original_of(override.instance, master)
        key = original.key
        if override.private or (key not in instances and excluded.covers(original)):
            instances.pop(key, None)
        else:
            instances[key] = _Instance(original, override.start, override.lasting, override.status)
    told = (_occurrence(key if recurring else None, instance) for key, instance in instances.items())
    return in_order(one for one in told if _inside(one, horizon))


def _once(master: Component, horizon: Horizon) -> tuple[Occurrence, ...]:
    """By far most events take place once: what is worked out for series would double the time of reading them."""
    start = master.start
    if start is None:
        return ()
    found = _occurrence(None, _Instance(start, start, master.lasting, master.status))
    return (found,) if _inside(found, horizon) else ()


def in_order(found: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """By time; not by the wall clock, which shows an hour twice each autumn."""
    return tuple(sorted(found, key=lambda one: (one.starts_at.astimezone(UTC), one.recurrence_id or "")))


def _instances(
    master: Component, overrides: Sequence[Component], horizon: Horizon, budget: Budget
) -> Iterator[_Instance]:
    """The recurrence set, moved where a RANGE=THISANDFUTURE override moves it; the latest such override counts."""
    moves = sorted(
        ((one.instance.instant, one) for one in overrides if one.and_future and one.instance and one.start),
        key=lambda pair: pair[0],
    )
    margin = _MARGIN + max((abs(_shift(move)) for _, move in moves), default=timedelta())
    for original, lasting in _recurrence_set(master, horizon, margin, budget):
        place = bisect_right(moves, original.instant, key=lambda pair: pair[0]) if moves else 0
        if place == 0:
            yield _Instance(original, original, lasting or master.lasting, master.status)
            continue
        move = moves[place - 1][1]
        start = original.at(original.wall + _shift(move))
        yield _Instance(original, start, move.lasting, move.status)


def _shift(move: Component) -> timedelta:
    if move.instance is None or move.start is None:
        return timedelta()
    return move.start.wall - move.instance.zone.wall(move.instance.instant)


def _recurrence_set(
    master: Component, horizon: Horizon, margin: timedelta, budget: Budget
) -> Iterator[tuple[Located, Lasting | None]]:
    """DTSTART, or what the rules make of it, and the RDATEs, without the EXDATEs; a PERIOD has its own length."""
    start, properties = master.start, master.properties
    if start is None:
        return
    found: dict[str, tuple[Located, Lasting | None]] = {}
    rules = [parse_rule(prop.value) for prop in properties.all("RRULE") if prop.value.strip()]
    for rule in rules:
        for place in _expanded(rule, start, master.lasting, horizon, margin, budget):
            found[place.key] = (place, None)
    if not rules:
        found[start.key] = (start, None)
    for place, lasting in _listed(properties, "RDATE", master):
        budget.spend()
        found[place.key] = (place, lasting)
    excluded = _Exclusions.of(master)
    for exclusion in properties.all("EXRULE"):
        for place in _expanded(parse_rule(exclusion.value), start, master.lasting, horizon, margin, budget):
            excluded.keys.add(place.key)
    for place, lasting in found.values():
        if not excluded.covers(place):
            yield place, lasting


def _expanded(
    rule: Rule, start: Located, lasting: Lasting, horizon: Horizon, margin: timedelta, budget: Budget
) -> Iterator[Located]:
    last = horizon.ends
    if last is None and rule.infinite:
        last = max(horizon.endless, start.wall.date() + _DAY)
    until = None if last is None else _shifted(datetime.combine(last, time()), margin)
    if rule.until is not None:
        own = _until_wall(rule.until, start)
        until = own if until is None else min(own, until)
    after = None
    if horizon.starts is not None:
        length = timedelta(days=lasting.days) + lasting.exact
        after = _shifted(datetime.combine(horizon.starts, time()), -margin - length)
    walls = list(expand(rule, start.wall, all_day=start.by_date, after=after, until=until, budget=budget))
    for wall in walls:
        if after is None or wall >= after:
            yield start.at(wall)


def _shifted(wall: datetime, by: timedelta) -> datetime:
    try:
        return wall + by
    except OverflowError:
        return LAST_WALL if by > timedelta() else FIRST_WALL


def _until_wall(until: Moment, start: Located) -> datetime:
    """UNTIL in the clock of DTSTART, inclusive (RFC 5545 3.3.10).

    Feeds write any form beside any DTSTART. A date ends with its day, also for a series of times. A time in UTC ends a
    series of dates with the local day it falls on, but midnight in UTC with the day it is written as.
    """
    if until.all_day:
        return until.wall + _DAY - timedelta(seconds=1)
    if not until.utc or (start.by_date and until.wall.time() == time()):
        return until.wall
    return start.zone.wall(until.wall.replace(tzinfo=UTC))


def _listed(properties: Properties, name: str, master: Component) -> Iterator[tuple[Located, Lasting | None]]:
    """The dates, times or periods of RDATE or EXDATE lines; those without a zone are in DTSTART's."""
    start = master.start
    for prop in properties.all(name):
        for item in split_list(prop.value):
            first, slash, second = item.strip().partition("/")
            if not first:
                continue
            tzid = prop.parameters.get("TZID", "")
            floating = None if start is None else start.zone
            place = master.book.locate(parse_moment(first), tzid, floating)
            if name == "RDATE" and start is not None and start.by_date != place.by_date:
                place = _as_kind_of(start, place)
            yield place, _period_length(place, second, master, tzid) if slash else None


def _as_kind_of(start: Located, place: Located) -> Located:
    """A date in a series of times takes their hour, a time in a series of dates loses its own."""
    wall = datetime.combine(place.wall.date(), start.wall.time())
    return start.at(wall)


def _period_length(place: Located, end: str, master: Component, tzid: str) -> Lasting | None:
    if end[:1] in ("P", "p", "+", "-"):
        span = parse_span(end)
        return Lasting(span.days, span.exact)
    finish = master.book.locate(parse_moment(end), tzid, place.zone)
    return Lasting(exact=max(timedelta(), finish.instant - place.instant))


@dataclass(slots=True)
class _Exclusions:
    """What EXDATE takes away: moments, and whole local days where it names a date."""

    keys: set[str]
    days: set[date]

    def __init__(self) -> None:
        self.keys, self.days = set(), set()

    @classmethod
    def of(cls, master: Component) -> _Exclusions:
        found = cls()
        for place, _ in _listed(master.properties, "EXDATE", master):
            if place.by_date:
                found.days.add(place.wall.date())
            else:
                found.keys.add(place.key)
                if master.start is not None and master.start.by_date:
                    found.days.add(_day_named_by(place))
        return found

    def covers(self, place: Located) -> bool:
        return place.key in self.keys or place.wall.date() in self.days


def _day_named_by(place: Located) -> date:
    """The day that a time means in a series of dates: midnight in UTC is the day as written, else the local day."""
    if place.instant.time() == time():
        return place.instant.date()
    return place.instant.astimezone(ZoneInfo(place.zone.name)).date()


def original_of(instance: Located, master: Component | None) -> Located:
    """The instance that a RECURRENCE-ID names, in the form of its series: feeds name times by date and the reverse."""
    if master is None or master.start is None or master.start.by_date == instance.by_date:
        return instance
    if master.start.by_date:
        return master.start.at(datetime.combine(_day_named_by(instance), time()))
    return _as_kind_of(master.start, instance)


def _occurrence(recurrence_id: str | None, instance: _Instance) -> Occurrence:
    start = instance.start
    ends_at = instance.lasting.end_of(start)
    zone = ZoneInfo(start.zone.name)
    if start.by_date:
        starts_at = start.wall.replace(tzinfo=zone)
        days = instance.lasting.days
        ends_at = (start.wall + timedelta(days=days)).replace(tzinfo=zone) if days else None
    else:
        starts_at = start.instant.astimezone(zone)
        ends_at = None if ends_at is None else ends_at.astimezone(zone)
    all_day = start.all_day
    if not start.by_date and ends_at is not None and _whole_days(starts_at, ends_at):
        all_day, ends_at = True, datetime.combine(ends_at.date() + _DAY, time(), zone)
    return Occurrence(
        starts_at=starts_at,
        ends_at=ends_at,
        all_day=all_day,
        time_known=start.time_known,
        timezone=start.zone.name,
        recurrence_id=recurrence_id,
        status=instance.status,
    )


def _whole_days(starts_at: datetime, ends_at: datetime) -> bool:
    """Midnight to the last minute of a day is how CivicPlus, LibCal, GrowthZone and eGov write whole days."""
    return starts_at.time() == time() and ends_at.time().replace(second=0) == _LAST_MINUTE


def _inside(occurrence: Occurrence, horizon: Horizon) -> bool:
    day = occurrence.starts_at.date()
    if horizon.ends is not None and day >= horizon.ends:
        return False
    if horizon.starts is None or day >= horizon.starts:
        return True
    first = datetime.combine(horizon.starts, time(), ZoneInfo(occurrence.timezone))
    return occurrence.ends_at is not None and occurrence.ends_at > first
