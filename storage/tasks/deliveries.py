"""Records delivered tasks that have not ended, to park tasks that crash workers and to find lost ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from storage.runs.ledger import LEASE

SENT_AGAIN = "sent again"
"""Replaces a worker's name in a history: the broker had lost the task."""
MOST_SENDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A delivered task. `history`: `{"at": ISO time, "worker": name}` of each delivery; `attempts`: deliveries that
    neither ended nor handed the task back."""

    task_id: str
    task: str
    kwargs: dict[str, Any]
    attempts: int
    history: list[dict[str, str]]
    parked_at: datetime | None


def begin(connection: Connection, *, task_id: str, task: str, kwargs: dict[str, Any], worker: str) -> Delivery:
    """Counts a delivery. `attempts` is 1 unless earlier deliveries of this task never ended."""
    row = (
        connection.execute(
            text("""
                INSERT INTO deliveries AS d (task_id, task, kwargs, attempts, history)
                VALUES (:task_id, :task, cast(:kwargs AS jsonb), 1,
                        jsonb_build_array(jsonb_build_object('at', now(), 'worker', cast(:worker AS text))))
                ON CONFLICT (task_id) DO UPDATE SET attempts = d.attempts + 1, history = d.history || excluded.history
                RETURNING task_id, task, kwargs, attempts, history, parked_at"""),
            {"task_id": task_id, "task": task, "kwargs": json.dumps(kwargs), "worker": worker},
        )
        .mappings()
        .one()
    )
    return Delivery(**row)


def hand_back(connection: Connection, task_id: str) -> None:
    """The task returned to the queue without a crash, for another worker or a later try."""
    connection.execute(
        text("UPDATE deliveries SET attempts = 0 WHERE task_id = :id AND parked_at IS NULL"), {"id": task_id}
    )


def unfinished(connection: Connection) -> list[Delivery]:
    """Tasks that nobody is working on: their run has no unexpired lease, and they were not delivered just now. Most of
    them wait in the broker for their time or for a worker."""
    rows = connection.execute(
        text("""
            SELECT task_id, task, kwargs, attempts, history, parked_at FROM deliveries d
             WHERE parked_at IS NULL AND cast(d.history->-1->>'at' AS timestamptz) < now() - :lease
               AND NOT EXISTS (SELECT FROM runs r WHERE r.id = d.task_id AND r.status = 'running'
                                  AND r.lease_until >= now())
             ORDER BY task_id"""),
        {"lease": LEASE},
    ).mappings()
    return [Delivery(**row) for row in rows]


def sent_again(connection: Connection, task_id: str) -> bool:
    """Records that the task is sent again because the broker lost it. After MOST_SENDS times without a delivery
    something keeps removing it: parks it and returns False."""
    sent = connection.execute(
        text("""
            UPDATE deliveries SET history = history || jsonb_build_array(
                       jsonb_build_object('at', now(), 'worker', cast(:mark AS text)))
             WHERE task_id = :id AND NOT (jsonb_array_length(history) >= :most AND NOT EXISTS (
                       SELECT FROM jsonb_array_elements(history) WITH ORDINALITY one (entry, number)
                        WHERE number > jsonb_array_length(history) - :most AND entry->>'worker' <> :mark))"""),
        {"id": task_id, "mark": SENT_AGAIN, "most": MOST_SENDS},
    ).rowcount
    if sent == 0:
        park(connection, task_id)
    return sent > 0


def end(connection: Connection, task_id: str) -> None:
    """The task ended in an orderly way, with success or failure."""
    connection.execute(text("DELETE FROM deliveries WHERE task_id = :id AND parked_at IS NULL"), {"id": task_id})


def park(connection: Connection, task_id: str) -> None:
    """Keeps the task from running until somebody releases it."""
    connection.execute(text("UPDATE deliveries SET parked_at = now() WHERE task_id = :id"), {"id": task_id})


def release(connection: Connection, task_id: str) -> Delivery | None:
    """Removes a parked task from the list, for the caller to send it again. None if it is not parked."""
    row = (
        connection.execute(
            text("""DELETE FROM deliveries WHERE task_id = :id AND parked_at IS NOT NULL
                    RETURNING task_id, task, kwargs, attempts, history, parked_at"""),
            {"id": task_id},
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else Delivery(**row)


def parked(connection: Connection) -> list[Delivery]:
    rows = connection.execute(
        text("""SELECT task_id, task, kwargs, attempts, history, parked_at FROM deliveries
                 WHERE parked_at IS NOT NULL ORDER BY parked_at""")
    ).mappings()
    return [Delivery(**row) for row in rows]
