"""Chooses what the front page shows: first what happens only then, and what is always there last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from app.api.calendar.filters import span_of
from app.highlights.merit import Shown, first_category, merit
from app.highlights.rhythm import Rhythm
from storage.search import listings
from storage.search.filters import EventFilter, Once

READ = 200
"""The most that is read of a day or a weekend. A town of 800 venues has 140 on a Saturday."""
LEAD, ROWS, DAILY, RUNNING = 5, 8, 12, 40
AHEAD = timedelta(days=30)
"""How far ahead the lead may look if today and the weekend have too little."""


@dataclass(frozen=True, slots=True)
class Section:
    """`total`: how many there are, of which the best are shown, in order of time; None: more than READ. `complete`: the
    others are in other parts of the page."""

    shown: Sequence[Shown]
    total: int | None
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """`lead`: for big pictures. `weekend`: without what is left of today. `daily`: exhibitions, and what is on most
    days, each once. `running`: what began on an earlier day. No event is in two of them."""

    day: date
    lead: Sequence[Shown]
    today: Section
    weekend: Section
    daily: Sequence[Shown]
    running: Sequence[Shown]
    event_ids: frozenset[int] = field(default=frozenset())


def front(connection: Connection, zone: str, now: datetime) -> Front:
    """`now`: aware."""
    local = now.astimezone(ZoneInfo(zone))
    now = now.astimezone(UTC).replace(second=0, microsecond=0)
    _, midnight = span_of("today", local)
    friday, monday = span_of("weekend", local)
    first_day, weekend_begin = local.date(), max(friday, midnight)
    weekend_day = weekend_begin.astimezone(ZoneInfo(zone)).date()
    today = _read(connection, EventFilter(from_=now, until=midnight, begins_from=first_day))
    weekend = (
        []
        if weekend_begin >= monday
        else _read(connection, EventFilter(from_=weekend_begin, until=monday, begins_from=weekend_day))
    )
    running = _read(connection, EventFilter(from_=now, until=midnight, begun_before=first_day))
    soon = [one for one in (*today, *weekend) if one.rhythm is Rhythm.ONCE or one.listing.featured]
    lead = _lead(soon, now)
    if len(lead) < LEAD:
        later = _read(connection, EventFilter(from_=now, until=now + AHEAD, begins_from=first_day))
        lead = _best_first(
            [*lead, *_lead([one for one in later if one.rhythm is Rhythm.ONCE], now, without=lead)][:LEAD]
        )
    seen = {one.listing.event_id for one in lead}
    todays, weekends = _section(today, seen, now), _section(weekend, seen, now)
    daily = _each_once((one for one in (*today, *weekend) if one.rhythm is Rhythm.DAILY), seen)
    still = sorted(_each_once((one for one in running if one.takes_place), seen), key=_ends)
    return Front(
        day=first_day,
        lead=lead,
        today=replace(todays, complete=seen.issuperset(one.listing.event_id for one in today)),
        weekend=replace(weekends, complete=seen.issuperset(one.listing.event_id for one in weekend)),
        daily=sorted(daily, key=_ends)[:DAILY],
        running=still[:RUNNING],
        event_ids=frozenset(seen),
    )


def _read(connection: Connection, wanted: EventFilter) -> Sequence[Shown]:
    page = listings.page(connection, wanted, limit=READ, once=Once.SERIES)
    return [Shown(one, page.more.get(one.occurrence_id)) for one in page.listings]


def _lead(found: Iterable[Shown], now: datetime, without: Sequence[Shown] = ()) -> list[Shown]:
    """The best first, and the next best by time: no two of one event, and at most two of one category."""
    chosen: list[Shown] = []
    taken = [*without]
    for one in sorted(found, key=lambda each: (-merit(each, now), each.listing.starts_at)):
        if not one.takes_place or one.listing.sold_out or len(chosen) == LEAD:
            continue
        same = [each for each in taken if first_category(each) == first_category(one)]
        if any(each.listing.event_id == one.listing.event_id for each in taken) or len(same) >= 2:
            continue
        chosen.append(one)
        taken.append(one)
    return _best_first(chosen)


def _best_first(chosen: Sequence[Shown]) -> list[Shown]:
    return [*chosen[:1], *sorted(chosen[1:], key=lambda one: one.listing.starts_at)]


def _section(found: Sequence[Shown], seen: set[int], now: datetime) -> Section:
    """The best by time, without what is always there; adds the events to `seen`. The total has those, too."""
    new = [one for one in found if one.listing.event_id not in seen and one.rhythm in (Rhythm.ONCE, Rhythm.SERIES)]
    best = sorted(new, key=lambda one: -merit(one, now))[:ROWS]
    shown = sorted(best, key=lambda one: (one.listing.starts_at, one.listing.occurrence_id))
    seen.update(one.listing.event_id for one in shown)
    return Section(shown, len(found) if len(found) < READ else None)


def _each_once(found: Iterable[Shown], seen: set[int]) -> list[Shown]:
    """Each event once, and of a series of events only one; adds them to `seen`."""
    chosen: dict[tuple[str, int | None], Shown] = {}
    for one in found:
        if one.listing.event_id not in seen:
            seen.add(one.listing.event_id)
            chosen.setdefault((one.listing.title.casefold(), one.listing.venue_id), one)
    return list(chosen.values())


def _ends(one: Shown) -> tuple[bool, date]:
    """What ends soonest comes first, and what stands for months last."""
    more, ends_at = one.more, one.listing.ends_at
    last = more.until if more is not None and more.until is not None else ends_at.date() if ends_at else date.max
    return one.rhythm is Rhythm.STANDING, last
