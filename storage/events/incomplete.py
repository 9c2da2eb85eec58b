"""Fills in the stored fields of events whose detail page could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from core.items import EventItem, Occurrence, Price, Venue
from storage.events.rows import occurrence_key

Hours = tuple[Occurrence, ...]
_VENUE = ("name", "address", "latitude", "longitude")


def fill_in(
    connection: Connection, source_id: int, items: Sequence[EventItem], incomplete: Mapping[str, Venue | None]
) -> list[EventItem]:
    """The items, with the empty fields of those in `incomplete` as stored, so that a page that fails today removes
    nothing. A stored description and image also stay: a card only has a line and a thumbnail. So does the stored hour
    of a day without one.

    incomplete  by uid, the venue of an event if neither its card nor the database has one.
    """
    uids = [item.uid for item in items if item.uid in incomplete]
    if not uids:
        return list(items)
    rows = connection.execute(
        text("""
            SELECT e.uid, e.description, e.organizer, e.price_text, e.price_min_cents, e.price_max_cents,
                   e.price_currency, e.is_free, e.ticket_url, e.image_url, e.categories,
                   v.name, v.address, v.latitude, v.longitude
              FROM source_events e LEFT JOIN venues v ON v.id = e.venue_id
             WHERE e.source_id = :source_id AND e.uid = ANY (:uids)"""),
        {"source_id": source_id, "uids": uids},
    )
    stored = {row["uid"]: dict(row) for row in rows.mappings()}
    times = _stored_times(connection, source_id, uids)
    hours = _stored_hours(connection, source_id, uids)
    return [
        _fill_in_event(_fill_in_times(item, times, hours), stored.get(item.uid, {}), incomplete[item.uid])
        if item.uid in incomplete
        else item
        for item in items
    ]


def _stored_times(connection: Connection, source_id: int, uids: Sequence[str]) -> dict[tuple[str, str], Occurrence]:
    """By uid and key, the occurrences that have something of their own."""
    rows = connection.execute(
        text("""
            SELECT e.uid, o.key, o.starts_at, o.timezone, o.title, o.url, o.description,
                   v.name, v.address, v.latitude, v.longitude
              FROM source_events e JOIN source_occurrences o ON o.event_id = e.id
              LEFT JOIN venues v ON v.id = o.venue_id
             WHERE e.source_id = :source_id AND e.uid = ANY (:uids)
               AND (coalesce(o.title, o.description, o.url) IS NOT NULL OR o.venue_id IS NOT NULL)"""),
        {"source_id": source_id, "uids": list(uids)},
    )
    found = {}
    for row in rows.mappings():
        fields = dict(row)
        venue = Venue(**{name: fields.pop(name) for name in _VENUE})
        uid, key = fields.pop("uid"), fields.pop("key")
        found[uid, key] = Occurrence(**fields, venue=None if venue == Venue() else venue)
    return found


def _stored_hours(connection: Connection, source_id: int, uids: Sequence[str]) -> Mapping[tuple[str, date], Hours]:
    """By uid and local day."""
    rows = connection.execute(
        text("""
            SELECT e.uid, o.local_date, o.starts_at, o.ends_at, o.timezone
              FROM source_events e JOIN source_occurrences o ON o.event_id = e.id
             WHERE e.source_id = :source_id AND e.uid = ANY (:uids) AND o.time_known AND NOT o.all_day
               AND o.withdrawn_at IS NULL"""),
        {"source_id": source_id, "uids": list(uids)},
    )
    found: dict[tuple[str, date], Hours] = {}
    for row in rows:
        zone = ZoneInfo(row.timezone)
        ends_at = None if row.ends_at is None else row.ends_at.astimezone(zone)
        one = Occurrence(starts_at=row.starts_at.astimezone(zone), ends_at=ends_at, timezone=row.timezone)
        found[row.uid, row.local_date] = (*found.get((row.uid, row.local_date), ()), one)
    return found


def _with_hour(one: Occurrence, known: Hours) -> Occurrence:
    """Only where the stored event has a single hour that day, and the card gives a single day."""
    if one.time_known or one.ends_at is not None or len(known) != 1:
        return one
    (stored,) = known
    return replace(one, starts_at=stored.starts_at, ends_at=stored.ends_at, timezone=stored.timezone, time_known=True)


def _fill_in_times(
    item: EventItem, stored: Mapping[tuple[str, str], Occurrence], hours: Mapping[tuple[str, date], Hours]
) -> EventItem:
    timed = (_with_hour(one, hours.get((item.uid, one.local_date), ())) for one in item.occurrences)
    times = (_fill_in_time(one, stored.get((item.uid, occurrence_key(one)))) for one in timed)
    return replace(item, occurrences=tuple(times))


def _fill_in_time(time: Occurrence, stored: Occurrence | None) -> Occurrence:
    if stored is None:
        return time
    return replace(
        time,
        title=time.title or stored.title,
        venue=time.venue or stored.venue,
        url=time.url or stored.url,
        description=stored.description or time.description,
    )


def _fill_in_event(item: EventItem, stored: Mapping[str, Any], default_venue: Venue | None) -> EventItem:
    venue = Venue(**{name: stored.get(name) for name in _VENUE})
    price = Price(
        text=stored.get("price_text"),
        min_cents=stored.get("price_min_cents"),
        max_cents=stored.get("price_max_cents"),
        currency=stored.get("price_currency"),
        is_free=stored.get("is_free"),
    )
    return replace(
        item,
        description=stored.get("description") or item.description,
        organizer=item.organizer or stored.get("organizer"),
        price=item.price or (None if price == Price() else price),
        ticket_url=item.ticket_url or stored.get("ticket_url"),
        image_url=stored.get("image_url") or item.image_url,
        categories=item.categories or tuple(stored.get("categories", ())),
        venue=item.venue or (default_venue if venue == Venue() else venue),
    )
