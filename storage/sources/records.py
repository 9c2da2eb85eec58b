"""Reads and seeds sources, and stores the feeds that they publish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

from sqlalchemy import Connection, Row, text

from core.addresses import http_address, rebased
from core.items import FeedItem
from core.recipes.recipe import Recipe, parse_recipe
from storage.sources.rules import NO_RULES, SourceRules


class UnknownSource(LookupError):
    """No such row in `sources`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSeed:
    """A source as its spider's file defines it. `id` None: the next free one. `schedule`: five cron fields, or ""."""

    id: int | None
    name: str
    title: str
    base_url: str
    timezone: str
    floor: int = 0
    schedule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """A row of `sources` as the crawl needs it."""

    id: int
    name: str
    title: str
    spider: str
    base_url: str
    timezone: str
    floor: int
    settings: dict[str, Any]
    enabled: bool
    feeds: int
    rules: SourceRules = NO_RULES
    role: str | None = None
    recipe: Recipe | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A row of `source_feeds`; `covers_until` is exclusive, None is unbounded."""

    id: int
    url: str
    kind: str
    label: str
    covers_from: date | None
    covers_until: date | None


def seed(connection: Connection, sources: Iterable[SourceSeed], overrides: dict[str, str] | None = None) -> list[str]:
    """Adds missing sources and returns their names. Existing rows keep what people set, except for an address in
    `overrides` (source name to base URL)."""
    added: list[str] = []
    for source in sources:
        address = (overrides or {}).get(source.name)
        if address is not None:
            _move_feeds(connection, source.name, address)
        row = connection.execute(
            text("""
                INSERT INTO sources (id, name, title, spider, base_url, timezone, floor)
                VALUES (coalesce(:id, (SELECT coalesce(max(id), 0) + 1 FROM sources)),
                        :name, :title, :name, :base_url, :timezone, :floor)
                ON CONFLICT (name) DO UPDATE SET base_url = coalesce(:address, sources.base_url)
                RETURNING xmax = 0 AS added"""),
            {
                "id": source.id,
                "name": source.name,
                "title": source.title,
                "base_url": address or source.base_url,
                "timezone": source.timezone,
                "floor": source.floor,
                "address": address,
            },
        ).one()
        if row.added:
            added.append(source.name)
    connection.execute(
        text(
            "SELECT setval(pg_get_serial_sequence('sources', 'id'), (SELECT max(id) FROM sources)) WHERE EXISTS"
            " (SELECT FROM sources)"
        )
    )
    return added


_SELECT = """SELECT id, name, title, spider, base_url, timezone, floor, settings, enabled, rules, role, recipe,
                    (SELECT count(*) FROM source_feeds f WHERE f.source_id = s.id) AS feeds FROM sources s"""


def _move_feeds(connection: Connection, name: str, address: str) -> None:
    """Moves the feeds that were found at the source's old address to its new one."""
    feeds = connection.execute(
        text("""SELECT f.id, f.url, s.base_url FROM source_feeds f JOIN sources s ON s.id = f.source_id
                 WHERE s.name = :name"""),
        {"name": name},
    ).all()
    moved = [{"id": row.id, "url": url} for row in feeds if (url := rebased(row.url, row.base_url, address)) != row.url]
    if moved:
        connection.execute(text("UPDATE source_feeds SET url = :url WHERE id = :id"), moved)


def read_source(connection: Connection, source_id: int) -> SourceRecord:
    """The source with this id. Raises UnknownSource with the ids that exist."""
    row = connection.execute(text(f"{_SELECT} WHERE id = :id"), {"id": source_id}).one_or_none()
    if row is None:
        known = ", ".join(f"{s.id} ({s.name})" for s in list_sources(connection)) or "none: run `python -m app up`"
        raise UnknownSource(f"there is no source {source_id}; the sources are {known}")
    return _record(row)


def find_source(connection: Connection, source_id: int) -> SourceRecord | None:
    """The source with this id, or None."""
    row = connection.execute(text(f"{_SELECT} WHERE id = :id"), {"id": source_id}).one_or_none()
    return None if row is None else _record(row)


def find_sources(connection: Connection, ids: Sequence[int]) -> list[SourceRecord]:
    """Those that exist, by id."""
    rows = connection.execute(text(f"{_SELECT} WHERE id = ANY (:ids) ORDER BY id"), {"ids": list(ids)})
    return [_record(row) for row in rows]


def count_enabled(connection: Connection) -> int:
    return int(connection.execute(text("SELECT count(*) FROM sources WHERE enabled")).scalar_one())


def list_sources(connection: Connection) -> list[SourceRecord]:
    return [_record(row) for row in connection.execute(text(f"{_SELECT} ORDER BY id"))]


def _record(row: Row[tuple[object, ...]]) -> SourceRecord:
    recipe = None if row.recipe is None else parse_recipe(row.recipe)
    return SourceRecord(**{**row._mapping, "rules": SourceRules.model_validate(row.rules), "recipe": recipe})


def store_feeds(connection: Connection, source_id: int, run_id: str, feeds: Sequence[FeedItem]) -> tuple[int, int]:
    """Stores the feeds of a source; returns how many are new and how many were known."""
    new = 0
    for feed in feeds:
        new += connection.execute(
            text("""
                INSERT INTO source_feeds (source_id, url, kind, label, covers_from, covers_until, first_seen_run_id)
                VALUES (:source_id, :url, :kind, :label, :covers_from, :covers_until, :run_id)
                ON CONFLICT (source_id, url) DO UPDATE
                   SET kind = excluded.kind, label = excluded.label, covers_from = excluded.covers_from,
                       covers_until = excluded.covers_until, last_seen_at = now()
                RETURNING (xmax = 0)::int"""),
            {
                "source_id": source_id,
                "url": feed.url,
                "kind": feed.kind,
                "label": feed.label,
                "covers_from": feed.covers_from,
                "covers_until": feed.covers_until,
                "run_id": run_id,
            },
        ).scalar_one()
    return new, len(feeds) - new


def resolve_feeds(connection: Connection, source: SourceRecord) -> None:
    """Rewrites the addresses of a source's feeds that were stored as `webcal:`, or relative to the source's address
    (RFC 3986, 5.2), as http addresses. A feed that is stored under its http address, too, is deleted."""
    rows = connection.execute(
        text("SELECT id, url FROM source_feeds WHERE source_id = :source_id AND url !~* '^https?://'"),
        {"source_id": source.id},
    ).all()
    for row in rows:
        parameters = {"id": row.id, "source_id": source.id, "url": _resolved(row.url, source.base_url)}
        known = "SELECT FROM source_feeds WHERE source_id = :source_id AND url = :url AND id <> :id"
        connection.execute(text(f"DELETE FROM source_feeds WHERE id = :id AND EXISTS ({known})"), parameters)
        connection.execute(text("UPDATE source_feeds SET url = :url WHERE id = :id"), parameters)


def _resolved(url: str, base_url: str) -> str:
    try:
        return urljoin(http_address(base_url), http_address(url.strip()))
    except ValueError:  # the crawl will name it
        return url


def current_feeds(connection: Connection, source_id: int, today: date) -> list[Feed]:
    """The feeds of a source that cover today or later, earliest first."""
    rows = connection.execute(
        text("""
            SELECT id, url, kind, label, covers_from, covers_until FROM source_feeds
             WHERE source_id = :source_id AND (covers_until IS NULL OR covers_until > :today)
             ORDER BY covers_from NULLS FIRST, id"""),
        {"source_id": source_id, "today": today},
    )
    return [Feed(**row._mapping) for row in rows]
