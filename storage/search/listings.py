"""What people read of the events: pages of occurrences, and streams of them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, CursorResult, text

from core.items import EventStatus
from storage.search.conditions import IN_RANGE, STATUS, conditions, km
from storage.search.plans import choose
from storage.search.values import EventFilter, Listing, Page, Position, Sort

__all__ = ["EventFilter", "Listing", "Page", "Position", "Sort", "next_times", "page", "read", "soonest", "stream"]

READ_AT_ONCE, CHOSEN_AT_ONCE = 200, 2_000
"""Listings that are in memory together, and positions while the soonest are looked for."""


def page(
    connection: Connection,
    wanted: EventFilter,
    sort: Sort = Sort.SOONEST,
    limit: int = 50,
    after: Position | None = None,
    *,
    once: bool = False,
) -> Page:
    """The next `limit` occurrences after a position, in the order asked for; `once`: each event by its first one only.

    Sort.RELEVANCE needs words, Sort.DISTANCE a point.
    """
    chosen = choose(connection, wanted, sort, limit + 1, after, once=once)
    listings = tuple(_load(connection, wanted, [position.occurrence_id for position in chosen[:limit]]))
    return Page(listings, chosen[limit - 1] if len(chosen) > limit else None)


def next_times(
    connection: Connection, wanted: EventFilter, event_ids: Sequence[int], most: int
) -> dict[int, tuple[list[Listing], int]]:
    """By event, its first `most` occurrences in the filter's range, and how many there are."""
    asked = conditions(connection, replace(wanted, words=None, event_ids=tuple(event_ids)))
    rows = connection.execute(
        text(f"""
            SELECT {_SEEN}, {_distance(wanted)} AS distance_km, o.total
              FROM unnest(cast(:event_ids AS bigint[])) c (id) JOIN event_search x ON x.event_id = c.id
             CROSS JOIN LATERAL (
                   SELECT o.*, count(*) OVER () AS total FROM occurrences o
                    WHERE o.event_id = x.event_id AND {asked.shown} ORDER BY o.starts_at, o.id LIMIT :most) o {_JOINS}
             ORDER BY x.event_id, o.starts_at, o.id"""),
        {**asked.parameters, "most": most},
    )
    found: dict[int, tuple[list[Listing], int]] = {}
    *names, _ = rows.keys()
    for *told, total in rows:
        listing = _listing(names, told)
        found.setdefault(listing.event_id, ([], total))[0].append(listing)
    return found


def stream(connection: Connection, wanted: EventFilter, *, limit: int | None = None) -> Iterator[Listing]:
    """All that pass, or the soonest `limit`, by event id, then start; some hundreds are in memory together, so that
    10,000 cost no more than 100. The connection must be in a transaction, and free until the last one was taken."""
    if limit is not None:
        yield from read(connection, wanted, soonest(connection, wanted, limit))
        return
    asked = conditions(connection, wanted)
    rows = connection.execute(
        text(f"""
            SELECT {_SEEN}, {_distance(wanted)} AS distance_km
              FROM (SELECT x.event_id, x.status {asked.looked_up} AND {IN_RANGE} ORDER BY x.event_id) x
             CROSS JOIN LATERAL (
                   SELECT * FROM occurrences o WHERE o.event_id = x.event_id AND {asked.shown}
                    ORDER BY o.starts_at, o.id OFFSET 0) o {_JOINS}
             ORDER BY x.event_id, o.starts_at, o.id"""),
        asked.parameters,
        execution_options={"stream_results": True, "max_row_buffer": READ_AT_ONCE},
    )
    yield from _listings(rows)


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


_SEEN = f"""
    e.id AS event_id, o.id AS occurrence_id, e.uid, e.title, e.description, e.url, e.organizer, e.categories,
    e.price_text, e.price_min_cents, e.price_max_cents, e.price_currency, e.is_free,
    {STATUS.replace("x.", "e.")} AS status, e.sold_out, e.ticket_url, e.image_url, e.venue_id,
    v.name AS venue_name, v.address AS venue_address, v.latitude, v.longitude, e.source_id, s.name AS source,
    s.title AS source_title, o.key, o.starts_at, o.ends_at, o.local_date, o.timezone, o.all_day, o.time_known,
    o.recurrence_id, e.sequence, e.last_modified, e.first_seen_at, e.updated_at,
    coalesce(o.withdrawn_at, e.withdrawn_at) AS withdrawn_at, e.changes_gone"""
_CHOSEN = """unnest(cast(:chosen AS bigint[])) WITH ORDINALITY c (id, place) JOIN occurrences o ON o.id = c.id"""
_BY_EVENT = """
    SELECT o.id FROM unnest(cast(:chosen AS bigint[])) c (id) JOIN occurrences o ON o.id = c.id
     ORDER BY o.event_id, o.starts_at, o.id"""
_JOINS = """
    JOIN events e ON e.id = o.event_id JOIN sources s ON s.id = e.source_id LEFT JOIN venues v ON v.id = e.venue_id"""


def _distance(wanted: EventFilter) -> str:
    return "NULL::float8" if wanted.near is None else km("v")


def _load(connection: Connection, wanted: EventFilter, ids: Sequence[int]) -> Iterator[Listing]:
    latitude, longitude = wanted.near or (None, None)
    rows = connection.execute(
        text(f"""
            SELECT {_SEEN}, {_distance(wanted)} AS distance_km
              FROM {_CHOSEN} {_JOINS} ORDER BY c.place"""),
        {"chosen": list(ids), "latitude": latitude, "longitude": longitude},
    )
    return _listings(rows)


def _listings(rows: CursorResult[Any]) -> Iterator[Listing]:
    """The columns' names are looked up once: for each row, as `Row._asdict` does it, that is a third of the work."""
    names = tuple(rows.keys())
    return (_listing(names, row) for row in rows)


def _listing(names: Sequence[str], told: Sequence[Any]) -> Listing:
    values = dict(zip(names, told, strict=True))
    values["status"] = EventStatus(values["status"])
    values["categories"] = tuple(values["categories"])
    return Listing(**values)
