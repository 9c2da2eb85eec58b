"""Stores the schedules that people set; the application's own schedule is in celery_app.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert

from storage.tables.tasks import schedules


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A row of `schedules`. It replaces the application's entry of that name, or adds one."""

    name: str
    task: str
    cron: str
    kwargs: dict[str, Any]
    enabled: bool
    updated_at: datetime
    updated_by: str


def list_schedules(connection: Connection) -> list[Schedule]:
    rows = connection.execute(select(schedules).order_by(schedules.c.name))
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
    """Adds the row of this name, or replaces it."""
    values = {"task": task, "cron": cron, "kwargs": dict(kwargs), "enabled": enabled, "updated_by": updated_by}
    row = connection.execute(
        insert(schedules)
        .values(name=name, **values)
        .on_conflict_do_update(index_elements=["name"], set_={**values, "updated_at": func.now()})
        .returning(schedules)
    ).one()
    return Schedule(**row._mapping)


def remove_schedule(connection: Connection, name: str) -> bool:
    """Restores the application's own entry of that name, if it has one. False if there was no row."""
    return connection.execute(schedules.delete().where(schedules.c.name == name)).rowcount > 0
