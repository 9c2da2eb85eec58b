"""Deletes rows that are older than the settings allow, in batches that block nobody."""

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
    """The maximum age of each kind, without those that are kept forever."""
    days = {
        Kind.SIGHTINGS: settings.retention_sightings_days,
        Kind.CHANGES: settings.retention_changes_days,
        Kind.OCCURRENCES: settings.retention_events_days,
        Kind.EVENTS: settings.retention_events_days,
        Kind.RUNS: settings.retention_runs_days,
        Kind.JOBS: settings.retention_runs_days,
        Kind.ORDERS: settings.retention_runs_days,
        Kind.CANCELLATIONS: settings.retention_runs_days,
        Kind.ALERTS: settings.retention_alerts_days,
        Kind.STATES: settings.retention_alerts_days,
        Kind.DELIVERIES: settings.retention_letters_days,
        Kind.AUDIT: settings.retention_audit_days,
    }
    return {kind: timedelta(days=days[kind]) for kind in Kind if days[kind]}


def count(settings: Settings) -> dict[Kind, int]:
    """How many rows of each kind would be deleted now, without those that can only be deleted after others."""
    with transaction() as connection:
        return {kind: len(retention.due(connection, kind, age)) for kind, age in ages(settings).items()}


def prune(settings: Settings, stop: Callable[[], bool] = lambda: False) -> dict[Kind, int]:
    """Deletes old rows; each batch is its own transaction. Stops between two batches if `stop` returns true. Skips a
    batch that is blocked by a lock until the next time. Returns how many rows of each kind were deleted."""
    deleted = {}
    for kind, age in ages(settings).items():
        deleted[kind] = 0
        with transaction() as connection:
            keys = retention.due(connection, kind, age)
        for start in range(0, len(keys), BATCH):
            if stop():
                return deleted
            try:
                with transaction() as connection:
                    deleted[kind] += retention.delete(connection, kind, age, keys[start : start + BATCH])
            except OperationalError as error:
                if not isinstance(error.orig, LockNotAvailable):
                    raise
                logger.warning("Old %s stay until the next time: some of them are locked", kind)
    return deleted
