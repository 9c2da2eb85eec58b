"""Finds rows that are old enough to delete, and deletes them in batches.

These are never old: a run that an event, occurrence, feed, or change refers to as its evidence; the last runs of each
source and spider, which the next run is judged by, and its last good ones; the last state and the last alert of each
source; everything that is running, waiting, or parked. Events and occurrences refer to runs without a foreign key, so
nothing else may delete runs: the origin of an event would be lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, text

from storage.runs.judgment import HISTORY
from storage.runs.ledger import ASKED_SOURCE

KEPT_RUNS = 50
"""Per source and spider, regardless of age: the verdict uses 5, the back office shows 30, an event's page searches
20."""
LOCK_TIMEOUT = "2s"
"""A batch that would wait longer for a row gives up; it can be deleted tomorrow."""


class Kind(StrEnum):
    """What is deleted, in this order: a run can be deleted after everything that refers to it."""

    SIGHTINGS = "sightings"
    CHANGES = "changes"
    OCCURRENCES = "occurrences"
    EVENTS = "events"
    RUNS = "runs"
    JOBS = "scrapyd_jobs"
    ORDERS = "task_orders"
    CANCELLATIONS = "cancellations"
    ALERTS = "alerts"
    STATES = "source_states"
    DELIVERIES = "letter_deliveries"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class _Rule:
    """`due` selects the keys of rows older than :age; a deletion checks again only those among :keys."""

    table: str
    key: str
    due: str

    def among(self) -> str:
        return f"{self.due} AND {self.table}.{self.key} = ANY (:keys)"


def due(connection: Connection, kind: Kind, age: timedelta) -> Sequence[Any]:
    """The keys of the rows to delete, in order."""
    rule = RULES[kind]
    statement = f"SELECT {rule.key} FROM ({rule.due}) due ORDER BY 1"
    return connection.execute(text(statement), _parameters(age)).scalars().all()


def delete(connection: Connection, kind: Kind, age: timedelta, keys: Sequence[Any]) -> int:
    """Deletes the rows among these that are still due, and returns how many. OperationalError if a lock blocks it."""
    rule = RULES[kind]
    connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
    deletion = f"DELETE FROM {rule.table} WHERE {rule.key} IN ({rule.among()})"
    statement = _COUNTED.format(deletion=deletion) if kind is Kind.CHANGES else deletion
    result = connection.execute(text(statement), {**_parameters(age), "keys": list(keys)})
    return int(result.scalar_one()) if kind is Kind.CHANGES else result.rowcount


def _parameters(age: timedelta) -> Mapping[str, object]:
    return {"age": age, "kept": KEPT_RUNS, "history": HISTORY}


_COUNTED = """
WITH gone AS ({deletion} RETURNING event_id, field),
counted AS (
    UPDATE events SET changes_gone = changes_gone + n
      FROM (SELECT event_id, count(*) AS n FROM gone WHERE field <> 'uid' GROUP BY event_id) g
     WHERE events.id = g.event_id)
SELECT count(*) FROM gone
"""
"""A feed's SEQUENCE counts the visible changes of an event; deleting them must not lower it."""

_RECENT = f"""
SELECT id FROM (SELECT id, status, row_number() OVER last AS nth, row_number() OVER last_of_status AS nth_of_status
                  FROM runs
                WINDOW last AS (PARTITION BY source_id, spider, {ASKED_SOURCE} ORDER BY started_at DESC),
                       last_of_status AS (PARTITION BY source_id, spider, {ASKED_SOURCE}, status
                                          ORDER BY started_at DESC)) r
 WHERE nth <= :kept OR (status = 'ok' AND nth_of_status <= :history)"""

_NAMED = """
SELECT first_seen_run_id AS id FROM events UNION SELECT updated_run_id FROM events
UNION SELECT withdrawn_run_id FROM events UNION SELECT first_seen_run_id FROM occurrences
UNION SELECT updated_run_id FROM occurrences UNION SELECT withdrawn_run_id FROM occurrences
UNION SELECT first_seen_run_id FROM source_feeds UNION SELECT polled_run_id FROM source_feeds
UNION SELECT run_id FROM event_changes UNION SELECT run_id FROM captures UNION SELECT task_id FROM deliveries"""
"""Runs that other rows refer to."""

RULES: Mapping[Kind, _Rule] = {
    Kind.SIGHTINGS: _Rule(
        "run_sightings",
        "id",
        f"""SELECT run_sightings.id FROM run_sightings JOIN runs ON runs.id = run_sightings.run_id
             WHERE runs.started_at < now() - :age AND runs.status <> 'running' AND runs.id NOT IN ({_RECENT})""",
    ),
    # People see how upcoming events changed.
    Kind.CHANGES: _Rule(
        "event_changes",
        "id",
        """SELECT event_changes.id FROM event_changes WHERE changed_at < now() - :age
              AND NOT EXISTS (SELECT FROM occurrences o WHERE o.event_id = event_changes.event_id
                                 AND greatest(o.starts_at, o.ends_at) >= now() - interval '2 days')""",
    ),
    # What a source still lists is not old: the sightings of its last runs are still there.
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
    # The last message about a source, or a matter of Marquee itself, says whether people know of its trouble.
    Kind.ALERTS: _Rule(
        "alert_messages",
        "id",
        """SELECT alert_messages.id FROM alert_messages WHERE at < now() - :age
              AND NOT EXISTS (SELECT FROM alert_deliveries d
                               WHERE d.message_id = alert_messages.id AND d.sent_at IS NULL)
              AND EXISTS (SELECT FROM alert_messages n WHERE n.id > alert_messages.id
                             AND n.source_id IS NOT DISTINCT FROM alert_messages.source_id
                             AND (n.source_id IS NOT NULL OR n.state = alert_messages.state))""",
    ),
    Kind.STATES: _Rule(
        "source_states",
        "id",
        """SELECT source_states.id FROM source_states WHERE since < now() - :age
              AND EXISTS (SELECT FROM source_states n WHERE n.id > source_states.id
                             AND n.source_id = source_states.source_id)""",
    ),
    # The link to unsubscribe in a mail works as long as the row is there.
    Kind.DELIVERIES: _Rule("letter_deliveries", "id", "SELECT id FROM letter_deliveries WHERE done_at < now() - :age"),
    Kind.AUDIT: _Rule("audit_log", "id", "SELECT id FROM audit_log WHERE at < now() - :age"),
}
