"""Reads the event list of a library at BiblioCommons."""

from __future__ import annotations

import re

from core.errors import BadRecord
from core.items import EventItem, EventStatus, Venue
from scrapers.reading.contract import Context, Reading
from scrapers.reading.records import Facts, Record, document_of, event_of, inner, list_at, place, read_each, when
from scrapers.reading.status.words import Standing
from scrapers.reading.structured.values import as_list, first_text

_LIBRARY = re.compile(r"/libraries/([\w-]+)/")


def read_events(body: bytes, context: Context) -> Reading:
    """The events of `/v2/libraries/<name>/events`: `events.items` has their ids in order, `entities` the records. `uid`
    is the event's id; each date of a series has its own. Times without a zone are the library's.

    An id without its record is reported. Raises PageChanged for JSON of another shape.
    """
    document = document_of(body, context)
    items = list_at(inner(document, "events"), context, "items")
    entities = inner(document, "entities")
    records = [{"id": first_text(item), "entities": entities} for item in items]
    return read_each(records, _event, context, uid_at="id")


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    own, entities = record["id"], record["entities"]
    event = inner(entities, "events", own or "")
    if not event:
        raise BadRecord(f"the event {own} has no record", field="events", uid=own or "")
    said = inner(event, "definition")
    start, end = said.get("start") or event.get("indexStart"), said.get("end") or event.get("indexEnd")
    library = _LIBRARY.search(context.url)
    cancelled = EventStatus.CANCELLED if said.get("isCancelled") is True else None
    return event_of(
        Facts(
            uid=own,
            title=said.get("title"),
            occurrences=(when(start, end, context),),
            url=f"https://{library[1]}.bibliocommons.com/v2/events/{own}" if library else None,
            description=said.get("description"),
            standing=Standing(cancelled),
            venue=_venue(said, entities),
            image_url=inner(said, "featuredImageId").get("url"),
            categories=[
                inner(entities, group, first_text(one) or "").get("name")
                for name, group in (("typeIds", "eventTypes"), ("audienceIds", "eventAudiences"))
                for one in as_list(said.get(name))
            ],
            raw={"starts_at": start},
        ),
        context,
    )


def _venue(said: Record, entities: Record) -> Venue | None:
    """The branch with the room, or another place. Only the branch's name is sure to be there."""
    branch = inner(entities, "locations", first_text(said.get("branchLocationId")) or "")
    other = inner(entities, "nonBranchLocations", first_text(said.get("nonBranchLocationId")) or "")
    name = first_text(branch.get("name")) or first_text(other.get("name"))
    room = first_text(said.get("locationDetails"))
    where = inner(branch or other, "address")
    parts = [" ".join(filter(None, (first_text(where.get("number")), first_text(where.get("street")))))]
    return place(", ".join(filter(None, (name, room))), *parts, where.get("city"), where.get("state"))
