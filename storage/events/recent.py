"""Reads which visible events are new or changed since a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from storage.search.conditions import conditions
from storage.search.filters import EventFilter
from storage.search.fragments import TRUE, Fragment, compose


@dataclass(frozen=True, slots=True)
class RecentPosition:
    """Where a page ended: the entry's moment, whether it is a change (1) or a new event (0), and its id."""

    at: datetime
    kind: int
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentEntry:
    """A new event (`field` None), or a field of an event or of one of its occurrences, before and after. `title`: the
    occurrence's own, if it has one. `moved_to`: when the occurrence starts now, if that is no longer what its key
    says."""

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
    moved_to: datetime | None = None


def read_recent(
    connection: Connection, wanted: EventFilter, *, since: datetime, after: RecentPosition | None, limit: int
) -> Sequence[RecentEntry]:
    """The earliest first. Includes withdrawn events, not hidden ones; not that a source changed its UID of an event.

    An entry about an event passes the filter if one of its occurrences does; one about an occurrence, if that one does.
    """
    begin = after or RecentPosition(since, -1, 0)
    statement = compose(_RECENT, passes=_passes(connection, wanted))
    position = {"at": begin.at, "kind": begin.kind, "id": begin.id, "limit": limit}
    rows = connection.execute(text(statement.text), {**statement.parameters, **position})
    return [RecentEntry(**row) for row in rows.mappings()]


def _passes(connection: Connection, wanted: EventFilter) -> Fragment:
    """Of c, a change or a new event. A change of an occurrence that was deleted counts as one of its event."""
    if wanted == EventFilter():
        return TRUE
    asked = conditions(connection, replace(wanted, include_withdrawn=True))
    timed = wanted.from_ is not None or wanted.until is not None or bool(wanted.statuses)
    return compose(
        """
        EXISTS (SELECT FROM event_search x
                  LEFT JOIN occurrences k ON k.event_id = c.event_id
                                         AND coalesce(k.public_key, k.key) = c.occurrence_key
                 WHERE (x.entry_id = c.event_id OR (x.entry_id < 0 AND x.event_id = c.event_id))
                   AND (k.id IS NULL OR k.entry_id = x.entry_id) AND {row_passes} AND {has_words} AND {has_time})""",
        row_passes=asked.row_passes,
        has_words=asked.row_has_words.reading(o="x"),
        has_time=compose(_HAS_TIME, shown=asked.shown) if timed else TRUE,
    )


_HAS_TIME = """
EXISTS (SELECT FROM occurrences o WHERE o.entry_id = x.entry_id AND (k.id IS NULL OR o.id = k.id) AND {shown})"""


_RECENT = """
SELECT n.at, n.kind, n.id, n.event_id, coalesce(o.title, e.title) AS title, s.name AS source, n.field,
       n.occurrence_key, n.old, n.new, CASE WHEN o.public_key IS NOT NULL THEN o.starts_at END AS moved_to
  FROM ((SELECT c.first_seen_at AS at, 0 AS kind, c.id, c.event_id, NULL AS field, c.occurrence_key,
                NULL::jsonb AS old, NULL::jsonb AS new
           FROM (SELECT id, id AS event_id, NULL AS occurrence_key, first_seen_at, hidden_at FROM events) c
          WHERE c.hidden_at IS NULL AND c.first_seen_at >= :at
            AND (c.first_seen_at, 0, c.id) > (:at, :kind, :id) AND {passes}
          ORDER BY c.first_seen_at, c.id LIMIT :limit)
        UNION ALL
        (SELECT c.changed_at, 1, c.id, c.event_id, CASE c.field WHEN 'venue_id' THEN 'venue' ELSE c.field END,
                c.occurrence_key,
                CASE c.field WHEN 'venue_id' THEN (SELECT to_jsonb(coalesce(name, address)) FROM venues
                                                    WHERE to_jsonb(id) = c.old) ELSE c.old END,
                CASE c.field WHEN 'venue_id' THEN (SELECT to_jsonb(coalesce(name, address)) FROM venues
                                                    WHERE to_jsonb(id) = c.new) ELSE c.new END
           FROM event_changes c
          WHERE c.changed_at >= :at AND (c.changed_at, 1, c.id) > (:at, :kind, :id) AND c.field <> 'uid'
            AND EXISTS (SELECT FROM events h WHERE h.id = c.event_id AND h.hidden_at IS NULL) AND {passes}
          ORDER BY c.changed_at, c.id LIMIT :limit)) n
  JOIN events e ON e.id = n.event_id JOIN sources s ON s.id = e.source_id
  LEFT JOIN occurrences o ON o.event_id = n.event_id AND coalesce(o.public_key, o.key) = n.occurrence_key
 ORDER BY n.at, n.kind, n.id LIMIT :limit
"""
