"""Lists occurrences with their events: by page, or as a stream."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, CursorResult, text

from core.items import EventStatus
from storage.database import prepared
from storage.merging.overlay import Conflict, Others, conflicts, merged_fields, others
from storage.search.columns import JOINS, columns
from storage.search.conditions import conditions
from storage.search.filters import EventFilter, Once, Position, Sort
from storage.search.fragments import compose
from storage.search.more_dates import COLUMNS, MoreDates, further, more_dates
from storage.search.pages.plans import choose

READ_AT_ONCE, CHOSEN_AT_ONCE = 200, 2_000
"""Listings that are in memory at once; positions that `soonest` looks for at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTexts:
    """What an event says where one of its occurrences says something else."""

    title: str
    description: str | None
    url: str | None
    venue_id: int | None
    venue_name: str | None
    venue_address: str | None
    latitude: float | None
    longitude: float | None


class Listing(NamedTuple):
    """An occurrence with everything that people see of its event. Amounts in cents; times aware, in UTC. A tuple,
    because a frozen dataclass of so many fields takes three times as long to make.

    title, description, url, venue   the occurrence's own, or the event's if it has none. `event`: what the event says,
                    None if the occurrence has nothing of its own.
    status          the occurrence's, or the event's if the occurrence is `scheduled`.
    key             permanent name of the occurrence within its event: its RECURRENCE-ID, or its first start.
    public_uid      the event's first uid, if its source renamed it.
    local_date      the day in `timezone`; nothing more is known of the time if `all_day` or not `time_known`.
    last_modified   according to the source. `updated_at`: when we last saw a change; `first_seen_at`: when we first
                    saw the event.
    withdrawn_at    when its source stopped listing the event or this occurrence.
    changes_gone    how many changes of the event were deleted because of their age.
    distance_km     from the filter's `near`.
    identity        source, uid, and key under which feeds show it, if several sources list it; else None.
    featured        an editor put the event first.
    merged          the other listings of the event; None: it stands for no other.
    conflicts       what the others say against it.
    confirmed_at    when the last good run of its source ended. `group_*`: see `storage.tables.merging`.
    """

    event_id: int
    occurrence_id: int
    uid: str
    title: str
    description: str | None
    url: str | None
    organizer: str | None
    categories: tuple[str, ...]
    town_categories: tuple[str, ...]
    price_text: str | None
    price_min_cents: int | None
    price_max_cents: int | None
    price_currency: str | None
    is_free: bool | None
    status: EventStatus
    sold_out: bool
    ticket_url: str | None
    image_url: str | None
    venue_id: int | None
    venue_name: str | None
    venue_address: str | None
    latitude: float | None
    longitude: float | None
    source_id: int
    source: str
    source_title: str
    key: str
    starts_at: datetime
    ends_at: datetime | None
    local_date: date
    timezone: str
    all_day: bool
    time_known: bool
    recurrence_id: str | None
    sequence: int | None
    last_modified: datetime | None
    first_seen_at: datetime
    updated_at: datetime
    withdrawn_at: datetime | None
    changes_gone: int = 0
    event_sold_out: bool = False
    event: EventTexts | None = None
    public_uid: str | None = None
    distance_km: float | None = None
    identity: Sequence[str] | None = None
    featured: bool = False
    merged: Others | None = None
    conflicts: tuple[Conflict, ...] = ()
    group_sequence: int = 0
    group_changed_at: datetime | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """`next`: None on the last page. `more`: by occurrence id, the further dates of the series that it stands for."""

    listings: tuple[Listing, ...]
    next: Position | None
    more: Mapping[int, MoreDates]


def page(
    connection: Connection,
    wanted: EventFilter,
    sort: Sort = Sort.SOONEST,
    limit: int = 50,
    after: Position | None = None,
    *,
    once: Once | None = None,
) -> Page:
    """The next `limit` occurrences after a position, sorted; `once`: what is shown only by its first occurrence.

    Sort.RELEVANCE needs a filter with words, Sort.DISTANCE one with a point.
    """
    chosen = choose(connection, wanted, sort, limit + 1, after, once=once)
    following = chosen[limit - 1] if len(chosen) > limit else None
    since = wanted.from_ if once is not None and once.by_series else None
    found = _rows(connection, wanted, [position.occurrence_id for position in chosen[:limit]], since)
    rows = found.all()
    listings = tuple(map(_reader(found.keys()), rows))
    return Page(listings, following, {} if since is None else more_dates(rows))


def next_times(
    connection: Connection, wanted: EventFilter, event_ids: Sequence[int], most: int
) -> dict[int, tuple[list[Listing], int]]:
    """For each event its first `most` occurrences in the filter's range, and how many there are in all."""
    asked = conditions(connection, replace(wanted, event_ids=tuple(event_ids)))
    statement = compose(
        """
        SELECT {columns}, o.total
          FROM (SELECT o.*, count(*) OVER (PARTITION BY o.event_id) AS total,
                       row_number() OVER (PARTITION BY o.event_id ORDER BY o.starts_at, o.id) AS place
                  FROM (SELECT * FROM event_search x WHERE {passes} AND {has_words} OFFSET 0) x
                  JOIN occurrences o ON o.entry_id = x.entry_id AND {shown}) o {joins}
         WHERE o.place <= :most ORDER BY o.event_id, o.place""",
        columns=columns(wanted),
        passes=asked.row_passes,
        has_words=asked.row_has_words.reading(o="x"),
        shown=asked.shown,
        joins=JOINS,
    )
    rows = connection.execute(text(statement.text), {**statement.parameters, "most": most})
    found: dict[int, tuple[list[Listing], int]] = {}
    listing_of = _reader(rows.keys())
    for row in rows:
        listing = listing_of(row)
        found.setdefault(listing.event_id, ([], row.total))[0].append(listing)
    return found


def stream(connection: Connection, wanted: EventFilter, *, limit: int | None = None) -> Iterator[Listing]:
    """All occurrences that pass, or the soonest `limit`, by event id, then start. At most a few hundred are in memory
    at once. The connection must be in a transaction, and can do nothing else until the last one was read."""
    if limit is not None:
        yield from read(connection, wanted, soonest(connection, wanted, limit))
        return
    asked = conditions(connection, wanted)
    statement = compose(
        """
        SELECT {columns}
          FROM (SELECT x.entry_id, x.event_id, x.status FROM event_search x WHERE {passing} ORDER BY x.event_id) x
         CROSS JOIN LATERAL (
               SELECT * FROM occurrences o WHERE o.entry_id = x.entry_id AND {shown}
                ORDER BY o.starts_at, o.id OFFSET 0) o {joins}
         ORDER BY x.event_id, o.starts_at, o.id""",
        columns=columns(wanted),
        passing=asked.passing,
        shown=asked.shown,
        joins=JOINS,
    )
    streamed = text(statement.text).execution_options(stream_results=True, max_row_buffer=READ_AT_ONCE)
    rows = connection.execute(streamed, statement.parameters)
    yield from map(_reader(rows.keys()), rows)


def soonest(connection: Connection, wanted: EventFilter, limit: int) -> array[int]:
    """The ids of the first `limit` occurrences that pass."""
    found, after = array("q"), None
    while len(found) < limit:
        most = min(limit - len(found), CHOSEN_AT_ONCE)
        chosen = choose(connection, wanted, Sort.SOONEST, most, after)
        found.extend(position.occurrence_id for position in chosen)
        if len(chosen) < most:
            break
        after = chosen[-1]
    return found


def read(connection: Connection, wanted: EventFilter, ids: Sequence[int]) -> Iterator[Listing]:
    """The occurrences of these ids, by event id, then start."""
    if len(ids) <= READ_AT_ONCE:
        yield from sorted(
            _load(connection, wanted, ids), key=lambda one: (one.event_id, one.starts_at, one.occurrence_id)
        )
        return
    ordered = array("q", connection.execute(text(_BY_EVENT), {"chosen": list(ids)}).scalars())
    for first in range(0, len(ordered), READ_AT_ONCE):
        yield from _load(connection, wanted, ordered[first : first + READ_AT_ONCE])


def stream_soonest(connection: Connection, wanted: EventFilter, limit: int) -> Iterator[Listing]:
    """The soonest `limit` occurrences that pass, event by event, for people: the event with the first of them leads."""
    chosen = soonest(connection, wanted, limit)
    ordered = array("q", connection.execute(text(_BY_FIRST_TIME), {"chosen": list(chosen)}).scalars())
    for first in range(0, len(ordered), READ_AT_ONCE):
        yield from _load(connection, wanted, ordered[first : first + READ_AT_ONCE])


_BY_FIRST_TIME = """
    SELECT o.id FROM unnest(cast(:chosen AS bigint[])) WITH ORDINALITY c (id, place) JOIN occurrences o ON o.id = c.id
     ORDER BY min(c.place) OVER (PARTITION BY o.event_id), c.place"""
_BY_EVENT = """
    SELECT o.id FROM unnest(cast(:chosen AS bigint[])) c (id) JOIN occurrences o ON o.id = c.id
     ORDER BY o.event_id, o.starts_at, o.id"""


def _load(connection: Connection, wanted: EventFilter, ids: Sequence[int]) -> Iterator[Listing]:
    rows = _rows(connection, wanted, ids)
    return map(_reader(rows.keys()), rows.all())


def _rows(
    connection: Connection, wanted: EventFilter, ids: Sequence[int], since: datetime | None = None
) -> CursorResult[Any]:
    """In the order of `ids`. `since`: with the further dates from then on."""
    statement = compose(
        """
        SELECT {columns}{later} FROM unnest(cast(:chosen AS bigint[])) WITH ORDINALITY c (id, place)
          JOIN occurrences o ON o.id = c.id {joins} {further} ORDER BY c.place""",
        columns=columns(wanted),
        joins=JOINS,
        later="" if since is None else f", {COLUMNS}",
        further="" if since is None else further(since),
    )
    return prepared.run(connection, statement.text, {**statement.parameters, "chosen": list(ids)})


def _reader(names: Iterable[str]) -> Callable[[Sequence[Any]], Listing]:
    """Makes listings of rows that have these columns, perhaps among others. It looks up the names once: doing so for
    each row, as `Row._asdict` does, is a third of the work."""
    in_order = itemgetter(*map(list(names).index, Listing._fields))

    def listing(row: Sequence[Any]) -> Listing:
        values = list(in_order(row))
        values[_STATUS] = EventStatus(values[_STATUS])
        values[_CATEGORIES], values[_TOWN] = tuple(values[_CATEGORIES]), tuple(values[_TOWN])
        if values[_EVENT] is not None:
            values[_EVENT] = EventTexts(**values[_EVENT])
        merged, said = values[_MERGED], values[_CONFLICTS]
        values[_CONFLICTS] = ()
        listing = Listing._make(values)
        return listing if merged is None and said is None else _with_others(listing, merged, said)

    return listing


def _with_others(
    listing: Listing, merged: Mapping[str, Any] | None, said: Sequence[Mapping[str, Any]] | None
) -> Listing:
    """With what other sources say of the event. A description of the occurrence's own stays."""
    if said is not None:
        listing = listing._replace(conflicts=conflicts(said))
    if merged is None:
        return listing
    fields = merged_fields(merged)
    if listing.event is not None and "description" in fields:
        if listing.description != listing.event.description:
            del fields["description"]
        fields["event"] = replace(listing.event, description=merged["description"])
    return listing._replace(**fields, merged=others(merged))


_STATUS, _CATEGORIES, _TOWN, _EVENT, _MERGED, _CONFLICTS = map(
    Listing._fields.index, ("status", "categories", "town_categories", "event", "merged", "conflicts")
)
