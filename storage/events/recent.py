"""Reads which visible events are new or changed since a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class RecentPosition:
    """Where a page ended: the entry's moment, whether it is a change (1) or a new event (0), and its id."""

    at: datetime
    kind: int
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentEntry:
    """A new event (`field` None), or a field of an event or of one of its occurrences, before and after. `title`: the
    occurrence's own, if it has one."""

    at: datetime
    kind: int
    id: int
    event_id: int
    title: str
    source: str
    field: str | None
    occurrence_key: str | None
    old: Any
    new: Any


def read_recent(
    connection: Connection, *, since: datetime, after: RecentPosition | None, limit: int
) -> Sequence[RecentEntry]:
    """The earliest first. Includes withdrawn events, not hidden ones."""
    begin = after or RecentPosition(since, -1, 0)
    rows = connection.execute(text(_RECENT), {"at": begin.at, "kind": begin.kind, "id": begin.id, "limit": limit})
    return [RecentEntry(**row) for row in rows.mappings()]


_RECENT = """
SELECT n.at, n.kind, n.id, n.event_id, coalesce(o.title, e.title) AS title, s.name AS source, n.field,
       n.occurrence_key, n.old, n.new
  FROM ((SELECT first_seen_at AS at, 0 AS kind, id, id AS event_id, NULL AS field, NULL AS occurrence_key,
                NULL::jsonb AS old, NULL::jsonb AS new
           FROM events WHERE hidden_at IS NULL AND first_seen_at >= :at AND (first_seen_at, 0, id) > (:at, :kind, :id)
          ORDER BY first_seen_at, id LIMIT :limit)
        UNION ALL
        (SELECT c.changed_at, 1, c.id, c.event_id, CASE c.field WHEN 'venue_id' THEN 'venue' ELSE c.field END,
                c.occurrence_key,
                CASE c.field WHEN 'venue_id' THEN (SELECT to_jsonb(coalesce(name, address)) FROM venues
                                                    WHERE to_jsonb(id) = c.old) ELSE c.old END,
                CASE c.field WHEN 'venue_id' THEN (SELECT to_jsonb(coalesce(name, address)) FROM venues
                                                    WHERE to_jsonb(id) = c.new) ELSE c.new END
           FROM event_changes c
          WHERE c.changed_at >= :at AND (c.changed_at, 1, c.id) > (:at, :kind, :id)
            AND EXISTS (SELECT FROM events h WHERE h.id = c.event_id AND h.hidden_at IS NULL)
          ORDER BY c.changed_at, c.id LIMIT :limit)) n
  JOIN events e ON e.id = n.event_id JOIN sources s ON s.id = e.source_id
  LEFT JOIN occurrences o ON o.event_id = n.event_id AND coalesce(o.public_key, o.key) = n.occurrence_key
 ORDER BY n.at, n.kind, n.id LIMIT :limit
"""
