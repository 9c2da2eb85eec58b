"""Removes a source together with what would still ask for it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from app.worker import planning
from app.worker.planning import Planned
from celery_app import app as celery
from storage.sources import removal
from storage.tasks import schedules


def own_schedules(connection: Connection, source_id: int) -> Sequence[Planned]:
    """Those that name this source."""
    return [one for one in planning.in_force(connection, celery) if one.kwargs.get("source_id") == source_id]


def remove_source(connection: Connection, source_id: int, *, by: str) -> bool:
    """Also removes the schedules that people added for it, and turns off the application's own. False if there is no
    such source. Raises SourceBusy, HoldsOwnEvents, and RowsBusy."""
    named = own_schedules(connection, source_id)
    if not removal.remove_source(connection, source_id):
        return False
    for one in named:
        if not one.fixed:
            schedules.remove_schedule(connection, one.name)
        elif one.enabled:
            schedules.set_schedule(
                connection,
                name=one.name,
                task=one.task,
                cron=one.cron,
                kwargs=one.kwargs,
                enabled=False,
                updated_by=by,
            )
    return True
