"""Converts an `EventItem` to rows in COPY's text format (PostgreSQL manual, COPY), without a database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from core.items import EventItem, Occurrence, Price, Venue

NULL = r"\N"
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
    "title",
    "url",
    "description",
    "venue_id",
    "sold_out",
)
ONLINE = "online"
"""In `raw`: the source's words for it that people can attend online."""
_NO_VENUE, _NO_PRICE = Venue(), Price()
_json = json.JSONEncoder(ensure_ascii=False).encode


def event_fields(item: EventItem) -> list[str]:
    """In the order of EVENT_COLUMNS. The hash covers these fields except those that people don't see: `sequence`,
    `last_modified`, and `raw` but for its `online`."""
    venue, price = item.venue or _NO_VENUE, item.price or _NO_PRICE
    seen_by_people = [
        escaped(item.uid),
        escaped(item.title),
        optional(item.url),
        optional(item.description),
        item.status.value,
        "t" if item.sold_out else "f",
        optional(venue_alias(item.venue)),
        optional(venue.name),
        optional(venue.address),
        number(venue.latitude),
        number(venue.longitude),
        optional(item.organizer),
        optional(price.text),
        number(price.min_cents),
        number(price.max_cents),
        optional(price.currency),
        NULL if price.is_free is None else "t" if price.is_free else "f",
        optional(item.ticket_url),
        optional(item.image_url),
        array(item.categories),
    ]
    hashed = [*seen_by_people, *(value for name, value in item.raw.items() if name == ONLINE)]
    return [
        *seen_by_people,
        number(item.sequence),
        moment(item.last_modified),
        escaped(_json(dict(item.raw))) if item.raw else "{}",
        octets(sha256("\t".join(hashed).encode("utf-8", "surrogatepass")).digest()),
    ]


def occurrence_fields(item: EventItem, venue_ids: Mapping[str, int]) -> list[tuple[str, ...]]:
    """In the order of OCCURRENCE_COLUMNS, one row per key. `venue_ids`: of their own venues, by alias."""
    uid = escaped(item.uid)
    rows = {}
    for occurrence in item.occurrences:
        starts_at = occurrence.starts_at.astimezone(UTC).isoformat()
        key = _key(occurrence, starts_at)
        rows[key] = (
            uid,
            escaped(key),
            starts_at,
            moment(occurrence.ends_at),
            occurrence.local_date.isoformat(),
            escaped(occurrence.timezone),
            "t" if occurrence.all_day else "f",
            "t" if occurrence.time_known else "f",
            optional(occurrence.recurrence_id),
            occurrence.status.value,
            optional(occurrence.title),
            optional(occurrence.url),
            optional(occurrence.description),
            number(venue_ids.get(venue_alias(occurrence.venue) or "")),
            NULL if occurrence.sold_out is None else "t" if occurrence.sold_out else "f",
        )
    return list(rows.values())


def occurrence_key(occurrence: Occurrence) -> str:
    """Its RECURRENCE-ID, or its start: `20261129T003000Z`, or `20261129` if only the date is known."""
    return _key(occurrence, occurrence.starts_at.astimezone(UTC).isoformat())


def _key(occurrence: Occurrence, utc: str) -> str:
    if occurrence.recurrence_id is not None:
        return occurrence.recurrence_id
    if occurrence.all_day or not occurrence.time_known:
        return occurrence.local_date.isoformat().replace("-", "")
    return f"{utc[:4]}{utc[5:7]}{utc[8:13]}{utc[14:16]}{utc[17:19]}Z"


def venue_alias(venue: Venue | None) -> str | None:
    """One spelling of a venue, in lower case and with single spaces; None if it has no name and no address."""
    if venue is None:
        return None
    parts = [" ".join((part or "").casefold().split()) for part in (venue.name, venue.address)]
    return "|".join(parts) if any(parts) else None


def one_per_uid(
    items: Iterable[EventItem], supersedes: Callable[[EventItem, EventItem], bool] = lambda newer, older: False
) -> list[EventItem]:
    """Merges copies of an event within a batch: the newer copy's fields, the occurrences of both, or only those of the
    newer one if it `supersedes` the older."""
    merged: dict[str, EventItem] = {}
    for item in items:
        earlier = merged.get(item.uid)
        if earlier is None:
            merged[item.uid] = item
            continue
        older, newer = sorted((earlier, item), key=_age)
        if supersedes(newer, older):
            merged[item.uid] = newer
            continue
        times = {occurrence_key(o): o for o in (*older.occurrences, *newer.occurrences)}
        merged[item.uid] = replace(newer, occurrences=tuple(times.values()))
    return list(merged.values())


def _age(item: EventItem) -> tuple[int, datetime]:
    return (item.sequence or 0, item.last_modified or datetime.min.replace(tzinfo=UTC))


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def optional(text: str | None) -> str:
    return NULL if text is None else escaped(text)


def number(value: float | None) -> str:
    return NULL if value is None else str(value)


def moment(value: datetime | None) -> str:
    return NULL if value is None else value.isoformat()


def octets(value: bytes) -> str:
    return rf"\\x{value.hex()}"


def array(texts: Iterable[str]) -> str:
    return escaped("{" + ",".join('"' + one.replace("\\", "\\\\").replace('"', '\\"') + '"' for one in texts) + "}")
