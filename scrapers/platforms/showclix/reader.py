"""Reads an event's page of ShowClix."""

from __future__ import annotations

import json
import re
from typing import Any

from core.errors import BadRecord, PageChanged
from core.items import EventItem
from scrapers.platforms.jsonld import reader as jsonld
from scrapers.reading.bodies import decode, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.page_tree import page_tree
from scrapers.reading.records import Facts, Record, event_of, place, read_each, when
from scrapers.reading.structured.values import line

_VALUE = r"\bvar\s+{}\s*=\s*(?=\{{)"


def read_events(body: bytes, context: Context) -> Reading:
    """The event of a page, from its script's `EVENT` and `VENUE`. `uid` is the event's id. Times are local, in the zone
    that the event names. Raises PageChanged for a page without them."""
    text = decode(body, context)
    require_html(text, context)
    event = _script_value(text, "EVENT")
    if event is None:
        structured = jsonld.read_page(page_tree(text, context), context)
        if structured.events:
            return structured
        raise PageChanged("no EVENT in the page's script", url=context.url, source=context.source)
    return read_each([{"event": event, "venue": _script_value(text, "VENUE") or {}}], _event, context)


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    event, venue = record["event"], record["venue"]
    region = " ".join(filter(None, (line(venue.get("state")), line(venue.get("zip")))))
    return event_of(
        Facts(
            uid=event.get("event_id"),
            title=event.get("event") or event.get("event_name"),
            occurrences=(when(event.get("start_time"), event.get("end_time"), context, zone=event.get("timezone")),),
            url=context.url,
            description=event.get("description"),
            venue=place(venue.get("venue_name"), venue.get("address"), venue.get("city"), region, venue.get("country")),
            ticket_url=context.url,
            raw={"starts_at": event.get("start_time")},
        ),
        context,
    )


def _script_value(text: str, name: str) -> dict[str, Any] | None:
    found = re.search(_VALUE.format(name), text)
    if found is None:
        return None
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text, found.end())
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
