"""Stores filters under a name, so that they have a feed of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from storage.tables.search import saved_searches


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A row of `saved_searches`. `filters`: the query parameters of /api/occurrences by name, as text."""

    slug: str
    title: str
    filters: dict[str, str]
    created_at: datetime
    created_by: str


def add_search(
    connection: Connection, *, slug: str, title: str, filters: Mapping[str, str], created_by: str
) -> SavedSearch | None:
    """None if the slug is taken."""
    added = insert(saved_searches).values(slug=slug, title=title, filters=dict(filters), created_by=created_by)
    row = connection.execute(added.on_conflict_do_nothing().returning(saved_searches)).one_or_none()
    return None if row is None else SavedSearch(**row._mapping)


def read_search(connection: Connection, slug: str) -> SavedSearch | None:
    row = connection.execute(select(saved_searches).where(saved_searches.c.slug == slug)).one_or_none()
    return None if row is None else SavedSearch(**row._mapping)


def list_searches(connection: Connection) -> list[SavedSearch]:
    rows = connection.execute(select(saved_searches).order_by(saved_searches.c.title, saved_searches.c.slug))
    return [SavedSearch(**row._mapping) for row in rows]


def remove_search(connection: Connection, slug: str) -> SavedSearch | None:
    """Returns what was removed, or None if no search has this slug."""
    row = connection.execute(
        saved_searches.delete().where(saved_searches.c.slug == slug).returning(saved_searches)
    ).one_or_none()
    return None if row is None else SavedSearch(**row._mapping)
