"""The values of corrected fields as the API shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from storage.edits.fields import FIELDS, TIMES, Values


def plain(field: str, values: Values | None, venues: Mapping[int, Any], zone: str, row: Values | None = None) -> Any:
    """A field's columns as the API shows them: a text, a list, an object with the columns' names, or null."""
    if values is None:
        return None
    if field == "venue":
        return venues.get(values["venue_id"])
    if field == "price":
        names = ("text", "min_cents", "max_cents", "currency", "is_free")
        price = dict(zip(names, (values[column] for column in FIELDS["price"]), strict=True))
        return None if set(price.values()) == {None} else price
    (value, *_) = (values[column] for column in FIELDS[field])
    if field not in TIMES or value is None:
        return value
    local = datetime.fromisoformat(value).astimezone(ZoneInfo(zone))
    about = {**(row or {}), **values}
    by_date = about.get("all_day") or about.get("time_known") is False
    return local.date().isoformat() if by_date else local.isoformat()


def venues_of(connection: Connection, said: Iterable[Values | None]) -> dict[int, dict[str, Any]]:
    """The places that people see for the venues that fields name, by the venue's id."""
    ids = {values["venue_id"] for values in said if values and values.get("venue_id") is not None}
    if not ids:
        return {}
    rows = connection.execute(
        text("SELECT venue_id, id, name, address FROM shown_venues WHERE venue_id = ANY (:ids)"), {"ids": list(ids)}
    )
    return {row.venue_id: {"id": row.id, "name": row.name, "address": row.address} for row in rows}
