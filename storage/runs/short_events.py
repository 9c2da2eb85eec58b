"""What a run lacks of the events that it saw, and what runs shortly before withdrew. Reads the table that
`withdrawal.find` filled."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

from storage.events.same_titles import comparable_sql
from storage.runs.judgment import PastRun, ShortEvent
from storage.runs.spans import IN_SPAN, Span


def find(connection: Connection, span: Span, recent: Sequence[PastRun]) -> list[ShortEvent]:
    """The seen events of which showings are missing. A showing that an event of the same title now has on that day,
    under another UID, is not missing: calendars cut a series in two. `recent`: the earlier runs of the last day."""
    whole = [one.id for one in recent if not one.short]
    rows = connection.execute(text(_SHORT), {**span.parameters(), "recent": whole})
    return [ShortEvent(**row) for row in rows.mappings()]


def keep(connection: Connection, event_ids: Sequence[int]) -> None:
    """Don't withdraw missing showings of these events."""
    if event_ids:
        statement = text("UPDATE missing SET protected = true WHERE event_id = ANY (cast(:ids AS bigint[]))")
        connection.execute(statement, {"ids": list(event_ids)})


def drained(connection: Connection, span: Span, recent: Sequence[PastRun]) -> int:
    """How many events these runs withdrew, each a few, that are still withdrawn."""
    parameters = {"source_id": span.source_id, "recent": [one.id for one in recent]}
    return int(connection.execute(text(_DRAINED), parameters).scalar_one())


_SHORT = f"""
WITH titled AS MATERIALIZED (
    SELECT id, {comparable_sql("title")} AS title FROM source_events
     WHERE source_id = :source_id AND withdrawn_at IS NULL),
short AS (
    SELECT m.event_id, count(*) AS missing FROM missing m
      JOIN source_occurrences o ON o.id = m.occurrence_id
     WHERE NOT m.gone AND NOT m.protected AND NOT EXISTS (
        SELECT FROM titled e JOIN titled x ON x.title = e.title AND x.id <> e.id
          JOIN source_occurrences y ON y.event_id = x.id
         WHERE e.id = m.event_id AND y.withdrawn_at IS NULL AND y.local_date = o.local_date)
     GROUP BY m.event_id)
SELECT s.event_id, e.title, s.missing,
       (SELECT count(*) FROM source_occurrences o
         WHERE o.event_id = s.event_id AND o.withdrawn_at IS NULL AND {IN_SPAN}) AS due,
       (SELECT count(*) FROM source_occurrences o WHERE o.event_id = s.event_id AND o.starts_at > now()
           AND o.withdrawn_at IS NOT NULL AND o.withdrawn_run_id = ANY (cast(:recent AS text[]))) AS drained
  FROM short s JOIN source_events e ON e.id = s.event_id ORDER BY s.missing DESC, s.event_id
"""

_DRAINED = """
SELECT count(*) FROM events
 WHERE source_id = :source_id AND withdrawn_because = 'missing' AND withdrawn_run_id = ANY (cast(:recent AS text[]))
"""
