"""An event that comes under a new UID stays one event: known again by title, place, and, unless it moved, start."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from storage.edits.overlay import keep_edits, shown
from storage.events.same_titles import comparable_sql
from storage.events.write import FIELDS, PEOPLE_SEE
from storage.runs import other_hours
from storage.runs.ledger import ASKED_SOURCE
from storage.runs.moves import MERGE, TEMPORARY
from storage.runs.spans import IN_SPAN, over_at
from storage.runs.twins import TWINS, UNSEEN

LEAST = 2
"""One event may be announced again; two or more, and half of what a run saw, are a source that changed its UIDs."""
REMEMBERED = "30 days"
"""A source that changes its UIDs twice in this time is expected to do so again."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """count: events that the run found under new UIDs at a time that they had. again: earlier runs did, too, for most
    of their events. moved: those found under new UIDs at another time."""

    count: int = 0
    moved: int = 0
    most: bool = False
    again: bool = False


def carry_over(
    connection: Connection,
    run_id: str,
    source_id: int,
    *,
    seen: int,
    fresh_runs: Collection[str],
    covered_from: datetime | None,
    covered_until: datetime | None,
    running: bool = False,
) -> Renamed:
    """Give the stored row of each event that came under a new UID that UID and the event's new values; the row
    keeps its id, its history, and the UID that feeds show. The run is complete and holds its row.

    An event that moved is still listed at its old time; `moves.carry_over` gives it the new one.

    fresh_runs  this run, and those since the last complete one: what they brought is new.
    covered_from, covered_until, running   as `RunEnd` has it: in this span, what the run did not see is gone.
    """
    parameters = {
        "run_id": run_id,
        "source_id": source_id,
        "fresh_runs": list(fresh_runs),
        "covers": covered_from is not None,
        "from": covered_from,
        "until": covered_until,
        "running": running,
    }
    reused = connection.execute(text(_REUSED), parameters).scalar_one()
    unseen = connection.execute(text(_ANY_UNSEEN), parameters).scalar_one()
    renamed, moved = reused, 0
    if unseen:
        renamed += sum(
            _carry(connection, _found(connection, each, parameters), parameters) for each in (_KNOWN, _TWINS)
        )
        at_other_hours = other_hours.find(connection, parameters, renamed=renamed, seen=seen)
        moved += _carry(connection, dict(at_other_hours), parameters)
        relaunched = renamed - reused >= LEAST and (renamed - reused) * 2 >= seen
        moved += _carry(connection, _found(connection, _MOVED, {**parameters, "relaunched": relaunched}), parameters)
        if relaunched:
            moved += _carry(connection, _found(connection, _SEVERAL_MOVED, parameters), parameters)
    most = renamed >= LEAST and renamed * 2 >= seen
    again = most and connection.execute(text(_AGAIN), {**parameters, "remembered": REMEMBERED}).scalar_one()
    return Renamed(renamed, moved, most, again)


def _found(connection: Connection, candidates: str, parameters: dict[str, Any]) -> dict[int, int]:
    """By the id of each event under another UID, the event that it is, which the run did not see."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for row in connection.execute(text(candidates), parameters):
        if row.new_id not in found and row.old_id not in taken:
            found[row.new_id] = row.old_id
            taken.add(row.old_id)
    return found


def _carry(connection: Connection, found: Mapping[int, int], parameters: dict[str, Any]) -> int:
    if not found:
        return 0
    connection.execute(text(_TEMPORARY))
    connection.execute(
        text("""INSERT INTO renamed (new_id, old_id)
                SELECT * FROM unnest(cast(:new AS bigint[]), cast(:old AS bigint[]))"""),
        {"new": list(found), "old": list(found.values())},
    )
    for statement in (_RECORD, _TAKE_TIMES, *MERGE, _SEE, _RENAME, _KEEP_EDITS, _UNCOVER):
        connection.execute(text(statement), parameters)
    return len(found)


def fingerprint_from_now_on(connection: Connection, source_id: int) -> bool:
    """Set `uids_change` in the source's settings, so that its events go by title, start, and place, unless a person has
    set it; returns whether it is set."""
    updated = connection.execute(
        text("""UPDATE sources SET settings = settings || '{"uids_change": true}'
                 WHERE id = :source_id AND jsonb_typeof(settings -> 'uids_change') IS DISTINCT FROM 'boolean'"""),
        {"source_id": source_id},
    )
    return updated.rowcount > 0


_REUSED = "SELECT count(DISTINCT event_id) FROM event_changes WHERE run_id = :run_id AND field = 'uid'"
"""Events whose UIDs other events had before: the harvest has renamed them (`storage.events.reused_uids`)."""

_ANY_UNSEEN = f"""
SELECT EXISTS (SELECT FROM events e WHERE e.source_id = :source_id AND {UNSEEN}
                  AND EXISTS (SELECT FROM occurrences o WHERE o.event_id = e.id AND {over_at("o")} > now()))
"""

_KEPT_PLACES = f"""
kept_places AS MATERIALIZED (
    SELECT DISTINCT e.venue_id FROM source_events e
     WHERE e.source_id = :source_id AND e.venue_id IS NOT NULL AND NOT {UNSEEN})
"""
"""The places that the source still names."""

_KNOWN = f"""
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

_TWINS = f"SELECT seen_id AS new_id, gone_id AS old_id FROM ({TWINS}) twins WHERE is_later"
"""Under two UIDs for some runs, and now only under the later one."""

_MOVED = f"""
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

_SEVERAL_MOVED = f"""
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

_TEMPORARY = f"""
CREATE TEMPORARY TABLE IF NOT EXISTS renamed (new_id bigint, old_id bigint) ON COMMIT DELETE ROWS;
TRUNCATE renamed;
{TEMPORARY}
"""

_LOGGED = (*PEOPLE_SEE, "venue_id", "uid")

_RECORD = f"""
INSERT INTO event_changes (event_id, field, old, new, run_id)
SELECT e.id, was.key, was.value, now.value, :run_id
  FROM renamed r JOIN events e ON e.id = r.old_id JOIN events n ON n.id = r.new_id
 CROSS JOIN LATERAL {shown("events", "coalesce(e.edited, '{}')", "n")} shown
 CROSS JOIN LATERAL jsonb_each(to_jsonb(e)) was JOIN LATERAL jsonb_each(to_jsonb(shown)) now ON now.key = was.key
 WHERE was.value IS DISTINCT FROM now.value AND was.key IN ({", ".join(f"'{field}'" for field in _LOGGED)})
UNION ALL
SELECT e.id, 'withdrawn', to_jsonb(true), to_jsonb(false), :run_id
  FROM renamed r JOIN events e ON e.id = r.old_id WHERE e.withdrawn_at IS NOT NULL
"""

_TAKE_TIMES = f"""
INSERT INTO event_changes (event_id, occurrence_key, field, old, new, run_id)
SELECT o.event_id, coalesce(o.public_key, o.key), 'withdrawn', to_jsonb(true), to_jsonb(false), :run_id
  FROM renamed r JOIN occurrences n ON n.event_id = r.new_id
  JOIN occurrences o ON o.event_id = r.old_id AND o.key = n.key AND o.withdrawn_at IS NOT NULL
UNION ALL
SELECT r.old_id, n.key, 'starts_at', NULL, to_jsonb(n.starts_at), :run_id
  FROM renamed r JOIN occurrences n ON n.event_id = r.new_id
 WHERE {over_at("n")} > now()
   AND NOT EXISTS (SELECT FROM occurrences o WHERE o.event_id = r.old_id AND o.key = n.key);
INSERT INTO moved (old_id, new_id)
SELECT o.id, n.id FROM renamed r JOIN occurrences n ON n.event_id = r.new_id
  JOIN occurrences o ON o.event_id = r.old_id AND o.key = n.key;
INSERT INTO run_sightings (run_id, new, changed, unchanged, occurrences)
SELECT :run_id, '{{}}', '{{}}', '{{}}', coalesce(array_agg(o.id), '{{}}')
  FROM moved m JOIN occurrences o ON o.id = m.old_id;
UPDATE occurrences n
   SET event_id = r.old_id,
       public_key = CASE WHEN EXISTS (SELECT FROM occurrences o WHERE o.event_id = r.old_id AND o.public_key = n.key)
                         THEN n.key || '#' || extract(epoch FROM now())::bigint ELSE n.public_key END
  FROM renamed r
 WHERE n.event_id = r.new_id AND n.id NOT IN (SELECT new_id FROM moved);
"""
"""A time that both have is one; the others are new showings of the stored event."""

_IS_CHANGED = """
EXISTS (SELECT FROM event_changes c WHERE c.event_id = r.old_id AND c.run_id = :run_id AND c.field <> 'uid')
"""
"""Whether people see a change in a renamed event r. The UID that feeds show stays."""

_SEE = f"""
UPDATE run_sightings s SET new = ARRAY(SELECT x FROM unnest(s.new) x WHERE x NOT IN (SELECT new_id FROM renamed)),
       changed = ARRAY(SELECT x FROM unnest(s.changed) x WHERE x NOT IN (SELECT new_id FROM renamed)),
       unchanged = ARRAY(SELECT x FROM unnest(s.unchanged) x WHERE x NOT IN (SELECT new_id FROM renamed))
 WHERE s.run_id = :run_id;
INSERT INTO run_sightings (run_id, new, changed, unchanged, occurrences)
SELECT :run_id, '{{}}', coalesce(array_agg(old_id) FILTER (WHERE is_changed), '{{}}'),
       coalesce(array_agg(old_id) FILTER (WHERE NOT is_changed), '{{}}'), '{{}}'
  FROM (SELECT r.old_id, {_IS_CHANGED} AS is_changed FROM renamed r) r;
"""

_COPIED = (*FIELDS, "uid", "venue_id")

_RENAME = f"""
WITH new AS (DELETE FROM events e USING renamed r WHERE e.id = r.new_id
                       RETURNING r.old_id, {_IS_CHANGED} AS is_changed, e.*)
UPDATE events e
   SET public_uid = nullif(coalesce(e.public_uid, e.uid), new.uid),
       {", ".join(f"{field} = new.{field}" for field in _COPIED)},
       updated_at = CASE WHEN new.is_changed THEN now() ELSE e.updated_at END,
       updated_run_id = CASE WHEN new.is_changed THEN :run_id ELSE e.updated_run_id END,
       withdrawn_at = NULL, withdrawn_run_id = NULL, withdrawn_because = NULL, last_seen_at = NULL
  FROM new WHERE e.id = new.old_id
"""

_KEEP_EDITS = keep_edits("events", "t.id IN (SELECT old_id FROM renamed)")

_UNCOVER = """
UPDATE occurrences o SET covered = false
 WHERE o.event_id IN (SELECT old_id FROM renamed) AND o.covered
   AND NOT EXISTS (SELECT FROM occurrences s WHERE s.group_id = o.group_id AND NOT s.covered);
UPDATE events e SET covered = false
 WHERE e.id IN (SELECT old_id FROM renamed) AND e.covered
   AND EXISTS (SELECT FROM occurrences o WHERE o.event_id = e.id AND NOT o.covered);
"""
"""The event stands for itself where the other one stood for it. Matching decides again after the run."""

_AGAIN = f"""
SELECT EXISTS (SELECT FROM runs r JOIN runs own ON own.id = :run_id
                WHERE r.source_id = own.source_id AND r.spider = own.spider AND r.id <> own.id
                  AND r.{ASKED_SOURCE} AND own.{ASKED_SOURCE}
                  AND r.started_at > own.started_at - cast(:remembered AS interval)
                  AND r.decision @> '{{"uids_changed": true}}')
"""
