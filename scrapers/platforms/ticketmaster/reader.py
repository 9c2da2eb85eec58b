"""Reads the answers of Ticketmaster's Discovery API."""

from __future__ import annotations

from typing import Any

from core.errors import BadRecord
from core.items import EventItem, Occurrence, Price, Venue
from scrapers.reading.contract import Context, Reading
from scrapers.reading.records import (
    Facts,
    Record,
    cents,
    document_of,
    event_of,
    inner,
    list_at,
    objects,
    place,
    read_each,
    when,
)
from scrapers.reading.status.words import status_of_label
from scrapers.reading.structured.values import first_text, line

_UNKNOWN_DAY = ("dateTBD", "dateTBA")
_UNKNOWN_HOUR = ("timeTBA", "noSpecificTime")


def read_events(body: bytes, context: Context) -> Reading:
    """The events of `/discovery/v2/events.json`, or of a bare list of them. `uid` is the event's id.

    An answer without `_embedded` has no events. An event whose day isn't decided is reported and left out.
    """
    document = document_of(body, context)
    if isinstance(document, dict) and "page" in document and "_embedded" not in document:
        return Reading()
    path = ("_embedded", "events") if isinstance(document, dict) else ()
    return read_each(list_at(document, context, *path), _event, context, uid_at="id", title_at="name")


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    dates, inside = inner(record, "dates"), inner(record, "_embedded")
    venues = objects(inside.get("venues"))
    images = objects(record.get("images"))
    prices = objects(record.get("priceRanges"))
    kinds = objects(record.get("classifications"))
    note = " ".join(filter(None, (line(record.get("info")), line(record.get("pleaseNote")))))
    zone = dates.get("timezone") or (venues[0].get("timezone") if venues else None)
    return event_of(
        Facts(
            uid=record.get("id"),
            title=record.get("name"),
            occurrences=(_occurrence(inner(dates, "start"), inner(dates, "end"), zone, context),),
            url=record.get("url"),
            description=note or None,
            standing=status_of_label(first_text(inner(dates, "status").get("code")) or ""),
            venue=_venue(venues[0]) if venues else None,
            organizer=inner(record, "promoter").get("name"),
            price=_price(prices),
            ticket_url=record.get("url"),
            image_url=max(images, key=_width).get("url") if images else None,
            categories=[
                name
                for kind in kinds
                for part in ("segment", "genre")
                if (name := line(inner(kind, part).get("name"))) != "Undefined"
            ],
            raw={"starts_at": inner(dates, "start").get("dateTime") or inner(dates, "start").get("localDate")},
        ),
        context,
    )


def _occurrence(start: Record, end: Record, zone: Any, context: Context) -> Occurrence:
    if any(start.get(name) is True for name in _UNKNOWN_DAY):
        raise BadRecord("its day isn't decided", field="starts_at")
    day, hour = first_text(start.get("localDate")), first_text(start.get("localTime"))
    if any(start.get(name) is True for name in _UNKNOWN_HOUR):
        hour = None
    last, until = first_text(end.get("localDate")), first_text(end.get("localTime"))
    closing = f"{last}T{until}" if last and until and end.get("approximate") is not True else None
    return when(f"{day}T{hour}" if day and hour else day, closing, context, zone=zone)


def _venue(record: Record) -> Venue | None:
    region = " ".join(filter(None, (line(inner(record, "state").get("stateCode")), line(record.get("postalCode")))))
    where = inner(record, "location")
    return place(
        record.get("name"),
        inner(record, "address").get("line1"),
        inner(record, "city").get("name"),
        region,
        latitude=where.get("latitude"),
        longitude=where.get("longitude"),
    )


def _price(ranges: list[Record]) -> Price | None:
    """The lowest and highest of the standard prices. Other types are for resale or packages."""
    usual = [one for one in ranges if first_text(one.get("type")) in (None, "standard")] or ranges
    least = [amount for one in usual if (amount := cents(one.get("min"))) is not None]
    most = [amount for one in usual if (amount := cents(one.get("max"))) is not None]
    currencies = {line(one.get("currency")) for one in usual}
    if not least or not most or len(currencies) != 1:
        return None
    low, high = min(least), max(most)
    text = f"{low / 100:g} - {high / 100:g}"
    return Price(text=text, min_cents=low, max_cents=high, currency=currencies.pop(), is_free=high == 0)


def _width(image: Record) -> int:
    width = image.get("width")
    return width if isinstance(width, int) else 0
