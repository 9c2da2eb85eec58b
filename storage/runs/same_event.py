"""Finds which event of a source is which after its UIDs changed: the same title and place, and a start in common."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text

from storage.events.same_titles import comparable_sql
from storage.runs.spans import IN_SPAN, over_at
from storage.runs.twins import TWINS as TWIN_ROWS
from storage.runs.twins import UNSEEN


def found(connection: Connection, candidates: str, parameters: dict[str, Any]) -> dict[int, int]:
    """By the id of each event under another UID, the event that it is, which the run did not see."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for row in connection.execute(text(candidates), parameters):
        if row.new_id not in pairs and row.old_id not in taken:
            pairs[row.new_id] = row.old_id
            taken.add(row.old_id)
    return pairs


_KEPT_PLACES = f"""
kept_places AS MATERIALIZED (
    SELECT DISTINCT e.venue_id FROM source_events e
     WHERE e.source_id = :source_id AND e.venue_id IS NOT NULL AND NOT {UNSEEN})
"""
"""The places that the source still names."""

KNOWN = f"""
WITH {_KEPT_PLACES}, known_places AS MATERIALIZED (
    SELECT DISTINCT e.venue_id FROM source_events e
     WHERE e.source_id = :source_id AND e.venue_id IS NOT NULL
       AND e.first_seen_run_id <> ALL (cast(:fresh_runs AS text[]))),
old AS (
    SELECT e.id, {comparable_sql("e.title")} AS title, e.venue_id, lower(v.name) AS place, e.withdrawn_at,
           e.venue_id NOT IN (SELECT venue_id FROM kept_places) AS left_place
      FROM source_events e LEFT JOIN venues v ON v.id = e.venue_id WHERE e.source_id = :source_id AND {UNSEEN}),
new AS (
    SELECT e.id, {comparable_sql("e.title")} AS title, e.venue_id, lower(v.name) AS place,
           e.venue_id NOT IN (SELECT venue_id FROM known_places) AS new_place
      FROM source_events e LEFT JOIN venues v ON v.id = e.venue_id
     WHERE e.source_id = :source_id AND e.first_seen_run_id = ANY (cast(:fresh_runs AS text[])) AND NOT {UNSEEN}),
alike AS MATERIALIZED (
    SELECT new.id AS new_id, old.id AS old_id, old.withdrawn_at FROM old JOIN new ON new.title = old.title
     WHERE old.venue_id = new.venue_id OR old.place IS NULL OR new.place IS NULL OR old.place = new.place
        OR (old.withdrawn_at IS NULL AND old.left_place AND new.new_place))
SELECT a.new_id, a.old_id, count(*) AS shared, a.withdrawn_at
  FROM alike a JOIN source_occurrences n ON n.event_id = a.new_id AND {over_at("n")} > now()
  JOIN source_occurrences o ON o.event_id = a.old_id AND o.starts_at = n.starts_at
 GROUP BY a.new_id, a.old_id, a.withdrawn_at
 ORDER BY a.withdrawn_at IS NOT NULL, shared DESC, a.withdrawn_at DESC, a.old_id, a.new_id
"""
"""Same title, and a start in common; the same place where both name one: another may have been made of its name, or
added to it. A place that the source no longer names and one that it never named before count as one place: a relaunch
spells it otherwise. Those that are listed first, then those withdrawn last."""

TWINS = f"SELECT seen_id AS new_id, gone_id AS old_id FROM ({TWIN_ROWS}) twins WHERE is_later"
"""Under two UIDs for some runs, and now only under the later one."""

LONGER = f"""
WITH {_KEPT_PLACES}, dated AS MATERIALIZED (
    SELECT e.id, {comparable_sql("e.title")} AS title, e.venue_id, lower(v.name) AS place, {UNSEEN} AS unseen,
           array_agg(o.starts_at ORDER BY o.starts_at) AS starts
      FROM source_events e LEFT JOIN venues v ON v.id = e.venue_id
      JOIN source_occurrences o ON o.event_id = e.id AND o.withdrawn_at IS NULL AND {over_at("o")} > now()
     WHERE e.source_id = :source_id AND e.withdrawn_at IS NULL
       AND (e.first_seen_run_id = ANY (cast(:fresh_runs AS text[]))) <> ({UNSEEN})
     GROUP BY e.id, e.title, e.venue_id, v.name),
pairs AS (
    SELECT new.id AS new_id, old.id AS old_id, count(*) OVER (PARTITION BY new.id) AS of_new,
           count(*) OVER (PARTITION BY old.id) AS of_old
      FROM dated new JOIN dated old ON old.starts = new.starts AND old.unseen AND NOT new.unseen
     WHERE (old.venue_id IS NULL OR new.venue_id IS NULL OR old.venue_id = new.venue_id OR old.place = new.place
            OR old.venue_id NOT IN (SELECT venue_id FROM kept_places))
       AND (starts_with(new.title, old.title) OR right(new.title, length(old.title)) = old.title
            OR starts_with(old.title, new.title) OR right(old.title, length(new.title)) = new.title))
SELECT new_id, old_id FROM pairs WHERE of_new = 1 AND of_old = 1 ORDER BY new_id
"""
"""The same times, and a title that begins or ends with all of the other: "Show 3" and "Show 3 at the Bay Hall"."""

MOVED = f"""
WITH {_KEPT_PLACES}, titled AS MATERIALIZED (
    SELECT e.id, {comparable_sql("e.title")} AS title, e.venue_id, lower(v.name) AS place,
           e.withdrawn_at, e.first_seen_run_id = ANY (cast(:fresh_runs AS text[])) AS is_new, {UNSEEN} AS unseen
      FROM source_events e LEFT JOIN venues v ON v.id = e.venue_id WHERE e.source_id = :source_id),
pairs AS (SELECT title, max(id) FILTER (WHERE is_new AND NOT unseen) AS new_id,
                 max(id) FILTER (WHERE NOT is_new AND unseen AND (withdrawn_at IS NULL OR NOT :relaunched)) AS old_id
            FROM titled GROUP BY title
          HAVING (count(*) = 2 OR :relaunched) AND count(*) FILTER (WHERE is_new AND NOT unseen) = 1
             AND count(*) FILTER (WHERE NOT is_new AND unseen AND (withdrawn_at IS NULL OR NOT :relaunched)) = 1),
single AS (
    SELECT o.event_id FROM source_occurrences o
     WHERE o.event_id IN (SELECT new_id FROM pairs UNION SELECT old_id FROM pairs)
     GROUP BY o.event_id HAVING count(*) = 1 AND min(o.starts_at) > now())
SELECT new.id AS new_id, old.id AS old_id
  FROM pairs p JOIN titled new ON new.id = p.new_id JOIN titled old ON old.id = p.old_id
 WHERE (old.venue_id = new.venue_id OR old.place = new.place
        OR (:relaunched AND (old.venue_id IS NULL OR new.venue_id IS NULL
                             OR old.venue_id NOT IN (SELECT venue_id FROM kept_places))))
   AND new.id IN (SELECT event_id FROM single) AND old.id IN (SELECT event_id FROM single)
   AND (old.id IN (SELECT id FROM events WHERE withdrawn_because <> 'left_out')
        OR (:covers AND old.withdrawn_at IS NULL
            AND EXISTS (SELECT FROM source_occurrences o WHERE o.event_id = old.id AND {IN_SPAN})))
"""
"""Two events of one title and place, where the source never had a third of that title (in a relaunch: the others came
under new UIDs, or are over), and each has one date to come: the known one is gone, and the other is new. Events whose
title comes back, such as a weekly open mic, prove nothing; neither do those without a place or whose place the source
no longer names, unless most of the run's events came under new UIDs, or those that a listing that covers no days may
show elsewhere."""

SEVERAL_MOVED = f"""
WITH titled AS (
    SELECT e.id, {comparable_sql("e.title")} AS title, coalesce(lower(v.name), '') AS place, {UNSEEN} AS unseen
      FROM source_events e LEFT JOIN venues v ON v.id = e.venue_id
     WHERE e.source_id = :source_id AND e.withdrawn_at IS NULL
       AND (e.first_seen_run_id = ANY (cast(:fresh_runs AS text[]))) <> ({UNSEEN})),
dated AS (
    SELECT t.id, t.title, t.place, t.unseen, min(o.starts_at) AS starts_at
      FROM titled t JOIN source_occurrences o ON o.event_id = t.id
     GROUP BY t.id, t.title, t.place, t.unseen HAVING count(*) = 1 AND min(o.starts_at) > now()),
ranked AS (
    SELECT id, title, place, unseen, row_number() OVER (alike ORDER BY starts_at, id) AS rank,
           count(*) OVER alike AS count
      FROM dated WINDOW alike AS (PARTITION BY title, place, unseen))
SELECT new.id AS new_id, old.id AS old_id
  FROM ranked new JOIN ranked old USING (title, place, rank, count)
 WHERE count > 1 AND NOT new.unseen AND old.unseen AND :covers
   AND EXISTS (SELECT FROM source_occurrences o WHERE o.event_id = old.id AND {IN_SPAN})
 ORDER BY new.id
"""
"""In a relaunch, of one title and place as many events that are gone as are new, each with one date: in their order."""
