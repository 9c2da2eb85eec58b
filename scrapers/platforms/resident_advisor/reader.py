"""Reads the listings of Resident Advisor."""

from __future__ import annotations

from core.errors import BadRecord
from core.items import EventItem
from scrapers.reading.contract import Context, Reading
from scrapers.reading.records import Facts, Record, document_of, event_of, inner, list_at, place, read_each, when

_SITE = "https://ra.co/"


def read_events(body: bytes, context: Context) -> Reading:
    """The events of a `listing` or `eventListings` answer. `uid` is the event's id. `date` is the day at midnight;
    `startTime` and `endTime` are local."""
    data = inner(document_of(body, context), "data")
    name = next((one for one in ("listing", "eventListings") if one in data), "listing")
    return read_each(list_at(data, context, name, "data"), _event, context, uid_at="id", title_at="title")


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    event = inner(record, "event") or record
    path, venue = event.get("contentUrl"), inner(event, "venue")
    start = event.get("startTime") or str(event.get("date") or "").partition("T")[0]
    url = f"{_SITE}{path.lstrip('/')}" if isinstance(path, str) else None
    return event_of(
        Facts(
            uid=event.get("id"),
            title=event.get("title"),
            occurrences=(when(start, event.get("endTime"), context),),
            url=url,
            venue=place(venue.get("name"), venue.get("address")),
            ticket_url=url,
            raw={"starts_at": start},
        ),
        context,
    )
