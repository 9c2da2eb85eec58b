"""Let rows go that the settings call old, in batches that hold nobody up."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

from psycopg2.errors import LockNotAvailable
from sqlalchemy.exc import OperationalError

from core.config import Settings
from storage.database import retention
from storage.database.engine import transaction
from storage.database.retention import Kind

BATCH = 500

logger = logging.getLogger(__name__)


def ages(settings: Settings) -> Mapping[Kind, timedelta]:
    """How old each kind may become; those that are kept for ever are left out."""
    days = {
        Kind.SIGHTINGS: settings.retention_sightings_days,
        Kind.CHANGES: settings.retention_changes_days,
        Kind.OCCURRENCES: settings.retention_events_days,
        Kind.EVENTS: settings.retention_events_days,
        Kind.RUNS: settings.retention_runs_days,
        Kind.JOBS: settings.retention_runs_days,
        Kind.ORDERS: settings.retention_runs_days,
        Kind.CANCELLATIONS: settings.retention_runs_days,
        Kind.AUDIT: settings.retention_audit_days,
    }
    return {kind: timedelta(days=days[kind]) for kind in Kind if days[kind]}


def count(settings: Settings) -> dict[Kind, int]:
    """How many rows of each kind would go now. Rows that only go once others have gone are not counted."""
    with transaction() as connection:
        return {kind: len(retention.due(connection, kind, age)) for kind, age in ages(settings).items()}


def prune(settings: Settings, stop: Callable[[], bool] = lambda: False) -> dict[Kind, int]:
    """Delete what is old; each batch is a transaction of its own. Returns how many rows of each kind went; ends between
    two batches once `stop` says so. A batch that somebody's lock holds up is left for the next time."""
    gone = {}
    for kind, age in ages(settings).items():
        gone[kind] = 0
        with transaction() as connection:
            keys = retention.due(connection, kind, age)
        for start in range(0, len(keys), BATCH):
            if stop():
                return gone
            try:
                with transaction() as connection:
                    gone[kind] += retention.delete(connection, kind, age, keys[start : start + BATCH])
            except OperationalError as error:
                if not isinstance(error.orig, LockNotAvailable):
                    raise
                logger.warning("Old %s stay until the next time: somebody holds a lock on some of them", kind)
    return gone
