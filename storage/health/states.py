"""Records the state of a source after each run."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, text

from storage.alerts.outbox import note, note_pause
from storage.health.asking import PAUSED_AFTER, UNREADABLE, wait
from storage.health.judge import EndedRun, SourceState, judge
from storage.runs.ledger import ASKED_SOURCE, RunStatus, abandon

LOOKED_BACK = 30
"""Runs of each spider that are looked at: of hourly runs with their retries, those of a day."""


DEAD_AFTER = timedelta(minutes=10)
"""After the lease: a task whose worker died is delivered again within a minute or two."""


def update_state(connection: Connection, source_id: int) -> None:
    """Adds a row if the state has changed, and queues the alerts. Called in the transaction that ends a run, after the
    run's row is closed."""
    before = _state(connection, source_id)
    rows = connection.execute(text(_RUNS), {"id": source_id, "most": LOOKED_BACK}).mappings()
    runs = [
        EndedRun(
            **{
                **row,
                "status": RunStatus(row["status"]),
                "errors": [(error["kind"], error.get("found", "")) for error in row["errors"]],
            }
        )
        for row in rows
    ]
    found = judge(runs, before)
    if found.state is not before:
        connection.execute(
            text("INSERT INTO source_states (source_id, state, reason, run_id) VALUES (:id, :state, :reason, :run)"),
            {"id": source_id, "state": found.state.value, "reason": found.reason, "run": found.run_id},
        )
        note(connection, source_id, found)


def close_dead_runs(connection: Connection) -> None:
    """Closes runs that nobody continued as lost, and updates the states of their sources. A task that is delivered
    again later still continues its run."""
    for source_id in connection.execute(text(_CLOSE_DEAD), {"grace": DEAD_AFTER}).scalars().all():
        update_state(connection, source_id)


_CLOSE_DEAD = """
UPDATE runs SET status = 'lost', finished_at = now(), lease_until = NULL,
                reason = 'its process died: the lease ran out'
 WHERE id IN (SELECT id FROM runs WHERE status = 'running' AND lease_until < now() - :grace FOR UPDATE SKIP LOCKED)
RETURNING source_id
"""


def abandon_run(connection: Connection, run_id: str, reason: str) -> None:
    """Closes a run whose process is gone or must stop, if it is still open, and updates its source's state."""
    abandon(connection, run_id, reason)
    source_id = connection.execute(text("SELECT source_id FROM runs WHERE id = :id"), {"id": run_id}).scalar()
    if source_id is not None:
        update_state(connection, source_id)


def pause_hopeless(connection: Connection) -> None:
    """Pauses the sources that could not be read for PAUSED_AFTER, each with a message."""
    rows = connection.execute(text(_HOPELESS), {"states": list(UNREADABLE), "after": PAUSED_AFTER}).all()
    for row in rows:
        why = f"{row.state} for {PAUSED_AFTER.days} days: {row.reason}"
        connection.execute(text("UPDATE sources SET enabled = false WHERE id = :id"), {"id": row.source_id})
        connection.execute(
            text("INSERT INTO source_states (source_id, state, reason) VALUES (:id, 'paused', :reason)"),
            {"id": row.source_id, "reason": why},
        )
        note_pause(connection, row.source_id, why)


_HOPELESS = """
SELECT s.id AS source_id, now_.state, now_.reason
  FROM sources s
  JOIN LATERAL (SELECT state, reason FROM source_states t WHERE t.source_id = s.id ORDER BY t.id DESC LIMIT 1) now_
    ON now_.state = ANY (:states)
 WHERE s.enabled
   AND NOT EXISTS (SELECT FROM source_states t WHERE t.source_id = s.id AND t.state <> ALL (:states)
                      AND t.id > coalesce((SELECT max(e.id) FROM source_states e WHERE e.source_id = s.id
                                              AND e.since < now() - :after), 0))
   AND (SELECT e.state FROM source_states e WHERE e.source_id = s.id AND e.since < now() - :after
         ORDER BY e.id DESC LIMIT 1) = ANY (:states)
   AND (s.confirmed_at IS NULL OR s.confirmed_at < now() - :after)
"""
"""Sources that were unreadable all the time since then, in one of the states or another."""


def resting(connection: Connection) -> frozenset[int]:
    """The ids of sources that schedules leave out now, because they were unreadable for days and were asked lately."""
    rows = connection.execute(text(_LAST_ASKED), {"states": list(UNREADABLE)})
    return frozenset(
        row.source_id
        for row in rows
        if row.asked_at is not None and row.now - row.asked_at < wait(SourceState(row.state), row.since, row.now)
    )


_LAST_ASKED = f"""
SELECT s.id AS source_id, last.state, last.since, now() AS now,
       (SELECT max(r.started_at) FROM runs r WHERE r.source_id = s.id AND r.{ASKED_SOURCE}) AS asked_at
  FROM sources s
  JOIN LATERAL (SELECT state, since FROM source_states t WHERE t.source_id = s.id ORDER BY t.id DESC LIMIT 1) last
    ON last.state = ANY (:states)
 WHERE s.enabled
"""


def _state(connection: Connection, source_id: int) -> SourceState | None:
    found = connection.execute(
        text("SELECT state FROM source_states WHERE source_id = :id ORDER BY id DESC LIMIT 1"), {"id": source_id}
    ).scalar_one_or_none()
    return None if found is None else SourceState(found)


_RUNS = f"""
SELECT r.id, r.spider, r.status, r.reason, r.seen, r.attempt, r.finished_at,
       jsonb_path_query_array(r.errors, '$[*] ? (@.essential == true)') AS errors,
       EXISTS (SELECT FROM deliveries d WHERE d.task_id = r.id AND d.parked_at IS NOT NULL) AS parked,
       jsonb_path_query_array(r.decision, '$.checks[*] ? (@.odd == true).said') AS odd
  FROM (SELECT r.*, row_number() OVER (PARTITION BY spider ORDER BY started_at DESC, token DESC) AS place FROM runs r
         WHERE source_id = :id AND finished_at IS NOT NULL AND status <> 'running' AND {ASKED_SOURCE}) r
 WHERE place <= :most ORDER BY r.started_at DESC, r.token DESC
"""
