"""What the town's sources don't cover, in rows for CSV and JSON lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.board.rows import written
from storage.health.coverage import Coverage

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COLUMNS = ("kind", "id", "name", "address", "upcoming", "known_from", "categories", "listed_by", *DAYS)


def rows(found: Coverage) -> Iterator[dict[str, Any]]:
    """By the names of COLUMNS that it has. `kind`: `venue`, `source`, or `category`."""
    for venue in found.venues:
        yield {
            "kind": "venue",
            "id": venue.place_id,
            "name": venue.name,
            "address": venue.address,
            "upcoming": venue.upcoming,
            "known_from": list(venue.known_from),
            "categories": list(venue.categories),
            "listed_by": list(venue.listed_by),
        }
    for source in found.sources:
        yield {"kind": "source", "id": source.source_id, "name": source.title, "upcoming": source.upcoming}
    for category in found.categories:
        yield {
            "kind": "category",
            "id": category.slug,
            "name": category.name,
            **dict(zip(DAYS, category.days, strict=True)),
        }


def as_csv(found: Coverage) -> str:
    """Lists are separated by commas."""
    plain = (
        {name: ", ".join(value) if isinstance(value, list) else value for name, value in row.items()}
        for row in rows(found)
    )
    return written(COLUMNS, plain)
