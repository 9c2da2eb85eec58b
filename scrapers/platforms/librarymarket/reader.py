"""Reads the JSON feed of a LibraryMarket calendar."""

from __future__ import annotations

from typing import Any

from core.errors import BadRecord
from core.items import EventItem
from scrapers.reading.contract import Context, Reading
from scrapers.reading.records import Facts, Record, document_of, event_of, list_at, place, read_each, when
from scrapers.reading.structured.values import as_list, first_text, line
from scrapers.reading.text import slug_of


def read_events(body: bytes, context: Context) -> Reading:
    """The events of `/events/feed/json`, a bare list. `uid` is the event's id, else the slug of its address. Times are
    local, in the zone that the event names. The venue is the branch, with the room."""
    return read_each(list_at(document_of(body, context), context), _event, context, uid_at="id", title_at="title")


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    url = first_text(record.get("url")) or ""
    branch, room = (", ".join(_names(record.get(name))) for name in ("branch", "room"))
    return event_of(
        Facts(
            uid=record.get("id") or record.get("nid") or slug_of(url),
            title=record.get("title"),
            occurrences=(when(record.get("start_date"), record.get("end_date"), context, zone=record.get("timezone")),),
            url=url,
            description=record.get("description"),
            venue=place(", ".join(filter(None, (room, branch)))),
            ticket_url=url if record.get("registration_enabled") is True else None,
            image_url=record.get("image"),
            categories=[*_names(record.get("program_type")), *_names(record.get("age_group"))],
            raw={"starts_at": record.get("start_date")},
        ),
        context,
    )


def _names(value: Any) -> list[str]:
    """The names of `{"101": "Name"}` or of a list."""
    values = value.values() if isinstance(value, dict) else as_list(value)
    return [name for one in values if (name := line(one))]
