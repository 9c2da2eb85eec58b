"""Stores filters under a name, so that they have a feed of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A row of `saved_searches`. `filters`: the query parameters of /api/occurrences by name, as text."""

    slug: str
    title: str
    filters: dict[str, str]
    created_at: datetime
    created_by: str


_COLUMNS = "slug, title, filters, created_at, created_by"


def add_search(
    connection: Connection, *, slug: str, title: str, filters: Mapping[str, str], created_by: str
) -> SavedSearch | None:
    """None when the slug is taken."""
    row = connection.execute(
        text(f"""INSERT INTO saved_searches (slug, title, filters, created_by)
                 VALUES (:slug, :title, cast(:filters AS jsonb), :created_by)
                 ON CONFLICT (slug) DO NOTHING RETURNING {_COLUMNS}"""),
        {"slug": slug, "title": title, "filters": json.dumps(dict(filters)), "created_by": created_by},
    ).one_or_none()
    return None if row is None else SavedSearch(**row._mapping)


def read_search(connection: Connection, slug: str) -> SavedSearch | None:
    row = connection.execute(
        text(f"SELECT {_COLUMNS} FROM saved_searches WHERE slug = :slug"), {"slug": slug}
    ).one_or_none()
    return None if row is None else SavedSearch(**row._mapping)


def list_searches(connection: Connection) -> list[SavedSearch]:
    rows = connection.execute(text(f"SELECT {_COLUMNS} FROM saved_searches ORDER BY title, slug"))
    return [SavedSearch(**row._mapping) for row in rows]


def remove_search(connection: Connection, slug: str) -> SavedSearch | None:
    """Returns what was removed, or None if no search has this slug."""
    row = connection.execute(
        text(f"DELETE FROM saved_searches WHERE slug = :slug RETURNING {_COLUMNS}"), {"slug": slug}
    ).one_or_none()
    return None if row is None else SavedSearch(**row._mapping)
