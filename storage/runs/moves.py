"""A showing that was moved stays one showing: one that is gone and one that is new become one that changed its time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from storage.edits.overlay import keep_edits, shown
from storage.events.write import OCCURRENCE_FIELDS
from storage.runs.spans import IN_SPAN, over_at


@dataclass(frozen=True, slots=True)
class Showing:
    """An occurrence that only one of two harvests has. `due`: the run would see it if it were there. `day`: the local
    one. `beyond`: it is after what runs cover, but of a series that its site writes out, whose dates runs read all."""

    id: int
    starts_at: datetime
    due: bool = True
    day: date | None = None
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Candidates:
    """Of one event: the upcoming showings that are gone, the new ones, and how many upcoming ones stay."""

    gone: Sequence[Showing]
    new: Sequence[Showing]
    staying: int = 0

    @property
    def single(self) -> bool:
        """The event had one time and has another one now: it moved, even if the run missed something else."""
        return len(self.gone) == len(self.new) == 1 and self.staying == 0


def carry_over(
    connection: Connection,
    run_id: str,
    *,
    fresh_runs: Collection[str],
    covered_from: datetime | None,
    covered_until: datetime | None,
    known_until: datetime | None,
    running: bool = False,
) -> int:
    """Give the row of each moved showing its new time; returns how many. The run is complete and holds its row.

    fresh_runs     this run, and those since the last complete one: what they brought is new.
    covered_from, covered_until   as `RunEnd` has it. Without a span only a single time moves to another day.
    running        the span includes what began before it and has not ended.
    known_until    earlier runs did not look beyond this: a showing that begins later is not a moved one.
    """
    parameters = {
        "run_id": run_id,
        "fresh_runs": list(fresh_runs),
        "from": covered_from,
        "until": covered_until,
        "whole": covered_from is not None,
        "running": running,
        "resumed": len(fresh_runs) > 1,
    }
    pairs = [
        pair
        for candidates in _candidates(connection, parameters)
        for pair in (
            paired(candidates, known_until)
            if covered_from is not None or candidates.single
            else at_other_hours(candidates)
        )
    ]
    if pairs:
        _apply(connection, run_id, pairs)
    return len(pairs)


def paired(candidates: Candidates, known_until: datetime | None = None) -> list[tuple[int, int]]:
    """The ids of gone and new showings that are the same one, each once: those at other hours of a day, then the
    nearest in time first. Of several, only those that the run would see."""
    found = dict(at_other_hours(candidates))
    taken = set(found.values())
    gone, new = candidates.gone, candidates.new
    if not candidates.single:
        gone = [one for one in gone if one.due]
        new = [one for one in new if one.beyond or (one.due and (known_until is None or one.starts_at < known_until))]
    by_distance = sorted(
        (abs(to.starts_at - of.starts_at), of.starts_at, to.starts_at, of.id, to.id) for of in gone for to in new
    )
    for *_, of, to in by_distance:
        if of not in found and to not in taken:
            found[of] = to
            taken.add(to)
    return list(found.items())


def at_other_hours(candidates: Candidates) -> list[tuple[int, int]]:
    """The pairs of days on which as many showings are new as are gone, in the order of their hours."""
    days: dict[date | None, tuple[list[Showing], list[Showing]]] = defaultdict(lambda: ([], []))
    for place, showings in enumerate((candidates.gone, candidates.new)):
        for one in showings:
            days[one.day][place].append(one)
    return [
        (of.id, to.id)
        for day, (gone, new) in days.items()
        if day is not None and len(gone) == len(new)
        for of, to in zip(*(sorted(side, key=lambda one: (one.starts_at, one.id)) for side in (gone, new)), strict=True)
    ]


def _candidates(connection: Connection, parameters: dict[str, Any]) -> Iterable[Candidates]:
    events: dict[int, dict[str, list[Showing]]] = defaultdict(lambda: defaultdict(list))
    for row in connection.execute(text(_CANDIDATES), parameters):
        events[row.event_id][row.stands].append(Showing(row.id, row.starts_at, row.due, row.local_date, row.beyond))
    for found in events.values():
        back = Candidates(found["withdrawn"], found["new"], len(found["gone"]) + len(found["staying"]))
        candidates = back if back.single else Candidates(found["gone"], found["new"], len(found["staying"]))
        if candidates.gone and candidates.new:
            yield candidates


def _apply(connection: Connection, run_id: str, pairs: Sequence[tuple[int, int]]) -> None:
    connection.execute(text(TEMPORARY))
    connection.execute(
        text("""INSERT INTO moved (old_id, new_id)
                SELECT * FROM unnest(cast(:old AS bigint[]), cast(:new AS bigint[]))"""),
        {"old": [old for old, _ in pairs], "new": [new for _, new in pairs]},
    )
    for statement in (_LIST_AGAIN, *MERGE, _SEE):
        connection.execute(text(statement), {"run_id": run_id})


_DUE = f"(NOT :whole OR ({IN_SPAN}))"

_OUTSIDE = f"({over_at('o')} <= now() OR o.starts_at >= cast(:until AS timestamptz))"

_MOVED_THERE = f"""
(o.withdrawn_at IS NULL AND {_OUTSIDE} AND EXISTS (
    SELECT FROM event_changes c
     WHERE c.event_id = o.event_id AND c.occurrence_key = coalesce(o.public_key, o.key) AND c.field = 'starts_at'
       AND c.old IS NOT NULL AND cast(c.new #>> cast(ARRAY[] AS text[]) AS timestamptz) = o.starts_at
       AND (o.starts_at > now() OR c.changed_at > o.starts_at)))
"""
"""A date outside the span that the source gave a showing by moving it: the past, most often a wrong year, or a date
beyond what runs cover. A date that was upcoming when it was given, and is over, took place."""

_CANDIDATES = f"""
WITH touched AS (
    SELECT DISTINCT e.id FROM run_sightings s
     CROSS JOIN LATERAL unnest(CASE WHEN :resumed AND s.run_id = :run_id THEN s.changed || s.unchanged
                                    ELSE s.changed END) AS x (id)
      JOIN events e ON e.id = x.id
     WHERE s.run_id = ANY (cast(:fresh_runs AS text[])) AND e.first_seen_run_id <> ALL (cast(:fresh_runs AS text[]))),
seen AS (SELECT unnest(occurrences) AS id FROM run_sightings WHERE run_id = :run_id)
SELECT o.event_id, o.id, o.starts_at, o.local_date, {_DUE} AS due,
       o.starts_at >= cast(:until AS timestamptz) AND o.recurrence_id IS NULL AS beyond,
       CASE WHEN o.withdrawn_at IS NOT NULL THEN 'withdrawn'
            WHEN o.id IN (SELECT id FROM seen) THEN CASE WHEN fresh.is_new THEN 'new' ELSE 'staying' END
            WHEN fresh.is_new THEN CASE WHEN {_OUTSIDE} THEN 'new' ELSE 'staying' END
            WHEN fresh.moved_there OR {_DUE} THEN 'gone' ELSE 'staying' END AS stands
  FROM touched t JOIN source_occurrences o ON o.event_id = t.id
 CROSS JOIN LATERAL (SELECT coalesce(o.first_seen_run_id = ANY (cast(:fresh_runs AS text[])), false) AS is_new,
                            {_MOVED_THERE} AS moved_there) fresh
 WHERE (o.starts_at >= now() OR (:running AND {over_at("o")} > now()) OR fresh.is_new OR fresh.moved_there)
   AND t.id IN (SELECT n.event_id FROM occurrences n
                 WHERE n.event_id = t.id AND n.first_seen_run_id = ANY (cast(:fresh_runs AS text[])))
"""
"""A fresh date outside the span was seen by a run that did not end, and need not be seen again."""

TEMPORARY = """
CREATE TEMPORARY TABLE IF NOT EXISTS moved (old_id bigint, new_id bigint) ON COMMIT DELETE ROWS;
TRUNCATE moved;
"""
"""Pairs of occurrences of one event: the old one stays, with what the new one says."""

_LOGGED = [field for field in OCCURRENCE_FIELDS if field not in ("starts_at", "ends_at")]

_RECORD = f"""
INSERT INTO event_changes (event_id, occurrence_key, field, old, new, run_id)
SELECT o.event_id, coalesce(o.public_key, o.key), was.key, was.value, now.value, :run_id
  FROM moved m JOIN occurrences o ON o.id = m.old_id JOIN occurrences n ON n.id = m.new_id
 CROSS JOIN LATERAL {shown("occurrences", "coalesce(o.edited, '{}')", "n")} shown
 CROSS JOIN LATERAL jsonb_each(to_jsonb(o)) was JOIN LATERAL jsonb_each(to_jsonb(shown)) now ON now.key = was.key
 WHERE was.value IS DISTINCT FROM now.value
   AND (was.key IN ('starts_at', {", ".join(f"'{field}'" for field in _LOGGED)})
        OR (was.key = 'ends_at' AND o.ends_at - o.starts_at IS DISTINCT FROM shown.ends_at - shown.starts_at))
"""
"""An end that moves with its start isn't a change of its own."""

_LIST_AGAIN = """
INSERT INTO event_changes (event_id, occurrence_key, field, old, new, run_id)
SELECT o.event_id, coalesce(o.public_key, o.key), 'withdrawn', to_jsonb(true), to_jsonb(false), :run_id
  FROM moved m JOIN occurrences o ON o.id = m.old_id WHERE o.withdrawn_at IS NOT NULL
"""
"""A showing that comes back at another time was withdrawn."""

_FORGET_NEWS = """
DELETE FROM event_changes c USING moved m JOIN occurrences n ON n.id = m.new_id
 WHERE c.event_id = n.event_id AND c.occurrence_key = coalesce(n.public_key, n.key) AND c.field = 'starts_at'
   AND c.old IS NULL
"""
"""The harvest recorded a new showing."""

_MERGE = f"""
WITH new AS (DELETE FROM occurrences o USING moved m WHERE o.id = m.new_id RETURNING m.old_id, o.*)
UPDATE occurrences o
   SET key = new.key, public_key = nullif(coalesce(o.public_key, o.key), new.key), recurrence_id = new.recurrence_id,
       local_date = new.local_date, updated_run_id = :run_id, withdrawn_at = NULL, withdrawn_run_id = NULL,
       {", ".join(f"{field} = new.{field}" for field in OCCURRENCE_FIELDS)}
  FROM new WHERE o.id = new.old_id
"""

MERGE = (_RECORD, _FORGET_NEWS, _MERGE, keep_edits("occurrences", "t.id IN (SELECT old_id FROM moved)"))

_SEE = """
INSERT INTO run_sightings (run_id, new, changed, unchanged, occurrences)
SELECT :run_id, '{}', array_agg(DISTINCT o.event_id), '{}', array_agg(o.id)
  FROM moved m JOIN occurrences o ON o.id = m.old_id
"""
