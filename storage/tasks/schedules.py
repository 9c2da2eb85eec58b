"""When tasks run, where people have set it; the application's own schedule is in celery_app.py."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A row of `schedules`: it replaces the entry of that name, or is one more."""

    name: str
    task: str
    cron: str
    kwargs: dict[str, Any]
    enabled: bool
    updated_at: datetime
    updated_by: str


_COLUMNS = "name, task, cron, kwargs, enabled, updated_at, updated_by"


def list_schedules(connection: Connection) -> list[Schedule]:
    rows = connection.execute(text(f"SELECT {_COLUMNS} FROM schedules ORDER BY name"))
    return [Schedule(**row._mapping) for row in rows]


def set_schedule(
    connection: Connection,
    *,
    name: str,
    task: str,
    cron: str,
    kwargs: Mapping[str, Any],
    enabled: bool,
    updated_by: str,
) -> Schedule:
    row = connection.execute(
        text(f"""INSERT INTO schedules AS s (name, task, cron, kwargs, enabled, updated_by)
                 VALUES (:name, :task, :cron, cast(:kwargs AS jsonb), :enabled, :updated_by)
                 ON CONFLICT (name) DO UPDATE
                    SET task = excluded.task, cron = excluded.cron, kwargs = excluded.kwargs,
                        enabled = excluded.enabled, updated_at = now(), updated_by = excluded.updated_by
                 RETURNING {_COLUMNS}"""),
        {
            "name": name,
            "task": task,
            "cron": cron,
            "kwargs": json.dumps(dict(kwargs)),
            "enabled": enabled,
            "updated_by": updated_by,
        },
    ).one()
    return Schedule(**row._mapping)


def remove_schedule(connection: Connection, name: str) -> bool:
    """Back to the application's own entry of that name, if it has one. False when there was no row."""
    return connection.execute(text("DELETE FROM schedules WHERE name = :name"), {"name": name}).rowcount > 0
