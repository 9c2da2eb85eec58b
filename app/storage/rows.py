"""From `EventItem` to the rows that COPY writes: pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from scrapers.items import EventItem, Occurrence, Venue

EVENT_COLUMNS = (
    "uid",
    "title",
    "url",
    "description",
    "status",
    "sold_out",
    "venue_alias",
    "venue_name",
    "venue_address",
    "latitude",
    "longitude",
    "organizer",
    "price_text",
    "price_min_cents",
    "price_max_cents",
    "price_currency",
    "is_free",
    "ticket_url",
    "image_url",
    "categories",
    "sequence",
    "last_modified",
    "raw",
    "content_hash",
)
OCCURRENCE_COLUMNS = (
    "uid",
    "key",
    "starts_at",
    "ends_at",
    "local_date",
    "timezone",
    "all_day",
    "time_known",
    "recurrence_id",
    "status",
)
_json = json.JSONEncoder(ensure_ascii=False).encode


def occurrence_key(occurrence: Occurrence) -> str:
    """Its RECURRENCE-ID, else its start: `20261129T003000Z`, or `20261129` where only the day is known."""
    if occurrence.recurrence_id is not None:
        return occurrence.recurrence_id
    if occurrence.all_day or not occurrence.time_known:
        return f"{occurrence.local_date:%Y%m%d}"
    return f"{occurrence.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def venue_alias(venue: Venue | None) -> str | None:
    """One spelling of a venue, case and white space folded; None for a venue without name and address."""
    if venue is None:
        return None
    parts = [" ".join((part or "").casefold().split()) for part in (venue.name, venue.address)]
    return "|".join(parts) if any(parts) else None


def event_row(item: EventItem) -> tuple[Any, ...]:
    """Values in the order of EVENT_COLUMNS. The hash leaves out what changes without a change for people:
    `sequence`, `last_modified` and `raw`."""
    venue, price = item.venue, item.price
    seen_by_people = (
        item.uid,
        item.title,
        item.url,
        item.description,
        item.status.value,
        item.sold_out,
        venue_alias(venue),
        None if venue is None else venue.name,
        None if venue is None else venue.address,
        None if venue is None else venue.latitude,
        None if venue is None else venue.longitude,
        item.organizer,
        None if price is None else price.text,
        None if price is None else price.min_cents,
        None if price is None else price.max_cents,
        None if price is None else price.currency,
        None if price is None else price.is_free,
        item.ticket_url,
        item.image_url,
        list(item.categories),
    )
    digest = hashlib.sha256(_json(seen_by_people).encode("utf-8", "surrogatepass")).digest()
    return (
        *seen_by_people,
        item.sequence,
        item.last_modified,
        _json(dict(item.raw)),
        digest,
    )


def occurrence_rows(item: EventItem) -> list[tuple[Any, ...]]:
    """Values in the order of OCCURRENCE_COLUMNS, one row per key."""
    rows = {}
    for occurrence in item.occurrences:
        key = occurrence_key(occurrence)
        rows[key] = (
            item.uid,
            key,
            occurrence.starts_at,
            occurrence.ends_at,
            occurrence.local_date,
            occurrence.timezone,
            occurrence.all_day,
            occurrence.time_known,
            occurrence.recurrence_id,
            occurrence.status.value,
        )
    return list(rows.values())


def one_per_uid(items: Iterable[EventItem]) -> list[EventItem]:
    """The same event read twice in a batch is one: the newer copy's fields, the occurrences of both."""
    merged: dict[str, EventItem] = {}
    for item in items:
        earlier = merged.get(item.uid)
        if earlier is None:
            merged[item.uid] = item
            continue
        older, newer = sorted((earlier, item), key=_age)
        times = {occurrence_key(o): o for o in (*older.occurrences, *newer.occurrences)}
        merged[item.uid] = replace(newer, occurrences=tuple(times.values()))
    return list(merged.values())


def _age(item: EventItem) -> tuple[int, datetime]:
    return (item.sequence or 0, item.last_modified or datetime.min.replace(tzinfo=UTC))


def copy_line(values: tuple[Any, ...]) -> str:
    """One line of COPY's text format (PostgreSQL manual, COPY, File Formats)."""
    return "\t".join(map(_field, values)) + "\n"


def _field(value: Any) -> str:
    if isinstance(value, str):
        return _escape(value)
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return rf"\\x{value.hex()}"
    if isinstance(value, list):
        quoted = ('"' + entry.replace("\\", "\\\\").replace('"', '\\"') + '"' for entry in value)
        return _escape("{" + ",".join(quoted) + "}")
    return _escape(str(value))


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
