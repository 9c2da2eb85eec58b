"""Finds the events that a feed lists under two UIDs at once: the same title, place, and dates."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, text

from storage.events.same_titles import comparable_sql
from storage.runs.spans import over_at

UNSEEN = """
e.id NOT IN (SELECT unnest(new || changed || unchanged) FROM run_sightings WHERE run_id = :run_id)
"""

TWINS = f"""
WITH titled AS MATERIALIZED (
    SELECT e.id, {comparable_sql("e.title")} AS title, e.venue_id, lower(v.name) AS place, e.edited IS NULL AS unedited,
           e.first_seen_run_id, {UNSEEN} AS unseen
      FROM source_events e LEFT JOIN venues v ON v.id = e.venue_id
     WHERE e.source_id = :source_id AND e.withdrawn_at IS NULL),
dated AS MATERIALIZED (
    SELECT o.event_id, o.starts_at, o.group_id FROM source_occurrences o
     WHERE o.event_id IN (SELECT id FROM titled WHERE unseen) AND o.withdrawn_at IS NULL AND {over_at("o")} > now())
SELECT seen.id AS seen_id, gone.id AS gone_id, seen.unedited AND seen.id > gone.id
           AND seen.first_seen_run_id IS DISTINCT FROM gone.first_seen_run_id AS is_later
  FROM dated d JOIN titled gone ON gone.id = d.event_id
  JOIN source_occurrences o ON o.starts_at = d.starts_at AND o.withdrawn_at IS NULL
  JOIN titled seen ON seen.id = o.event_id AND NOT seen.unseen
 WHERE o.group_id = d.group_id
    OR (seen.title = gone.title AND (gone.venue_id IS NULL OR seen.venue_id IS NULL OR gone.venue_id = seen.venue_id
                                     OR gone.place = seen.place))
 GROUP BY seen.id, gone.id, is_later HAVING count(DISTINCT d.starts_at) = (
    SELECT count(DISTINCT starts_at) FROM dated WHERE event_id = gone.id)
 ORDER BY seen.id, gone.id
"""
"""Of the source's events that the run did not see, those that it saw under another UID: title, place, and all dates are
the same, or people see the two as one (they share groups). `is_later`: under a UID that came later."""


def still_listed(connection: Connection, run_id: str, source_id: int, event_ids: Collection[int]) -> frozenset[int]:
    """Those of these events, which the run did not see, that it saw under another UID."""
    found = connection.execute(text(TWINS), {"run_id": run_id, "source_id": source_id})
    return frozenset(row.gone_id for row in found).intersection(event_ids)
