"""Reads the event records of Eventbrite's API, version 3."""

from __future__ import annotations

from core.errors import BadRecord
from core.items import EventItem, Price, Venue
from scrapers.platforms.eventbrite.tickets import standing_of, ticket_price
from scrapers.reading.contract import Context
from scrapers.reading.records import Facts, Record, event_of, inner, modified, place, when
from scrapers.reading.structured.values import first_text

_NOT_PUBLISHED = ("draft", "deleted")


def read_api_event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem | None:
    """`start` and `end` have the local time and its zone. None for a draft and for an event that isn't listed."""
    if record.get("status") in _NOT_PUBLISHED or record.get("listed") is False:
        return None
    start, end = inner(record, "start"), inner(record, "end")
    opens, closes = first_text(start.get("local")), first_text(end.get("local"))
    if closes == opens:
        closes = None
    if record.get("hide_start_date") is True:
        opens, closes = (opens or "").partition("T")[0], None
    logo = inner(record, "logo")
    description = inner(record, "description")
    online = record.get("online_event") is True
    return event_of(
        Facts(
            uid=record.get("id"),
            title=inner(record, "name").get("text"),
            occurrences=(when(opens, closes, context, zone=start.get("timezone")),),
            url=record.get("url"),
            description=description.get("text") or record.get("summary"),
            standing=standing_of(record),
            venue=None if online else _venue(inner(record, "venue")),
            organizer=inner(record, "organizer").get("name"),
            price=ticket_price(inner(record, "ticket_availability")) or _free(record),
            ticket_url=record.get("url"),
            image_url=inner(logo, "original").get("url") or logo.get("url"),
            last_modified=modified(record.get("changed")),
            raw={"starts_at": start.get("local"), "online": "online_event" if online else None},
        ),
        context,
    )


def _free(record: Record) -> Price | None:
    if record.get("is_free") is not True:
        return None
    return Price(text="free", min_cents=0, max_cents=0, currency=first_text(record.get("currency")), is_free=True)


def _venue(record: Record) -> Venue | None:
    where = inner(record, "address")
    address = where.get("localized_address_display")
    parts = [where.get(name) for name in ("address_1", "address_2", "city", "region", "postal_code")]
    return place(
        record.get("name"),
        *([address] if address else parts),
        latitude=record.get("latitude"),
        longitude=record.get("longitude"),
    )
