"""An event that comes under a new UID stays one event: known again by title, place, and, unless it moved, start."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from storage.edits.overlay import keep_edits, shown
from storage.events.write import FIELDS, PEOPLE_SEE
from storage.runs import other_hours, same_event
from storage.runs.ledger import ASKED_SOURCE
from storage.runs.moves import MERGE, TEMPORARY
from storage.runs.spans import over_at
from storage.runs.twins import UNSEEN

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
            _carry(connection, same_event.found(connection, each, parameters), parameters)
            for each in (same_event.KNOWN, same_event.TWINS)
        )
        longer = same_event.found(connection, same_event.LONGER, parameters)
        if len(longer) >= LEAST and (renamed + len(longer)) * 2 >= seen:
            renamed += _carry(connection, longer, parameters)
        at_other_hours = other_hours.find(connection, parameters, renamed=renamed, seen=seen)
        moved += _carry(connection, dict(at_other_hours), parameters)
        relaunched = renamed - reused >= LEAST and (renamed - reused) * 2 >= seen
        found = same_event.found(connection, same_event.MOVED, {**parameters, "relaunched": relaunched})
        moved += _carry(connection, found, parameters)
        if relaunched:
            moved += _carry(connection, same_event.found(connection, same_event.SEVERAL_MOVED, parameters), parameters)
    most = renamed >= LEAST and renamed * 2 >= seen
    again = most and connection.execute(text(_AGAIN), {**parameters, "remembered": REMEMBERED}).scalar_one()
    return Renamed(renamed, moved, most, again)


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
