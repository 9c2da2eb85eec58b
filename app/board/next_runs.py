"""When sources are harvested next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection

from app.tasks.harvests import is_included
from app.worker import planning
from celery_app import app as celery
from storage.sources import records
from storage.tasks import plan

INGEST_ALL = "app.tasks.ingest_all_sources"


def next_runs(connection: Connection, source_ids: Sequence[int]) -> Mapping[int, datetime]:
    """When each of the sources is harvested next, by its schedule, the daily harvest of all, or the plan of the day."""
    now = datetime.now(UTC)
    entries = [
        (planning.next_run(entry.cron, celery, now), entry)
        for entry in planning.in_force(connection, celery)
        if entry.enabled
    ]
    found = dict(plan.next_moments(connection, source_ids))
    for source in records.find_sources(connection, source_ids):
        if not source.enabled:
            found.pop(source.id, None)
            continue
        moments = [
            due
            for due, entry in entries
            if entry.kwargs.get("source_id") == source.id or (entry.task == INGEST_ALL and is_included(source))
        ]
        if source.id in found:
            moments.append(found[source.id])
        if moments:
            found[source.id] = min(moments)
    return found
