"""Withdraws what the rules of a source leave out, at once: the source still lists it, so it isn't missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from core.items import Occurrence
from storage.events.rows import occurrence_key
from storage.runs.ledger import RunToken, require_current
from storage.runs.spans import over_at
from storage.runs.withdrawal import WithdrawalReason


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An event that the rules leave out, by uid; or only these of its occurrences."""

    uid: str
    occurrences: tuple[Occurrence, ...] = ()


def withdraw_left_out(connection: Connection, run: RunToken, left_out: Sequence[LeftOut]) -> None:
    """Withdraws these events, and occurrences, unless they are over or this run has seen them. Raises StaleRun."""
    require_current(connection, run)
    keys: list[tuple[str, str | None]] = []
    for one in left_out:
        keys += [(one.uid, occurrence_key(each)) for each in one.occurrences] or [(one.uid, None)]
    parameters = {
        "source_id": run.source_id,
        "run_id": run.run_id,
        "uids": [uid for uid, _ in keys],
        "keys": [key for _, key in keys],
    }
    touched = connection.execute(text(_WITHDRAW_OCCURRENCES), parameters).scalars().all()
    if touched:
        because = WithdrawalReason.LEFT_OUT.value
        connection.execute(
            text(_WITHDRAW_EVENTS), {"run_id": run.run_id, "event_ids": list(set(touched)), "because": because}
        )


def count_left_out(connection: Connection, run: RunToken, count: int) -> None:
    """Adds to the number of events that the run left out."""
    statement = text("UPDATE runs SET left_out = left_out + :count WHERE id = :id")
    connection.execute(statement, {"id": run.run_id, "count": count})


_WITHDRAW_OCCURRENCES = f"""
WITH found AS (
    SELECT DISTINCT o.id, o.event_id, coalesce(o.public_key, o.key) AS key
      FROM unnest(cast(:uids AS text[]), cast(:keys AS text[])) AS given (uid, key)
      JOIN events e ON e.source_id = :source_id AND e.uid = given.uid
      JOIN occurrences o ON o.event_id = e.id AND (given.key IS NULL OR o.key = given.key)
     WHERE o.withdrawn_at IS NULL AND {over_at("o")} > now()
       AND NOT EXISTS (SELECT FROM run_sightings s WHERE s.run_id = :run_id AND o.id = ANY (s.occurrences))),
noted AS (
    INSERT INTO event_changes (event_id, occurrence_key, field, old, new, run_id)
    SELECT event_id, key, 'withdrawn', 'false', 'true', :run_id FROM found)
UPDATE occurrences o SET withdrawn_at = now(), withdrawn_run_id = :run_id
  FROM found WHERE o.id = found.id RETURNING o.event_id
"""

_WITHDRAW_EVENTS = f"""
WITH withdrawn AS (
    UPDATE events e
       SET withdrawn_at = now(), withdrawn_run_id = :run_id, withdrawn_because = :because, last_seen_at = now()
     WHERE e.id = ANY (cast(:event_ids AS bigint[])) AND e.withdrawn_at IS NULL
       AND NOT EXISTS (SELECT FROM occurrences o
                        WHERE o.event_id = e.id AND o.withdrawn_at IS NULL AND {over_at("o")} > now())
    RETURNING e.id),
noted AS (
    INSERT INTO event_changes (event_id, field, old, new, run_id)
    SELECT id, 'withdrawn', 'false', 'true', :run_id FROM withdrawn)
UPDATE runs SET withdrawn = withdrawn + (SELECT count(*) FROM withdrawn) WHERE id = :run_id
"""
