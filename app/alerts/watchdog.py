"""Notices that the task which sends alerts has stopped, and says which part is to blame. The API runs it, because it is
the part that goes on when Beat, Redis, or the workers are dead."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import redis

from app.alerts.deliver import deliver_due
from app.services import probes
from app.services.probes import BEAT_LOCK
from core.config import settings
from storage.alerts import heartbeats, outbox
from storage.alerts.heartbeats import Part
from storage.alerts.matters import Matter
from storage.database.engine import transaction


class Needed(StrEnum):
    """What the alerts' task needs to run."""

    REDIS = "redis"
    BEAT = "beat"
    WORKER = "worker"


WITHOUT = {
    Needed.REDIS: "Redis does not answer, so no task runs.",
    Needed.BEAT: "Beat is not running, so nothing is harvested on schedule.",
    Needed.WORKER: "No worker runs the tasks that Beat sends, so nothing is harvested.",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """`alerter_at`: when the alerts' task last ran, by the database's clock; None: never. `missing`: why it no longer
    runs; None if it does."""

    alerter_at: datetime | None
    missing: Needed | None


def patience() -> timedelta:
    """How long the task of each minute may not have run: longer than a restart of all parts takes."""
    return timedelta(seconds=settings().stopped_after_s)


def look(now: datetime | None = None) -> Condition:
    """Raises what a statement raises while Postgres is down."""
    with transaction() as connection:
        at = heartbeats.last(connection, Part.ALERTER)
    if at is not None and abs((now or datetime.now(UTC)) - at) < patience():
        return Condition(at, None)
    return Condition(at, cause())


def cause() -> Needed:
    """Why the task doesn't run."""
    try:
        with probes.redis_client(settings().redis_url) as client:
            beats = bool(client.exists(BEAT_LOCK))
    except (redis.RedisError, ValueError):
        return Needed.REDIS
    return Needed.WORKER if beats else Needed.BEAT


class Watchdog:
    """Compares the heartbeat with the last one it saw, on this process's own clock: a clock that jumps changes nothing.

    patience  how long the heartbeat may stay the same, in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.patience, self.clock = patience().total_seconds(), clock
        self.seen: datetime | None = None
        self.since = clock()

    def check(self) -> bool:
        """Whether the task runs. If it doesn't, queues a message, and sends in the task's place what is due. Raises
        what a statement raises while Postgres is down."""
        with transaction() as connection:
            at = heartbeats.last(connection, Part.ALERTER)
        if at != self.seen:
            self.seen, self.since = at, self.clock()
        if self.clock() - self.since < self.patience:
            return True
        missing = cause()
        with transaction() as connection:
            outbox.note_matter(connection, Matter.STOPPED, WITHOUT[missing])
        deliver_due()
        return False
