"""The words in which listings are asked for and answered: filters, orders, positions, occurrences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.items import EventStatus


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
    last_modified   of the source; `updated_at`: when we last saw a change; `first_seen_at`: when we first saw it.
    withdrawn_at    when the event, or this occurrence, was gone from its source.
    changes_gone    how many changes of the event are no longer kept.
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
    changes_gone: int = 0
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page ended: the last occurrence's start and id, and what it was ranked by (kilometres, or the negated
    rank; 0 where pages go by time)."""

    starts_at: datetime
    occurrence_id: int
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page of listings; `next` is None on the last one."""

    listings: tuple[Listing, ...]
    next: Position | None
