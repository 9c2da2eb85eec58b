"""Which tasks were delivered and did not end: the account by which a task that kills its workers is parked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A task that a worker has, or had when it died. `history`: `{"at": ISO time, "worker": name}` of each delivery."""

    task_id: str
    task: str
    kwargs: dict[str, Any]
    attempts: int
    history: list[dict[str, str]]
    parked_at: datetime | None


def begin(connection: Connection, *, task_id: str, task: str, kwargs: dict[str, Any], worker: str) -> Delivery:
    """Count a delivery. `attempts` is 1 unless earlier deliveries of this task never ended."""
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


def end(connection: Connection, task_id: str) -> None:
    """The task came to an orderly end, good or bad, or goes back to the queue by itself."""
    connection.execute(text("DELETE FROM deliveries WHERE task_id = :id AND parked_at IS NULL"), {"id": task_id})


def park(connection: Connection, task_id: str) -> None:
    """The task is not to be run again until somebody releases it."""
    connection.execute(text("UPDATE deliveries SET parked_at = now() WHERE task_id = :id"), {"id": task_id})


def release(connection: Connection, task_id: str) -> Delivery | None:
    """Take a parked task off the list, to be sent again by the caller; None when it is not parked."""
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
