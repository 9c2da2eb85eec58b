"""Reads the JSON of Trumba and 25Live Publisher calendars."""

from __future__ import annotations

import html

from core.errors import BadRecord
from core.items import EventItem, EventStatus, Occurrence
from scrapers.reading.contract import Context, Reading
from scrapers.reading.dates import read_dates
from scrapers.reading.prices import currency_of, read_price
from scrapers.reading.records import Facts, Record, document_of, event_of, list_at, place, read_each, when, whole_days
from scrapers.reading.status.words import Standing
from scrapers.reading.structured.values import as_list, first_text, line

VERSION = 6
"""Raised when the same body gives other events, so that cached answers are read again."""

_COST = ("cost", "price", "admission", "fee", "ticket cost", "ticket price")
_ROOM = ("room location", "room", "building/room")
_ONLINE = ("online", "virtual", "zoom")


def read_events(body: bytes, context: Context) -> Reading:
    """The events of `/calendars/<name>.json`, a bare list. `uid` is the event's id; each date of a series has its own.

    Times are local, with the offset of their own day beside them. Titles have entities, descriptions and places markup.
    """
    return read_each(list_at(document_of(body, context), context), _event, context, uid_at="eventID", title_at="title")


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    start, end = _moment(record, "start"), _moment(record, "end")
    fields = {
        (line(one.get("label")) or "").lower(): line(one.get("value"))
        for one in as_list(record.get("customFields"))
        if isinstance(one, dict)
    }
    cost = next((fields[name] for name in _COST if fields.get(name)), None)
    name = line(record.get("location"))
    room = next((fields[one] for one in _ROOM if fields.get(one)), None)
    venue = None if name is None or name.lower() in _ONLINE else place(", ".join(filter(None, (name, room))))
    return event_of(
        Facts(
            uid=record.get("eventID"),
            title=html.unescape(first_text(record.get("title")) or ""),
            occurrences=(_all_day(record, context) if record.get("allDay") is True else when(start, end, context),),
            url=record.get("permaLinkUrl") or record.get("webLink"),
            description=record.get("description"),
            standing=Standing(EventStatus.CANCELLED if record.get("canceled") is True else None),
            venue=venue,
            organizer=fields.get("organization") or fields.get("sponsor"),
            price=read_price(cost, currency_of(context.timezone)) if cost else None,
            image_url=_image(record),
            categories=(fields.get("event type"), fields.get("category")),
            raw={"starts_at": record.get("dateTimeFormatted") and line(record["dateTimeFormatted"]), "price": cost},
        ),
        context,
    )


def _all_day(record: Record, context: Context) -> Occurrence:
    """The days as the calendar shows them ("November 2 - 4, 2026"): whether the end is the last day or the one after
    isn't known. Where they can't be read, the first day."""
    first = when(_moment(record, "start").partition("T")[0], None, context, all_day=True)
    try:
        span = read_dates(line(record.get("dateTimeFormatted")) or "", now=context.now.date())
    except BadRecord:
        return first
    return whole_days(span.first, span.last, context.timezone) if span.first == first.local_date else first


def _moment(record: Record, which: str) -> str:
    text = first_text(record.get(f"{which}DateTime")) or ""
    offset = first_text(record.get(f"{which}TimeZoneOffset")) or ""
    return f"{text}{offset}" if "T" in text else text


def _image(record: Record) -> str | None:
    image = record.get("eventImage")
    return first_text(image.get("url")) if isinstance(image, dict) else None
