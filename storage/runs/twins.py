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
WITH dated AS MATERIALIZED (
    SELECT o.event_id, o.starts_at, o.group_id, {UNSEEN} AS unseen
      FROM source_events e JOIN source_occurrences o ON o.event_id = e.id
     WHERE e.source_id = :source_id AND e.withdrawn_at IS NULL AND o.withdrawn_at IS NULL AND {over_at("o")} > now()),
titled AS MATERIALIZED (
    SELECT e.id, {comparable_sql("e.title")} AS title, e.venue_id, lower(v.name) AS place
      FROM source_events e LEFT JOIN venues v ON v.id = e.venue_id WHERE e.id IN (SELECT event_id FROM dated)),
shared AS (
    SELECT seen.event_id AS seen_id, gone.event_id AS gone_id, gone.starts_at
      FROM dated gone JOIN dated seen ON seen.group_id = gone.group_id AND seen.starts_at = gone.starts_at
     WHERE gone.unseen AND NOT seen.unseen
    UNION
    SELECT seen.event_id, gone.event_id, gone.starts_at
      FROM (SELECT * FROM dated JOIN titled ON id = event_id WHERE unseen) gone
      JOIN (SELECT * FROM dated JOIN titled ON id = event_id WHERE NOT unseen) seen
        ON seen.starts_at = gone.starts_at AND seen.title = gone.title
     WHERE gone.venue_id IS NULL OR seen.venue_id IS NULL OR gone.venue_id = seen.venue_id OR gone.place = seen.place)
SELECT s.seen_id, s.gone_id, one.edited IS NULL AND one.id > other.id
           AND one.first_seen_run_id IS DISTINCT FROM other.first_seen_run_id AS is_later
  FROM (SELECT seen_id, gone_id, count(*) AS dates FROM shared GROUP BY seen_id, gone_id) s
  JOIN (SELECT event_id, count(DISTINCT starts_at) AS dates FROM dated WHERE unseen GROUP BY event_id) gone
    ON gone.event_id = s.gone_id AND gone.dates = s.dates
  JOIN events one ON one.id = s.seen_id JOIN events other ON other.id = s.gone_id
 ORDER BY s.seen_id, s.gone_id
"""
"""Of the source's events that the run did not see, those that it saw under another UID: title, place, and all dates are
the same, or people see the two as one (they share groups). `is_later`: under a UID that came later."""


def still_listed(connection: Connection, run_id: str, source_id: int, event_ids: Collection[int]) -> frozenset[int]:
    """Those of these events, which the run did not see, that it saw under another UID."""
    found = connection.execute(text(TWINS), {"run_id": run_id, "source_id": source_id})
    return frozenset(row.gone_id for row in found).intersection(event_ids)
