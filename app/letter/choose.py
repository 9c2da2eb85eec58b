"""Chooses what the letter recommends: the editors' events, or the best of the days by rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from app.highlights.merit import Shown, first_category, merit
from app.highlights.rhythm import Rhythm
from storage.events.feed_listings import shown_events
from storage.matching.titles import title_of
from storage.search import listings
from storage.search.filters import EventFilter, Once

DAYS = 7
READ = 200
"""The most that is read of a day. A town of 800 venues has 140 on a Saturday."""
MOST = 24
"""As many as people read; the page has the rest."""
PER_DAY = 5
PER_CATEGORY, PER_CATEGORY_AND_DAY = 6, 2


@dataclass(frozen=True, slots=True)
class Span:
    """Local days, both included."""

    first: date
    last: date

    def days(self) -> Iterator[date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


def week_from(first: date) -> Span:
    return Span(first, first + timedelta(days=DAYS - 1))


def by_rule(connection: Connection, span: Span, zone: str, now: datetime) -> list[Shown]:
    """At most MOST, by time. Featured first; then what happens only then; then series such as a weekly market, where a
    day has room. Opening hours, deals, and exhibitions never, unless an exhibition is featured. No day has more than
    PER_DAY and no category more than PER_CATEGORY of what isn't featured. `now`: aware; what has begun by then is left
    out."""
    found = [one for day in span.days() for one in _of_day(connection, day, zone, now) if _may(one)]
    best = sorted(found, key=lambda one: (-merit(one, now), one.listing.starts_at, one.listing.occurrence_id))
    ranked = _in_turns(_one_for_each_title(best))
    chosen = _Chosen()
    for one in ranked:
        if one.listing.featured:
            chosen.add(one)
    for rhythm in (Rhythm.ONCE, Rhythm.SERIES):
        for one in ranked:
            if one.rhythm is rhythm and chosen.has_room(one):
                chosen.add(one)
    return sorted(chosen.shown, key=lambda one: (one.listing.starts_at, one.listing.occurrence_id))


def by_hand(connection: Connection, event_ids: Sequence[int], span: Span, zone: str, now: datetime) -> list[Shown]:
    """The editors' events in their order, each with its first time in the span. Those that are over, hidden, cancelled,
    or have no time in the span are left out."""
    standing = shown_events(connection, event_ids)
    ids = list(dict.fromkeys(standing[each] for each in event_ids if each in standing))
    if not ids:
        return []
    begin, end = _limits(span.first, span.last, zone)
    wanted = EventFilter(from_=max(begin, now.astimezone(UTC)), until=end, event_ids=tuple(ids))
    page = listings.page(connection, wanted, limit=READ, once=Once.EVENT_SERIES)
    found = {one.event_id: Shown(one, page.more.get(one.occurrence_id)) for one in page.listings}
    missing = [each for each in ids if each not in found]
    times = listings.next_times(connection, wanted, missing, 1) if missing else {}
    found |= {event_id: Shown(several[0], None) for event_id, (several, _) in times.items()}
    return [found[each] for each in ids if each in found and found[each].takes_place]


def _of_day(connection: Connection, day: date, zone: str, now: datetime) -> Iterator[Shown]:
    begin, end = _limits(day, day, zone)
    if end <= now:
        return
    wanted = EventFilter(from_=max(begin, now.astimezone(UTC)), until=end, begins_from=day)
    page = listings.page(connection, wanted, limit=READ, once=Once.SERIES)
    for one in page.listings:
        yield Shown(one, page.more.get(one.occurrence_id))


def _limits(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    here = ZoneInfo(zone)
    begin, end = (datetime.combine(day, time(), here) for day in (first, last + timedelta(days=1)))
    return begin.astimezone(UTC), end.astimezone(UTC)


def _one_for_each_title(ranked: Sequence[Shown]) -> Iterator[Shown]:
    """The best of those that have one title at several places on a day, such as a film at two cinemas, with the others.
    A title of common words ("Trivia Night") names another event at each place."""
    named: dict[tuple[date, str], list[Shown]] = defaultdict(list)
    for one in ranked:
        title = title_of(one.listing.title)
        named[one.listing.local_date, title.text if title.own else str(one.listing.occurrence_id)].append(one)
    for best, *others in named.values():
        at = {other.listing.venue_id: other.listing for other in reversed(others)}
        also = (listing for venue_id, listing in at.items() if venue_id not in (None, best.listing.venue_id))
        yield replace(best, also=tuple(sorted(also, key=lambda listing: listing.starts_at)))


def _in_turns(ranked: Iterable[Shown]) -> list[Shown]:
    """The best of each day, then the second best of each, and so on, so that no day uses up a category."""
    days: Counter[date] = Counter()
    turns = []
    for one in ranked:
        turns.append((days[one.listing.local_date], one))
        days[one.listing.local_date] += 1
    return [one for _, one in sorted(turns, key=lambda each: each[0])]


def _may(one: Shown) -> bool:
    if not one.takes_place or one.listing.sold_out or one.rhythm is Rhythm.STANDING:
        return False
    return one.listing.featured or one.rhythm is not Rhythm.DAILY


class _Chosen:
    """What was chosen so far, counted by day and category."""

    def __init__(self) -> None:
        self.shown: list[Shown] = []
        self.events: set[int] = set()
        self.titles: set[tuple[str, int | None]] = set()
        self.days: Counter[date] = Counter()
        self.categories: Counter[str] = Counter()
        self.both: Counter[tuple[str, date]] = Counter()

    def has_room(self, one: Shown) -> bool:
        """What has no category of the town is only limited by its day."""
        day, category = one.listing.local_date, first_category(one)
        if self.days[day] >= PER_DAY or not category:
            return self.days[day] < PER_DAY
        return self.categories[category] < PER_CATEGORY and self.both[category, day] < PER_CATEGORY_AND_DAY

    def add(self, one: Shown) -> None:
        """Adds it unless the letter is full or has its event or one with its title at its venue."""
        listing = one.listing
        name = (listing.title.casefold(), listing.venue_id)
        if len(self.shown) >= MOST or listing.event_id in self.events or name in self.titles:
            return
        day, category = listing.local_date, first_category(one)
        self.shown.append(one)
        self.events.add(listing.event_id)
        self.titles.add(name)
        self.days[day] += 1
        self.categories[category] += 1
        self.both[category, day] += 1
