"""The recurrence set of a series: what its rules and listed dates give (RFC 5545 3.8.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from core.limits import OCCURRENCES
from scrapers.platforms.ics.components import Component, Length
from scrapers.platforms.ics.properties import Properties
from scrapers.platforms.ics.recurrence.expansion import Budget, TooManyRecurrencesError, expand
from scrapers.platforms.ics.recurrence.listed_dates import Exclusions, listed_times
from scrapers.platforms.ics.recurrence.rules import Frequency, Rule, parse_rule
from scrapers.platforms.ics.recurrence.values import FIRST_WALL, LAST_WALL, TimeValue
from scrapers.platforms.ics.timezones.zones import ZonedTime, iana_zone

_DAY = timedelta(days=1)
_LOOK = 2_000
"""Steps within which a rule must show its first instance: five years of days."""

_MOST = 2 * OCCURRENCES
"""Instances of a rule in the window: more than an event may have, because some may be excluded."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """The window in local dates, `starts` inclusive, `ends` exclusive.

    endless  where `ends` is None, the end of endless rules, after their first instance at least.
    moved_out  as `Window` has it.
    """

    starts: date | None
    ends: date | None
    endless: date
    moved_out: bool = False

    def holds(self, day: date) -> bool:
        return (self.starts is None or day >= self.starts) and (self.ends is None or day < self.ends)


def recurrence_set(
    master: Component, horizon: Horizon, margin: timedelta, budget: Budget, doubts: list[tuple[str, str]]
) -> Iterator[tuple[ZonedTime, Length | None]]:
    """DTSTART, or what the rules make of it, and the RDATEs, without the EXDATEs; a PERIOD has its own length.

    A rule never takes its event off the calendar: DTSTART stands where no rule can be read, and where none gives an
    instance at all (an UNTIL before DTSTART).
    """
    start, properties = master.start, master.properties
    if start is None:
        return
    found: dict[str, tuple[ZonedTime, Length | None]] = {}
    rules = []
    for rule, places in _listed(properties, "RRULE", master, horizon, margin, budget, doubts):
        rules.append(rule)
        found.update((place.key, (place, None)) for place in places)
    if not found and not any(_gives_any(rule, start) for rule in rules):
        found[start.key] = (start, None)
    for place, length in listed_times(properties, "RDATE", master, doubts):
        found[place.key] = (place, length)
    excluded = Exclusions.of(master, doubts)
    for _, places in _listed(properties, "EXRULE", master, horizon, margin, budget, doubts):
        excluded.keys.update(place.key for place in places)
    for place, length in found.values():
        if not excluded.covers(place):
            yield place, length


def _listed(
    properties: Properties,
    name: str,
    master: Component,
    horizon: Horizon,
    margin: timedelta,
    budget: Budget,
    doubts: list[tuple[str, str]],
) -> Iterator[tuple[Rule, list[ZonedTime]]]:
    """The readable rules with their instances. A rule that recurs too often to be listed is a doubt, not a list that
    stops somewhere."""
    start = master.start
    if start is None:
        return
    for rule, written in _rules(properties, name, start, doubts):
        try:
            yield rule, list(_expanded(rule, _in_clock_of(rule, start), master.length, horizon, margin, budget))
        except TooManyRecurrencesError as error:
            doubts.append((name, f"{error}: {written[:80]}"))


def _rules(
    properties: Properties, name: str, start: ZonedTime, doubts: list[tuple[str, str]]
) -> list[tuple[Rule, str]]:
    """The rules that can be read, and their texts. Half a rule would give wrong dates, so one with an unreadable part
    gives none."""
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
            rules.append((rule, prop.value))
    return rules


def _in_clock_of(rule: Rule, start: ZonedTime) -> ZonedTime:
    """DTSTART in the clock that its rule counts in: its own, as RFC 5545 3.8.5.3 says, but the source's zone for a time
    in UTC that the rule gives only there. `DTSTART:20261205T000000Z` with BYDAY=FR is Friday, 7 p.m., in New York."""
    local = iana_zone(start.zone.name)
    by_day = rule.byday or rule.bymonthday or rule.byyearday
    if not by_day or start.by_date or start.zone == local or _is_instance(start, rule):
        return start
    there = ZonedTime(local.wall(start.instant), local)
    return there if _is_instance(there, rule) else start


def _is_instance(start: ZonedTime, rule: Rule) -> bool:
    try:
        return start.wall in expand(rule, start.wall, until=start.wall, budget=Budget(_LOOK))
    except TooManyRecurrencesError:
        return False


def _gives_any(rule: Rule, start: ZonedTime) -> bool:
    """Whether a rule has an instance at all, inside the window or not, as far as one can look in `_LOOK` steps."""
    until = None if rule.until is None else _until_wall(rule.until, start)
    try:
        return any(True for _ in expand(rule, start.wall, all_day=start.by_date, until=until, budget=Budget(_LOOK)))
    except TooManyRecurrencesError:
        return False


def _expanded(
    rule: Rule, start: ZonedTime, length: Length, horizon: Horizon, margin: timedelta, budget: Budget
) -> Iterator[ZonedTime]:
    last = horizon.ends
    if last is None and rule.infinite:
        last = max(horizon.endless, start.wall.date() + _DAY)
    until = None if last is None else _shifted(datetime.combine(last, time()), margin)
    if rule.until is not None:
        own = _until_wall(rule.until, start)
        until = own if until is None else min(own, until)
    after = None
    if horizon.starts is not None:
        lasts = timedelta(days=length.days) + length.exact
        after = _shifted(datetime.combine(horizon.starts, time()), -margin - lasts)
    inside = None if horizon.starts is None else _shifted(datetime.combine(horizon.starts, time()), margin)
    listed = 0
    for wall in expand(rule, start.wall, all_day=start.by_date, after=after, until=until, budget=budget):
        if listed == _MOST and rule.frequency < Frequency.HOURLY:
            return
        if listed < _MOST and (after is None or wall >= after):
            listed += inside is None or wall >= inside
            yield start.at(wall)


def _shifted(wall: datetime, by: timedelta) -> datetime:
    try:
        return wall + by
    except OverflowError:
        return LAST_WALL if by > timedelta() else FIRST_WALL


def _until_wall(until: TimeValue, start: ZonedTime) -> datetime:
    """UNTIL in the clock of DTSTART, inclusive (RFC 5545 3.3.10).

    Feeds write any form beside any DTSTART. A date ends with its day, also for a series of times. A time in UTC ends a
    series of dates with the local day it falls on, but midnight in UTC with the day it is written as.
    """
    if until.all_day:
        return until.wall + _DAY - timedelta(seconds=1)
    if not until.utc or (start.by_date and until.wall.time() == time()):
        return until.wall
    return start.zone.wall(until.wall.replace(tzinfo=UTC))
