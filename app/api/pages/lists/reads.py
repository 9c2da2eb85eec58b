"""What the public pages read of events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from app.api.calendar import occurrences
from app.api.calendar.filters import from_now
from app.api.calendar.front import Front, front
from app.api.feeds.saved_filter import filter_of
from app.api.pages.content.view import Filters, View
from app.highlights.merit import Shown
from app.highlights.rhythm import Rhythm
from core.config import settings
from storage.database.read_only import reading
from storage.events.detail import EventRecord
from storage.search import directory, listings
from storage.search.directory import VenueEntry
from storage.search.filters import EventFilter, Once, Sort
from storage.search.overview import by_day, counts
from storage.search.overview.by_day import OnDay
from storage.search.overview.counts import Counts

PAGE_SIZE, VENUES, RUNNING = 50, 200, 100
MATCHES, SHORTEST = 5, 2
OTHERS = 4
"""How many other events an event's page lists, of its venue and of its kind."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a list. `next`: its cursor; `note`: why it is empty; `first_day`: what began before is at the end."""

    shown: Sequence[Shown]
    next: str | None
    note: str | None
    first_day: date


def listed(wanted: EventFilter, cursor: str | None, limit: int = PAGE_SIZE) -> Found:
    """What begins in the range, soonest first, and after its last page what began on an earlier day and is still going
    on. Raises Problem."""
    first_day = (wanted.from_ or datetime.now(UTC)).astimezone(ZoneInfo(settings().timezone)).date()
    wanted = wanted if wanted.begun_before else replace(wanted, begins_from=first_day)
    found = occurrences.listed(wanted, Sort.SOONEST, limit, cursor, once=Once.SERIES)
    shown = [Shown(one, found.more.get(one.occurrence_id)) for one in found.listings]
    if found.next is None and not wanted.begun_before:
        before = replace(wanted, begins_from=None, begun_before=first_day)
        still = occurrences.listed(before, Sort.SOONEST, RUNNING, None, once=Once.SERIES)
        shown += [Shown(one, still.more.get(one.occurrence_id)) for one in still.listings]
    return Found(shown, found.next, None if shown else found.note, first_day)


def venue_name(given: Filters) -> str | None:
    """The name of the venue that the filters choose."""
    if "venue" not in given:
        return None
    with reading() as connection:
        found = directory.venue(connection, int(str(given["venue"])))
    return None if found is None else found.name or found.address


def front_of(view: View) -> tuple[Front, Sequence[Shown], Filters]:
    """The front page, what follows it, and the filters of the page after that; empty after the last one."""
    with reading() as connection:
        found = front(connection, settings().timezone, view.now)
    tomorrow = view.today + timedelta(days=1)
    filters = {"from": tomorrow.isoformat(), "begun": "false"}
    page = occurrences.listed(filter_of(filters), Sort.SOONEST, PAGE_SIZE, None, once=Once.SERIES)
    following = [Shown(one, page.more.get(one.occurrence_id)) for one in page.listings]
    coming = [
        one
        for one in following
        if one.listing.event_id not in found.event_ids and one.rhythm in (Rhythm.ONCE, Rhythm.SERIES)
    ]
    return found, coming, {} if page.next is None else {**filters, "cursor": page.next}


def matching(view: View, typed: str) -> tuple[Sequence[VenueEntry], Sequence[str]]:
    """Venues and categories (slugs) that match what a visitor searches for, as the page's script finds them."""
    if len(typed) < SHORTEST:
        return (), ()
    with reading() as connection:
        venues = directory.venues(connection, words=typed, near=None, after=None, limit=MATCHES)
    begins = typed.casefold()
    slugs = [
        slug for slug, name in view.kinds.items() if any(word.startswith(begins) for word in name.casefold().split())
    ]
    return venues, slugs


def spanning(filters: Filters, first: date, days: int) -> Filters:
    """The filters with so many days from `first` on in place of their own."""
    span = {"from": first.isoformat(), "until": (first + timedelta(days=days)).isoformat()}
    return {**{name: value for name, value in filters.items() if name not in ("day", *span)}, **span}


def days_of(filters: Filters, most: int) -> Mapping[date, OnDay]:
    """The days that have events, with up to `most` events each. The filters have a span."""
    with reading() as connection:
        return by_day.agenda(connection, filter_of(filters), settings().timezone, most)


def counts_of(filters: Filters) -> Counts:
    """How many events each choice in place of these filters would leave."""
    with reading() as connection:
        return counts.count(connection, from_now(filter_of(filters)))


def others_of(connection: Connection, view: View, found: EventRecord) -> list[tuple[str, Sequence[Shown]]]:
    """Coming events at the same place, and of the same category elsewhere, with their headings."""
    lists, known = [], {found.event_id}
    now = view.now.astimezone(UTC).replace(second=0, microsecond=0)
    if found.venue_id is not None:
        at = EventFilter(from_=now, begins_from=view.today, venue_id=found.venue_id)
        name = found.venue_name or found.venue_address or ""
        lists.append((view.words("event.moreAt", venue=name), _some(connection, at, known)))
    if kinds := view.slugs(found.town_categories):
        alike = EventFilter(from_=now, begins_from=view.today, categories=(kinds[0],))
        lists.append((view.words("event.moreLike"), _some(connection, alike, known)))
    return lists


def _some(connection: Connection, wanted: EventFilter, known: set[int]) -> Sequence[Shown]:
    """The next few events that aren't known; adds them."""
    page = listings.page(connection, wanted, limit=3 * OTHERS, once=Once.SERIES)
    chosen: list[Shown] = []
    for one in page.listings:
        if one.event_id not in known and len(chosen) < OTHERS:
            known.add(one.event_id)
            chosen.append(Shown(one, page.more.get(one.occurrence_id)))
    return chosen
