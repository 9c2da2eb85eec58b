"""Reads which visible events are new or changed since a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from storage.events.change_log import FIELD, ITSELF, NEW, OLD, event_title, hour_known, title
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
    """A new event (`field` None), or a field of an event or of one of its occurrences, before and after.

    title        after the change: the occurrence's own, or else the event's, which is in `event_title`.
    old          of the first title, place, page, or description that an occurrence has of its own: the event's.
    starts_at    when the occurrence started after the change, if its key doesn't say.

    Of `old`, `new`, and `starts_at`, if they are times, `…_hour_known` is False or None for a day without an hour.
    """

    at: datetime
    kind: int
    id: int
    event_id: int
    title: str
    event_title: str
    source: str
    field: str | None
    occurrence_key: str | None
    old: Any
    new: Any
    starts_at: datetime | None = None
    old_hour_known: bool | None = None
    new_hour_known: bool | None = None
    starts_at_hour_known: bool | None = None


def read_recent(
    connection: Connection, wanted: EventFilter, *, since: datetime, after: RecentPosition | None, limit: int
) -> Sequence[RecentEntry]:
    """The earliest first. Includes withdrawn events, not hidden ones; not that a source changed its UID of an event.
    Of an event that several sources list, only what the shown listing said; it is new once.

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


_RECENT = f"""
SELECT c.at, c.kind, c.id, c.event_id, {title("c.at")} AS title, {event_title("c.at")} AS event_title,
       s.name AS source, c.field, c.occurrence_key, c.old, c.new,
       CASE WHEN later.start IS NOT NULL THEN cast(later.start AS timestamptz)
            WHEN o.public_key IS NOT NULL THEN o.starts_at END AS starts_at,
       CASE WHEN c.field IN ('starts_at', 'ends_at') THEN {hour_known(">= c.at")} END AS old_hour_known,
       CASE WHEN c.field IN ('starts_at', 'ends_at') THEN {hour_known("> c.at")} END AS new_hour_known,
       CASE WHEN later.start IS NULL THEN o.time_known AND NOT o.all_day
            ELSE {hour_known("> c.at")} END AS starts_at_hour_known
  FROM ((SELECT c.first_seen_at AS at, 0 AS kind, c.id, c.event_id, NULL AS field, c.occurrence_key,
                NULL::jsonb AS old, NULL::jsonb AS new
           FROM (SELECT id, id AS event_id, NULL AS occurrence_key, first_seen_at, hidden_at, covered, merged
                   FROM events) c
          WHERE c.hidden_at IS NULL AND NOT c.covered AND NOT coalesce(cast(c.merged ->> 'older' AS boolean), false)
            AND c.first_seen_at >= :at
            AND (c.first_seen_at, 0, c.id) > (:at, :kind, :id) AND {{passes}}
          ORDER BY c.first_seen_at, c.id LIMIT :limit)
        UNION ALL
        (SELECT c.changed_at, 1, c.id, c.event_id, {FIELD}, c.occurrence_key, {OLD}, {NEW}
           FROM event_changes c
          WHERE c.changed_at >= :at AND (c.changed_at, 1, c.id) > (:at, :kind, :id) AND c.field <> 'uid'
            AND EXISTS (SELECT FROM events h WHERE h.id = c.event_id AND h.hidden_at IS NULL AND NOT h.covered)
            AND {{passes}}
          ORDER BY c.changed_at, c.id LIMIT :limit)) c
  JOIN events e ON e.id = c.event_id JOIN sources s ON s.id = e.source_id
  LEFT JOIN occurrences o ON o.event_id = c.event_id AND coalesce(o.public_key, o.key) = c.occurrence_key
  LEFT JOIN LATERAL (
    SELECT l.old #>> {ITSELF} AS start FROM event_changes l
     WHERE l.event_id = c.event_id AND l.occurrence_key = c.occurrence_key AND l.field = 'starts_at'
       AND (l.changed_at, l.id) > (c.at, c.id) AND l.old <> 'null' ORDER BY l.changed_at, l.id LIMIT 1) later ON true
 ORDER BY c.at, c.kind, c.id LIMIT :limit
"""
