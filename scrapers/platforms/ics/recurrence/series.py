"""Expands an event, its recurrences and overrides, into the occurrences inside a window (RFC 5545 3.8.5)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from core.items import Occurrence, Venue
from scrapers.platforms.ics.components import Component, Lasting
from scrapers.platforms.ics.lines import Properties, split_list
from scrapers.platforms.ics.recurrence.expansion import Budget, TooManyRecurrencesError, expand
from scrapers.platforms.ics.recurrence.moments import FIRST_WALL, LAST_WALL, Moment, parse_moment, parse_span
from scrapers.platforms.ics.recurrence.rules import Frequency, Rule, parse_rule
from scrapers.platforms.ics.timezones.zones import Located

_DAY = timedelta(days=1)
_MARGIN = 2 * _DAY
"""Between the zone of a rule and the one its times are told in lies at most a day, either way."""

_LAST_MINUTE = time(23, 59)
_LOOK = 2_000
"""Steps in which a rule must show its first instance: five years of days."""
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
    """`described_by`: the VEVENT that gives this instance its times, and its title and place where they differ."""

    original: Located
    start: Located
    lasting: Lasting
    described_by: Component


class OwnFields(TypedDict, total=False):
    """What one occurrence says otherwise than its event."""

    title: str
    venue: Venue
    url: str
    description: str


Differences = Callable[[Component], OwnFields]


def occurrences(
    master: Component | None,
    overrides: Sequence[Component],
    horizon: Horizon,
    budget: Budget,
    differences: Differences,
    doubts: list[tuple[str, str]],
) -> tuple[Occurrence, ...]:
    """In order of time. An instance that an override cancels stays, with that status; an EXDATE leaves none.

    master       None: only overrides are known.
    differences  what a VEVENT says otherwise than the event.
    doubts       gets (property, what was found) for each part of the recurrence that cannot be read; DTSTART stands.
    Raises TooManyRecurrencesError for a rule that does not fit the budget.
    """
    if master is not None and not overrides and _RECURRENCE.isdisjoint(master.properties.by_name):
        return _once(master, horizon, differences)
    recurring = master is None or master.recurs or bool(overrides)
    instances: dict[str, _Instance] = {}
    if master is not None and master.start is not None:
        for instance in _instances(master, overrides, horizon, budget, doubts):
            instances[instance.original.key] = instance
    excluded = _Exclusions.of(master, []) if master is not None else _Exclusions()
    for override in overrides:
        if override.instance is None or override.start is None:
            continue
        original = original_of(override.instance, master)
        key = original.key
        gone = key not in instances and (excluded.covers(original) or _is_stale(override, original, master, horizon))
        if override.private or gone:
            instances.pop(key, None)
        else:
            instances[key] = _Instance(original, override.start, override.lasting, override)
    found = (_occurrence(key if recurring else None, instance, differences) for key, instance in instances.items())
    return in_order(one for one in found if _inside(one, horizon))


def _is_stale(override: Component, original: Located, master: Component | None, horizon: Horizon) -> bool:
    """Whether an override is older than its series, and of a date that the series no longer holds."""
    if master is None or not master.recurs or (override.sequence or 0) >= (master.sequence or 0):
        return False
    day = original.wall.date()
    return (horizon.starts is None or day >= horizon.starts) and (horizon.ends is None or day < horizon.ends)


def _once(master: Component, horizon: Horizon, differences: Differences) -> tuple[Occurrence, ...]:
    """By far most events take place once: what is worked out for series would double the time of reading them."""
    start = master.start
    if start is None:
        return ()
    found = _occurrence(None, _Instance(start, start, master.lasting, master), differences)
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
    for original, lasting in _recurrence_set(master, horizon, margin, budget, doubts):
        place = bisect_right(moves, original.instant, key=lambda pair: pair[0]) if moves else 0
        if place == 0:
            yield _Instance(original, original, lasting or master.lasting, master)
            continue
        move = moves[place - 1][1]
        start = original.at(original.wall + _shift(move))
        yield _Instance(original, start, move.lasting, move)


def _shift(move: Component) -> timedelta:
    if move.instance is None or move.start is None:
        return timedelta()
    return move.start.wall - move.instance.zone.wall(move.instance.instant)


def _recurrence_set(
    master: Component, horizon: Horizon, margin: timedelta, budget: Budget, doubts: list[tuple[str, str]]
) -> Iterator[tuple[Located, Lasting | None]]:
    """DTSTART, or what the rules make of it, and the RDATEs, without the EXDATEs; a PERIOD has its own length.

    A rule never takes its event off the calendar: DTSTART stands where no rule can be read, and where none gives an
    instance at all (an UNTIL before DTSTART).
    """
    start, properties = master.start, master.properties
    if start is None:
        return
    found: dict[str, tuple[Located, Lasting | None]] = {}
    rules = _rules(properties, "RRULE", start, doubts)
    for rule in rules:
        for place in _expanded(rule, start, master.lasting, horizon, margin, budget):
            found[place.key] = (place, None)
    if not found and not any(_gives_any(rule, start) for rule in rules):
        found[start.key] = (start, None)
    for place, lasting in _listed(properties, "RDATE", master, doubts):
        budget.spend()
        found[place.key] = (place, lasting)
    excluded = _Exclusions.of(master, doubts)
    for rule in _rules(properties, "EXRULE", start, doubts):
        for place in _expanded(rule, start, master.lasting, horizon, margin, budget):
            excluded.keys.add(place.key)
    for place, lasting in found.values():
        if not excluded.covers(place):
            yield place, lasting


def _rules(properties: Properties, name: str, start: Located, doubts: list[tuple[str, str]]) -> list[Rule]:
    """The rules that can be read. Half a rule would give wrong dates, so one with an unreadable part gives none."""
    rules = []
    for prop in properties.all(name):
        if not prop.value.strip():
            continue
        try:
            rule = parse_rule(prop.value)
            if start.by_date and rule.frequency > Frequency.DAILY:
                raise ValueError(f"FREQ={rule.frequency.name} for a date without a time")
        except (ValueError, OverflowError) as error:
            doubts.append((name, f"{error}: {prop.value[:80]}"))
        else:
            rules.append(rule)
    return rules


def _gives_any(rule: Rule, start: Located) -> bool:
    """Whether a rule has an instance at all, inside the window or not, as far as one can look in `_LOOK` steps."""
    until = None if rule.until is None else _until_wall(rule.until, start)
    try:
        return any(True for _ in expand(rule, start.wall, all_day=start.by_date, until=until, budget=Budget(_LOOK)))
    except TooManyRecurrencesError:
        return False


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


def _listed(
    properties: Properties, name: str, master: Component, doubts: list[tuple[str, str]]
) -> Iterator[tuple[Located, Lasting | None]]:
    """The dates, times or periods of RDATE or EXDATE lines that can be read; those without a zone are in DTSTART's."""
    start = master.start
    for prop in properties.all(name):
        for item in split_list(prop.value):
            first, slash, second = item.strip().partition("/")
            if not first:
                continue
            tzid = prop.parameters.get("TZID", "")
            floating = None if start is None else start.zone
            try:
                place = master.book.locate(parse_moment(first), tzid, floating)
                if name == "RDATE" and start is not None and start.by_date != place.by_date:
                    place = _as_kind_of(start, place)
                length = _period_length(place, second, master, tzid) if slash else None
                place.instant  # noqa: B018  # the first and last days of the calendar overflow in some zones
            except (ValueError, OverflowError) as error:
                doubts.append((name, str(error)))
                continue
            yield place, length


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
    def of(cls, master: Component, doubts: list[tuple[str, str]]) -> _Exclusions:
        found = cls()
        for place, _ in _listed(master.properties, "EXDATE", master, doubts):
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


def _occurrence(recurrence_id: str | None, instance: _Instance, differences: Differences) -> Occurrence:
    start, component = instance.start, instance.described_by
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
    if not start.by_date and component.whole_day:
        all_day, (starts_at, ends_at) = True, _days_meant(start, starts_at, ends_at)
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


def _days_meant(start: Located, starts_at: datetime, ends_at: datetime | None) -> tuple[datetime, datetime]:
    """The local days of an event that its feed writes from midnight to midnight: the days as written, also in UTC.

    An event of no length is one day. Outlook's mark may stand beside times that are midnight in no zone that is named;
    then the local day counts.
    """
    zone = starts_at.tzinfo
    written = start.wall if start.wall.time() == time() else starts_at
    length = timedelta() if ends_at is None else ends_at.astimezone(UTC) - starts_at.astimezone(UTC)
    days = max(1, round(length / _DAY))
    first = datetime.combine(written.date(), time(), zone)
    return first, datetime.combine(written.date() + days * _DAY, time(), zone)


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
