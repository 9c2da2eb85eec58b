"""What people read of the events: filters, and the occurrences that pass them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, text

from scrapers.items import EventStatus


class Sort(StrEnum):
    """What a page begins with: the soonest, the latest, the best match of the words, the nearest."""

    SOONEST = "starts_at"
    LATEST = "-starts_at"
    RELEVANCE = "relevance"
    DISTANCE = "distance"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which occurrences are wanted. None asks for nothing; several conditions must all hold.

    from_, until   aware; what starts in the span (`until` exclusive), or began earlier and still goes on at `from_`.
    category       one of the event's categories, in any case.
    source         the source's name.
    free           True: free of charge as the source says; False: not free; a price nobody knows is neither.
    words          as people type into a search box (websearch_to_tsquery); the last word may be the beginning of one.
    near           latitude and longitude in degrees (WGS 84); `radius_km` bounds the distance of the venue from there.
    statuses       of the occurrence, else of its event; empty: any.
    event_ids      only these events; None: any.
    include_hidden, include_withdrawn   for the back office; for feeds, which show what is withdrawn as cancelled.
    """

    from_: datetime | None = None
    until: datetime | None = None
    category: str | None = None
    venue_id: int | None = None
    source: str | None = None
    free: bool | None = None
    words: str | None = None
    near: tuple[float, float] | None = None
    radius_km: float | None = None
    statuses: tuple[EventStatus, ...] = ()
    event_ids: tuple[int, ...] | None = None
    include_hidden: bool = False
    include_withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """An occurrence with all that people see of its event. Amounts in cents; times aware, in UTC.

    status          the occurrence's, unless that is `scheduled`: then the event's.
    key             names the occurrence within its event for ever: its RECURRENCE-ID, else its first start.
    local_date      the day in `timezone`; all that is known of the time where `all_day` or not `time_known`.
    last_modified   what the source says; `updated_at`: when we last saw a change; `first_seen_at`: when we first saw it.
    withdrawn_at    when the event, or this occurrence, was gone from its source.
    distance_km     from the filter's `near`.
    """

    event_id: int
    occurrence_id: int
    uid: str
    title: str
    description: str | None
    url: str | None
    organizer: str | None
    categories: tuple[str, ...]
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
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page ended: what it was sorted by there (epoch microseconds, rank or km), and the occurrence's id."""

    value: float
    occurrence_id: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of listings; `next` is None on the last one."""

    listings: tuple[Listing, ...]
    next: Position | None


Parameters = dict[str, Any]


def page(
    connection: Connection,
    wanted: EventFilter,
    sort: Sort = Sort.SOONEST,
    limit: int = 50,
    after: Position | None = None,
) -> Page:
    """The next `limit` occurrences after a position, in the order asked for."""
    key, order = ORDERS[sort]
    where, parameters = conditions(wanted)
    if after is not None:
        where.append(f"({key}, o.id) {'<' if order == 'DESC' else '>'} (:after_value, :after_id)")
        parameters |= {"after_value": after.value, "after_id": after.occurrence_id}
    rows = connection.execute(
        text(f"""{_select(wanted, key)} WHERE {" AND ".join(where)}
                 ORDER BY sort_key {order}, o.id {order} LIMIT :limit"""),
        {**parameters, "limit": limit + 1},
    ).all()
    listings = tuple(listing(row) for row in rows[:limit])
    following = Position(rows[limit - 1].sort_key, rows[limit - 1].occurrence_id) if len(rows) > limit else None
    return Page(listings, following)


def stream(connection: Connection, wanted: EventFilter, *, limit: int | None = None) -> Iterator[Listing]:
    """All that pass, or the soonest `limit`, ordered by event id, then start: a server-side cursor, so that 10,000
    cost no more memory than 100. The connection must be in a transaction, and free until the last one was taken."""
    where, parameters = conditions(wanted)
    chosen = f"{_select(wanted, ORDERS[Sort.SOONEST][0])} WHERE {' AND '.join(where)}"
    if limit is not None:
        chosen += " ORDER BY o.starts_at, o.id LIMIT :limit"
        parameters["limit"] = limit
    cursor = connection.execution_options(stream_results=True, max_row_buffer=STREAMED_AT_ONCE)
    rows = cursor.execute(text(f"SELECT * FROM ({chosen}) c ORDER BY event_id, starts_at, occurrence_id"), parameters)
    for row in rows:
        yield listing(row)


STREAMED_AT_ONCE = 200
"""Rows of a stream that are in memory together."""
_START = "(extract(epoch FROM o.starts_at) * 1000000)::float8"
_KM = """(12742.0176 * asin(least(1, sqrt(power(sin(radians(v.latitude - :latitude) / 2), 2)
        + cos(radians(:latitude)) * cos(radians(v.latitude))
        * power(sin(radians(v.longitude - :longitude) / 2), 2)))))"""
"""Great-circle distance in kilometres (haversine, mean radius 6371.0088 km)."""
_WORDS = "to_tsvector('english', concat_ws(' ', e.title, e.organizer, v.name, e.description))"
ORDERS = {
    Sort.SOONEST: (_START, "ASC"),
    Sort.LATEST: (_START, "DESC"),
    Sort.RELEVANCE: (f"(-ts_rank({_WORDS}, websearch_to_tsquery('english', :words)))::float8", "ASC"),
    Sort.DISTANCE: (_KM, "ASC"),
}
_STATUS = "CASE WHEN o.status <> 'scheduled' THEN o.status ELSE e.status END"
_SEEN = f"""
    SELECT e.id AS event_id, o.id AS occurrence_id, e.uid, e.title, e.description, e.url, e.organizer, e.categories,
           e.price_text, e.price_min_cents, e.price_max_cents, e.price_currency, e.is_free, {_STATUS} AS status,
           e.sold_out, e.ticket_url, e.image_url, e.venue_id, v.name AS venue_name, v.address AS venue_address,
           v.latitude, v.longitude, e.source_id, s.name AS source, s.title AS source_title, o.key, o.starts_at,
           o.ends_at, o.local_date, o.timezone, o.all_day, o.time_known, o.recurrence_id, e.sequence, e.last_modified,
           e.first_seen_at, e.updated_at, coalesce(o.withdrawn_at, e.withdrawn_at) AS withdrawn_at"""
_FROM = """
      FROM occurrences o JOIN events e ON e.id = o.event_id JOIN sources s ON s.id = e.source_id
      LEFT JOIN venues v ON v.id = e.venue_id"""
_ONGOING = """(o.starts_at >= :from OR coalesce(o.ends_at, CASE WHEN o.all_day OR NOT o.time_known
              THEN o.starts_at + interval '1 day' END) > :from)"""
FIELDS = tuple(Listing.__dataclass_fields__)


def conditions(wanted: EventFilter) -> tuple[list[str], Parameters]:
    """SQL that must hold, and what it is bound to."""
    tests = {
        _ONGOING: ("from", wanted.from_),
        "o.starts_at < :until": ("until", wanted.until),
        "EXISTS (SELECT FROM unnest(e.categories) c WHERE lower(c) = lower(:category))": ("category", wanted.category),
        "e.venue_id = :venue_id": ("venue_id", wanted.venue_id),
        "s.name = :source": ("source", wanted.source),
        "e.is_free = :free": ("free", wanted.free),
        f"{_WORDS} @@ websearch_to_tsquery('english', :words)": ("words", wanted.words),
        f"{_STATUS} = ANY (:statuses)": ("statuses", [str(status) for status in wanted.statuses] or None),
        "e.id = ANY (:event_ids)": ("event_ids", None if wanted.event_ids is None else list(wanted.event_ids)),
        f"{_KM} <= :radius_km": ("radius_km", wanted.radius_km),
    }
    where = [test for test, (_, value) in tests.items() if value is not None]
    parameters = {name: value for name, value in tests.values() if value is not None}
    if wanted.near is not None:
        where.append("v.latitude IS NOT NULL AND v.longitude IS NOT NULL")
        parameters |= {"latitude": wanted.near[0], "longitude": wanted.near[1]}
    if not wanted.include_withdrawn:
        where += ["o.withdrawn_at IS NULL", "e.withdrawn_at IS NULL"]
    return where or ["true"], parameters


def _select(wanted: EventFilter, key: str) -> str:
    distance = _KM if wanted.near is not None else "NULL::float8"
    return f"{_SEEN}, {distance} AS distance_km, {key} AS sort_key {_FROM}"


def listing(row: Row[Any]) -> Listing:
    values = {name: getattr(row, name) for name in FIELDS}
    return Listing(**{**values, "status": EventStatus(row.status), "categories": tuple(row.categories)})
