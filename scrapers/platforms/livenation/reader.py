"""Reads the lists of shows of Live Nation's venue sites."""

from __future__ import annotations

from typing import Any

from core.errors import BadRecord
from core.items import EventItem, Venue
from scrapers.reading.contract import Context, Reading
from scrapers.reading.records import (
    Facts,
    Record,
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

_NO_HOUR = "00:00:01"
"""A ticket for several days starts then, and ends at 23:59:59."""


def read_events(body: bytes, context: Context) -> Reading:
    """The shows of a `getEvents` answer, of a venue's list, or of one show. `uid` is the discovery id."""
    document = document_of(body, context)
    if isinstance(document, list):
        return read_each(document, _event, context, uid_at="discovery_id", title_at="name")
    if isinstance(document, dict) and "discovery_id" in document:
        return read_each([document], _event, context, uid_at="discovery_id", title_at="name")
    return read_each(
        list_at(document, context, "data", "getEvents"), _event, context, uid_at="discovery_id", title_at="name"
    )


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    start = record.get("datetime_local") or _moment(record, "event_date", "event_time")
    start = start or _moment(record, "start_date_local", "start_time_local")
    end = _moment(record, "event_end_date", "event_end_time")
    zone = record.get("event_timezone") or record.get("timezone")
    images = objects(record.get("images"))
    artists = objects(record.get("artists"))
    status = record.get("event_status_code") or record.get("status_code") or record.get("status")
    return event_of(
        Facts(
            uid=record.get("discovery_id") or record.get("tm_id"),
            title=record.get("name"),
            occurrences=(when(start, end, context, zone=zone),),
            url=record.get("url"),
            description=record.get("important_info"),
            standing=status_of_label(status if isinstance(status, str) else ""),
            venue=_venue(inner(record, "venue")),
            ticket_url=record.get("url"),
            image_url=images[0].get("image_url") if images else None,
            categories=(record.get("genre"), *(artist.get("genre") for artist in artists)),
            raw={"starts_at": start, "artists": ", ".join(name for one in artists if (name := line(one.get("name"))))},
        ),
        context,
    )


def _moment(record: Record, day: str, hour: str) -> str | None:
    date, clock = first_text(record.get(day)), first_text(record.get(hour))
    if date is None or clock is None or clock == _NO_HOUR or clock.startswith("23:59"):
        return date
    return f"{date}T{clock}"


def _venue(record: Record) -> Venue | None:
    where: dict[str, Any] = dict(inner(record, "location"))
    region = " ".join(filter(None, (first_text(where.get("state")), first_text(where.get("zip_code")))))
    position = {"latitude": where.get("latitude"), "longitude": where.get("longitude")}
    return place(record.get("name"), where.get("address"), where.get("city"), region, where.get("country"), **position)
