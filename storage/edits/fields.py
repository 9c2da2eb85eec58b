"""The fields that people correct, with the columns of each. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "status": ("status",),
    "starts_at": ("starts_at", "local_date", "all_day", "time_known"),
    "ends_at": ("ends_at",),
    "venue": ("venue_id",),
    "description": ("description",),
    "price": ("price_text", "price_min_cents", "price_max_cents", "price_currency", "is_free"),
    "ticket_url": ("ticket_url",),
    "url": ("url",),
    "image_url": ("image_url",),
    "organizer": ("organizer",),
    "categories": ("categories",),
    "featured": ("featured",),
}
"""By the names of the API."""
TIMES = frozenset({"starts_at", "ends_at"})
"""Only occurrences have these."""
OWN = frozenset({"title", "status", "venue", "description", "url"})
"""An occurrence may have these of its own."""
EVENT_COLUMNS = tuple(column for field, columns in FIELDS.items() if field not in TIMES for column in columns)
OCCURRENCE_COLUMNS = tuple(column for field in (*FIELDS,) if field in TIMES | OWN for column in FIELDS[field])

FIRST = "first"
"""In `event_edits.said`, the key of what the edit overruled first."""
REPLACED = "replaced by a later edit"
"""Why an edit was withdrawn that another one of its field followed."""
Values = Mapping[str, Any]
"""The columns of a field as JSON."""


def same(one: Values, other: Values) -> bool:
    """Whether both say the same; moments may be written with different offsets."""
    return one.keys() == other.keys() and all(_plain(key, one[key]) == _plain(key, other[key]) for key in one)


def edited_fields(columns: Collection[str]) -> tuple[str, ...]:
    """The fields of these columns, sorted."""
    return tuple(sorted(field for field, own in FIELDS.items() if not set(own).isdisjoint(columns)))


def _plain(column: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if column in TIMES and value is not None else value
