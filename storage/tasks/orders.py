"""Records tasks that people sent over HTTP, and cancellations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is known about a task besides its run: who sent it (unless Beat or the command line did) and who canceled
    it."""

    task: str | None
    kwargs: dict[str, Any]
    ordered_at: datetime | None
    ordered_by: str | None
    cancelled_by: str | None


def add_order(connection: Connection, *, task_id: str, task: str, kwargs: Mapping[str, Any], ordered_by: str) -> None:
    """Call it before sending the task, so that every queued task is known. Deletes orders older than a month."""
    connection.execute(text("DELETE FROM task_orders WHERE ordered_at < now() - interval '30 days'"))
    connection.execute(
        text("""INSERT INTO task_orders (task_id, task, kwargs, ordered_by)
                VALUES (:task_id, :task, cast(:kwargs AS jsonb), :ordered_by)
                ON CONFLICT (task_id) DO UPDATE SET ordered_at = now(), ordered_by = excluded.ordered_by"""),
        {"task_id": task_id, "task": task, "kwargs": json.dumps(dict(kwargs)), "ordered_by": ordered_by},
    )


def remove_order(connection: Connection, task_id: str) -> None:
    """Call it if the queue did not accept the task."""
    connection.execute(text("DELETE FROM task_orders WHERE task_id = :id"), {"id": task_id})


def read_order(connection: Connection, task_id: str) -> Order | None:
    """None if nobody ordered it over HTTP, no worker has it, and nobody canceled it."""
    row = connection.execute(
        text("""
            SELECT coalesce(o.task, d.task) AS task, coalesce(o.kwargs, d.kwargs, '{}') AS kwargs, o.ordered_at,
                   o.ordered_by, c.cancelled_by, o.task_id IS NOT NULL OR d.task_id IS NOT NULL
                   OR c.task_id IS NOT NULL AS known
              FROM (SELECT cast(:id AS text) AS id) asked
              LEFT JOIN task_orders o ON o.task_id = asked.id
              LEFT JOIN deliveries d ON d.task_id = asked.id
              LEFT JOIN cancellations c ON c.task_id = asked.id"""),
        {"id": task_id},
    ).one()
    values = dict(row._mapping)
    return Order(**values) if values.pop("known") else None


def cancel(connection: Connection, task_id: str, cancelled_by: str) -> bool:
    """Cancels a task, no matter who has it. It is not sent again if the broker loses it, and its run is closed at once
    if its lease expired. Deletes cancellations older than a month. False if it was already canceled."""
    connection.execute(text("DELETE FROM cancellations WHERE cancelled_at < now() - interval '30 days'"))
    added = connection.execute(
        text("""INSERT INTO cancellations (task_id, cancelled_by) VALUES (:id, :by) ON CONFLICT DO NOTHING"""),
        {"id": task_id, "by": cancelled_by},
    ).rowcount
    connection.execute(text("DELETE FROM deliveries WHERE task_id = :id"), {"id": task_id})
    connection.execute(
        text("""UPDATE runs SET status = 'cancelled', finished_at = now(), lease_until = NULL,
                                reason = concat('canceled by ', cast(:by AS text))
                 WHERE id = :id AND status = 'running' AND lease_until < now()"""),
        {"id": task_id, "by": cancelled_by},
    )
    return added > 0


def cancelled_by(connection: Connection, *task_ids: str) -> str | None:
    """Who canceled one of these tasks (a task and its parent task), or None."""
    found: str | None = connection.execute(
        text("SELECT cancelled_by FROM cancellations WHERE task_id = ANY (:ids) LIMIT 1"), {"ids": list(task_ids)}
    ).scalar()
    return found


def withdraw_cancellation(connection: Connection, task_id: str) -> None:
    """Lets the task run again under its old id."""
    connection.execute(text("DELETE FROM cancellations WHERE task_id = :id"), {"id": task_id})
