"""Reads the lists of Admit One."""

from __future__ import annotations

from core.errors import BadRecord
from core.items import EventItem, EventStatus
from scrapers.reading.contract import Context, Reading
from scrapers.reading.prices import currency_of, read_price
from scrapers.reading.records import Facts, Record, document_of, event_of, list_at, place, read_each, when
from scrapers.reading.status.words import Standing
from scrapers.reading.structured.values import first_text, line
from scrapers.reading.text import slug_of


def read_events(body: bytes, context: Context) -> Reading:
    """The events of a list. `uid` is the slug of the event's address. The list has the day and the hour at which the
    doors open, which isn't the start: the hour of the event is unknown."""
    return read_each(list_at(document_of(body, context), context, "events"), _event, context, title_at="title")


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    url, cost = first_text(record.get("url")) or "", line(record.get("price_range"))
    cancelled = EventStatus.CANCELLED if record.get("cancelled") is True else None
    age = line(record.get("age_limit"))
    return event_of(
        Facts(
            uid=slug_of(url),
            title=record.get("title"),
            occurrences=(when(record.get("event_date"), None, context),),
            url=url,
            description=f"Ages: {age}" if age else None,
            standing=Standing(cancelled, record.get("sold_out") is True),
            venue=place(record.get("venue"), record.get("city")),
            organizer=record.get("promoter_presents"),
            price=read_price(cost, currency_of(context.timezone)) if cost else None,
            ticket_url=url,
            image_url=record.get("event_image"),
            raw={"starts_at": record.get("event_date"), "doors": record.get("doors"), "price": cost},
        ),
        context,
    )
