"""Which rows are old enough to go, and their going, a batch at a time.

What is never old: a run that an event, an occurrence, a feed or a change still names as its evidence; the last runs of
each source and spider, by which the next one is judged, and its last good ones; what runs now, waits or is parked.
No foreign key guards what events and occurrences name, so nothing else may delete runs: an event's origin would be
forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, text

from storage.runs.finish import HISTORY

KEPT_RUNS = 50
"""Of each source and spider, however old: judgement looks at 5, the back office shows 30, an event's page asks 20."""
LOCK_TIMEOUT = "2s"
"""A batch that would wait longer for somebody's row gives up; the rows are old tomorrow too."""


class Kind(StrEnum):
    """What goes, in the order in which it goes: a run may go once nothing names it any more."""

    SIGHTINGS = "sightings"
    CHANGES = "changes"
    OCCURRENCES = "occurrences"
    EVENTS = "events"
    RUNS = "runs"
    JOBS = "scrapyd_jobs"
    ORDERS = "task_orders"
    CANCELLATIONS = "cancellations"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class _Rule:
    """`due` selects the keys of rows older than :age; in a deletion only those among :keys are asked again."""

    table: str
    key: str
    due: str

    def among(self) -> str:
        return f"{self.due} AND {self.table}.{self.key} = ANY (:keys)"


def due(connection: Connection, kind: Kind, age: timedelta) -> Sequence[Any]:
    """The keys of the rows that are to go, oldest first as far as keys tell."""
    rule = RULES[kind]
    statement = f"SELECT {rule.key} FROM ({rule.due}) due ORDER BY 1"
    return connection.execute(text(statement), _parameters(age)).scalars().all()


def delete(connection: Connection, kind: Kind, age: timedelta, keys: Sequence[Any]) -> int:
    """Delete those of these rows that are still to go; returns how many. OperationalError when a lock is in the way."""
    rule = RULES[kind]
    connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
    deletion = f"DELETE FROM {rule.table} WHERE {rule.key} IN ({rule.among()})"
    statement = _COUNTED.format(deletion=deletion) if kind is Kind.CHANGES else deletion
    result = connection.execute(text(statement), {**_parameters(age), "keys": list(keys)})
    return int(result.scalar_one()) if kind is Kind.CHANGES else result.rowcount


def _parameters(age: timedelta) -> Mapping[str, object]:
    return {"age": age, "kept": KEPT_RUNS, "history": HISTORY}


_COUNTED = """
WITH gone AS ({deletion} RETURNING event_id),
counted AS (
    UPDATE events SET changes_gone = changes_gone + n
      FROM (SELECT event_id, count(*) AS n FROM gone GROUP BY event_id) g WHERE events.id = g.event_id)
SELECT count(*) FROM gone
"""
"""A feed's SEQUENCE counts the changes of an event; it may rise when they go, never fall."""

_RECENT = """
SELECT id FROM (SELECT id, status, row_number() OVER last AS nth, row_number() OVER last_of_status AS nth_of_status
                  FROM runs
                WINDOW last AS (PARTITION BY source_id, spider ORDER BY started_at DESC),
                       last_of_status AS (PARTITION BY source_id, spider, status ORDER BY started_at DESC)) r
 WHERE nth <= :kept OR (status = 'ok' AND nth_of_status <= :history)"""

_NAMED = """
SELECT first_seen_run_id AS id FROM events UNION SELECT updated_run_id FROM events
UNION SELECT withdrawn_run_id FROM events UNION SELECT first_seen_run_id FROM occurrences
UNION SELECT updated_run_id FROM occurrences UNION SELECT withdrawn_run_id FROM occurrences
UNION SELECT first_seen_run_id FROM source_feeds UNION SELECT polled_run_id FROM source_feeds
UNION SELECT run_id FROM event_changes UNION SELECT task_id FROM deliveries"""
"""Runs that something still names."""

RULES: Mapping[Kind, _Rule] = {
    Kind.SIGHTINGS: _Rule(
        "run_sightings",
        "id",
        f"""SELECT run_sightings.id FROM run_sightings JOIN runs ON runs.id = run_sightings.run_id
             WHERE runs.started_at < now() - :age AND runs.status <> 'running' AND runs.id NOT IN ({_RECENT})""",
    ),
    # Of what is to come people see how it changed.
    Kind.CHANGES: _Rule(
        "event_changes",
        "id",
        """SELECT event_changes.id FROM event_changes WHERE changed_at < now() - :age
              AND NOT EXISTS (SELECT FROM occurrences o WHERE o.event_id = event_changes.event_id
                                 AND greatest(o.starts_at, o.ends_at) >= now() - interval '2 days')""",
    ),
    # What a source goes on telling of is not old: of the sightings those of the last runs are still kept.
    Kind.OCCURRENCES: _Rule(
        "occurrences",
        "id",
        """SELECT occurrences.id FROM occurrences WHERE greatest(starts_at, ends_at) < now() - :age
              AND NOT EXISTS (SELECT FROM (SELECT unnest(s.occurrences) AS id FROM run_sightings s) seen
                               WHERE seen.id = occurrences.id)""",
    ),
    Kind.EVENTS: _Rule(
        "events",
        "id",
        """SELECT events.id FROM events WHERE greatest(first_seen_at, updated_at) < now() - :age
              AND NOT EXISTS (SELECT FROM occurrences o WHERE o.event_id = events.id
                                 AND greatest(o.starts_at, o.ends_at) >= now() - :age)
              AND NOT EXISTS (SELECT FROM (SELECT unnest(new || changed || unchanged) AS id FROM run_sightings) seen
                               WHERE seen.id = events.id)""",
    ),
    Kind.RUNS: _Rule(
        "runs",
        "id",
        f"""SELECT runs.id FROM runs WHERE started_at < now() - :age AND status <> 'running'
              AND runs.id NOT IN ({_RECENT}) AND NOT EXISTS (SELECT FROM ({_NAMED}) named WHERE named.id = runs.id)""",
    ),
    Kind.JOBS: _Rule(
        "scrapyd_jobs",
        "run_id",
        """SELECT run_id FROM scrapyd_jobs WHERE scheduled_at < now() - :age
              AND NOT EXISTS (SELECT FROM runs r WHERE r.id = scrapyd_jobs.run_id AND r.status = 'running')
              AND NOT EXISTS (SELECT FROM deliveries d WHERE d.task_id = scrapyd_jobs.run_id)""",
    ),
    Kind.ORDERS: _Rule(
        "task_orders",
        "task_id",
        """SELECT task_id FROM task_orders WHERE ordered_at < now() - :age
              AND NOT EXISTS (SELECT FROM deliveries d WHERE d.task_id = task_orders.task_id)""",
    ),
    Kind.CANCELLATIONS: _Rule(
        "cancellations",
        "task_id",
        """SELECT task_id FROM cancellations WHERE cancelled_at < now() - :age
              AND NOT EXISTS (SELECT FROM deliveries d WHERE d.task_id = cancellations.task_id)""",
    ),
    Kind.AUDIT: _Rule("audit_log", "id", "SELECT id FROM audit_log WHERE at < now() - :age"),
}
