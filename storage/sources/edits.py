"""Adds and changes sources and their feeds for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from storage.tables.sources import source_feeds, sources

CHANGEABLE = frozenset({"title", "spider", "base_url", "timezone", "floor", "settings", "enabled", "role", "rules"})


def add_source(
    connection: Connection,
    *,
    name: str,
    title: str,
    spider: str,
    base_url: str,
    timezone: str,
    floor: int,
    settings: Mapping[str, Any],
    rules: Mapping[str, Any] | None = None,
) -> int | None:
    """The new source's id; None if the name is taken."""
    added = insert(sources).values(
        name=name,
        title=title,
        spider=spider,
        base_url=base_url,
        timezone=timezone,
        floor=floor,
        settings=dict(settings),
        rules=dict(rules or {}),
    )
    source_id: int | None = connection.execute(added.on_conflict_do_nothing().returning(sources.c.id)).scalar()
    return source_id


def change_source(connection: Connection, source_id: int, changes: Mapping[str, Any]) -> bool:
    """Sets the named columns, all of them CHANGEABLE. False if there is no such source."""
    if unknown := changes.keys() - CHANGEABLE:
        raise ValueError(f"these columns of a source cannot be changed: {', '.join(sorted(unknown))}")
    if not changes:
        return True
    return connection.execute(sources.update().where(sources.c.id == source_id).values(**changes)).rowcount > 0


def set_feeds(connection: Connection, source_id: int, urls: Sequence[str]) -> None:
    """Makes these iCalendar addresses the source's feeds. Those that stay keep what is known about them."""
    connection.execute(
        source_feeds.delete().where(source_feeds.c.source_id == source_id, source_feeds.c.url.not_in(urls))
    )
    rows = [{"source_id": source_id, "url": url, "kind": "ics", "label": ""} for url in dict.fromkeys(urls)]
    if rows:
        connection.execute(insert(source_feeds).on_conflict_do_nothing(), rows)


def list_feeds(connection: Connection, source_id: int) -> list[str]:
    urls = select(source_feeds.c.url).where(source_feeds.c.source_id == source_id).order_by(source_feeds.c.id)
    return list(connection.execute(urls).scalars())


def save_found(connection: Connection, source_id: int, found: Mapping[str, Any]) -> None:
    """Keeps how it was found out how the source publishes: a JSON-ready mapping."""
    connection.execute(sources.update().where(sources.c.id == source_id).values(found=dict(found)))


def set_listing(connection: Connection, source_id: int, page: str | None) -> None:
    """Names the listing page with which runs compare the source; None: no page. What was compared with another one no
    longer counts."""
    known = read_found(connection, source_id) or {
        "at": datetime.now(UTC).isoformat(),
        "url": page,
        "reason": "a person named its listing page",
        "coverage": None,
        "asked": [],
        "others": [],
    }
    save_found(connection, source_id, {**known, "listing": page, "listed": None, "covered": None})


def read_found(connection: Connection, source_id: int) -> dict[str, Any] | None:
    found: dict[str, Any] | None = connection.execute(select(sources.c.found).where(sources.c.id == source_id)).scalar()
    return found
