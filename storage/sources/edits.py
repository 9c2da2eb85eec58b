"""Sources as people add and change them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

CHANGEABLE = frozenset({"title", "spider", "base_url", "timezone", "floor", "settings", "enabled"})


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
) -> int | None:
    """The new source's id; None when the name is taken."""
    added: int | None = connection.execute(
        text("""
            INSERT INTO sources (name, title, spider, base_url, timezone, floor, settings)
            VALUES (:name, :title, :spider, :base_url, :timezone, :floor, cast(:settings AS jsonb))
            ON CONFLICT (name) DO NOTHING RETURNING id"""),
        {
            "name": name,
            "title": title,
            "spider": spider,
            "base_url": base_url,
            "timezone": timezone,
            "floor": floor,
            "settings": json.dumps(dict(settings)),
        },
    ).scalar()
    return added


def change_source(connection: Connection, source_id: int, changes: Mapping[str, Any]) -> bool:
    """Set the named columns, all of them CHANGEABLE. False when there is no such source."""
    if unknown := changes.keys() - CHANGEABLE:
        raise ValueError(f"sources have no column to change: {', '.join(sorted(unknown))}")
    if not changes:
        return True
    columns = ", ".join(
        f"{name} = cast(:{name} AS jsonb)" if name == "settings" else f"{name} = :{name}" for name in sorted(changes)
    )
    values = {name: json.dumps(value) if name == "settings" else value for name, value in changes.items()}
    return (
        connection.execute(
            text(f"UPDATE sources SET {columns} WHERE id = :source_id"), {**values, "source_id": source_id}
        ).rowcount
        > 0
    )


def set_feeds(connection: Connection, source_id: int, urls: Sequence[str]) -> None:
    """The source's feeds are these iCalendar addresses; those that stay keep what is known of them."""
    connection.execute(
        text("DELETE FROM source_feeds WHERE source_id = :source_id AND url <> ALL (:urls)"),
        {"source_id": source_id, "urls": list(urls)},
    )
    connection.execute(
        text("""INSERT INTO source_feeds (source_id, url, kind, label)
                SELECT :source_id, url, 'ics', '' FROM unnest(cast(:urls AS text[])) AS url
                ON CONFLICT (source_id, url) DO NOTHING"""),
        {"source_id": source_id, "urls": list(urls)},
    )


def list_feeds(connection: Connection, source_id: int) -> list[str]:
    return list(
        connection.execute(
            text("SELECT url FROM source_feeds WHERE source_id = :source_id ORDER BY id"), {"source_id": source_id}
        ).scalars()
    )
