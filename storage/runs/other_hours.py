"""Finds the events that come under a new UID because their hours changed: the same title and place on the same days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, text

from storage.events.same_titles import comparable_sql
from storage.runs.spans import over_at
from storage.runs.twins import UNSEEN

LEAST = 2


def find(connection: Connection, parameters: Mapping[str, Any], *, renamed: int, seen: int) -> list[tuple[int, int]]:
    """The new and the known event of each pair.

    A fingerprint is made of title and start, so it changes with the hour. A UID of the source's own should not: other
    UIDs count only if they are many, and with the `renamed` ones half of what the run saw.
    """
    rows = connection.execute(text(_PAIRS), parameters).all()
    others = sum(not row.by_fingerprint for row in rows)
    many = others >= LEAST and (others + renamed) * 2 >= seen
    return [(row.new_id, row.old_id) for row in rows if many or row.by_fingerprint]


_PAIRS = f"""
WITH titled AS MATERIALIZED (
    SELECT e.id, {comparable_sql("e.title")} AS title, e.venue_id, starts_with(e.uid, 'fp-') AS by_fingerprint,
           coalesce(e.first_seen_run_id = ANY (cast(:fresh_runs AS text[])), false) AS is_new, {UNSEEN} AS unseen
      FROM source_events e WHERE e.source_id = :source_id AND e.withdrawn_at IS NULL),
dated AS (
    SELECT t.id, t.title, t.venue_id, t.by_fingerprint, t.is_new, min(o.starts_at) AS first,
           array_agg(o.local_date ORDER BY o.local_date) AS days
      FROM titled t JOIN source_occurrences o ON o.event_id = t.id AND o.withdrawn_at IS NULL AND {over_at("o")} > now()
     WHERE t.is_new <> t.unseen
     GROUP BY t.id, t.title, t.venue_id, t.by_fingerprint, t.is_new HAVING min(o.starts_at) > now()),
ranked AS (
    SELECT *, row_number() OVER (same ORDER BY first, id) AS place, count(*) OVER same AS alike FROM dated
    WINDOW same AS (PARTITION BY title, venue_id, days, by_fingerprint, is_new))
SELECT new.id AS new_id, old.id AS old_id, new.by_fingerprint
  FROM ranked new JOIN ranked old ON old.title = new.title AND old.days = new.days AND old.place = new.place
   AND old.alike = new.alike AND old.by_fingerprint = new.by_fingerprint
   AND old.venue_id IS NOT DISTINCT FROM new.venue_id
 WHERE new.is_new AND NOT old.is_new ORDER BY new.id
"""
"""Of one title and place, as many events that are gone from some days as are new on these days, in the order of their
hours. A day that has begun proves nothing: what is over leaves a list."""
