"""Extends redbeat: survives a restart or wipe of Redis, loses no due time to a kill, and takes schedule changes from
Postgres."""

from __future__ import annotations

import logging
import time
from types import SimpleNamespace
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from celery.beat import SchedulingError
from kombu.exceptions import EncodeError
from redbeat.schedulers import RedBeatScheduler, RedBeatSchedulerEntry, acquire_distributed_beat_lock, get_redis
from redis import exceptions
from sqlalchemy.exc import SQLAlchemyError

from app.worker import planning, recovery
from app.worker.planning import Planned
from storage.database.engine import NoDatabase

PAUSE_S = 2.0
"""Between tries while Redis takes no writes."""
SYNC_EVERY_S = 5.0
"""Between two checks for schedule changes."""
UNSENDABLE = (TypeError, ValueError, EncodeError)
"""What Celery raises for arguments that the task does not take, and for options that it cannot use. Trying again at
once would fail in the same way, so the entry waits for its next time."""

logger = logging.getLogger(__name__)


class Scheduler(RedBeatScheduler):
    """redbeat alone exits when it cannot reach Redis or its lock is gone. Then nothing is harvested until someone
    restarts it, and after a wipe the schedule is missing until then.

    Only Beat writes entries to Redis. Schedule changes go to Postgres and take effect within SYNC_EVERY_S plus one
    sleep. While Postgres is down, the entries in Redis stay as they are.
    """

    lock: Any
    written: dict[str, Planned] | None = None
    """The entries that this Beat last wrote."""
    sync_at = 0.0
    reported: frozenset[str] | set[str] = frozenset()
    """The problems of entries that the log has."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Seconds until the next tick."""
        try:
            if self.lock is None:
                self._start_over()
            elif time.monotonic() >= self.sync_at:
                self._sync()
            return min(float(super().tick(*args, **kwargs)), SYNC_EVERY_S)
        except exceptions.LockError:
            logger.warning("Beat's lock is gone: Redis was wiped or down too long. Writing the schedule again.")
            self.lock = None
            return 0.0
        except exceptions.RedisError as error:
            logger.warning("Redis is down, full, or read-only; trying again in %g s: %s", PAUSE_S, error)
            return PAUSE_S

    def setup_schedule(self) -> None:
        """Celery calls this once, when Redis may not answer yet. The first tick writes the schedule."""

    def apply_async(
        self, entry: RedBeatSchedulerEntry, producer: Any = None, advance: bool = True, **kwargs: Any
    ) -> Any:
        """Sends the task, then records that it was sent. redbeat does it in reverse, and a kill between the two loses
        the due time. Here the kill makes it send twice, with one id derived from the entry and its last run: the second
        task takes over the first one's run, or returns its result."""
        last = "never" if entry.last_run_at is None else entry.last_run_at.isoformat()
        entry.options = {**entry.options, "task_id": str(uuid5(NAMESPACE_OID, f"{entry.name} {last}"))}
        try:
            sent = super().apply_async(entry, producer=producer, advance=False, **kwargs)
        except SchedulingError as error:
            if not isinstance(error.__context__, UNSENDABLE):
                raise
            logger.error("The schedule %s can't send %s: %s", entry.name, entry.task, error.__context__)
            sent = None
        del entry.options["task_id"]
        if advance:
            self.reserve(entry)
        return sent

    def _start_over(self) -> None:
        """Keeps existing entries; wiped ones are next due at their next time. Waits while another Beat has the lock."""
        self.written = None
        self._sync()
        acquire_distributed_beat_lock(sender=SimpleNamespace(scheduler=self))

    def _sync(self) -> None:
        """Writes the entries that changed since the last write."""
        self.sync_at = time.monotonic() + SYNC_EVERY_S
        planned = self._planned()
        client = get_redis(self.app)
        if planned is None:
            for entry in planning.merged(self.app.conf.beat_schedule, []):
                if not entry.problem and not self._has(entry.name):
                    self._put(entry)
            return
        for entry in planned.values():
            if self.written is None or self.written.get(entry.name) != entry:
                self._put(entry)
        for name in set(client.smembers(self.app.redbeat_conf.statics_key)) - planned.keys():
            self.Entry(name, app=self.app).delete()
            client.srem(self.app.redbeat_conf.statics_key, name)
        self.written = planned

    def _planned(self) -> dict[str, Planned] | None:
        """The current schedule by name; None while Postgres is down."""
        try:
            with recovery.connection() as connection:
                entries = planning.in_force(connection, self.app)
        except NoDatabase:
            entries = planning.merged(self.app.conf.beat_schedule, [])
        except SQLAlchemyError as error:
            logger.warning("Couldn't check for schedule changes, keeping the schedule: %s", error)
            return None
        for entry in entries:
            if entry.problem and entry.problem not in self.reported:
                logger.error(entry.problem)
        self.reported = {entry.problem for entry in entries}
        return {entry.name: entry for entry in entries if not entry.problem}

    def _has(self, name: str) -> bool:
        return bool(get_redis(self.app).exists(self.Entry.generate_key(self.app, name)))

    def _put(self, planned: Planned) -> None:
        """A rescheduled or resumed entry is next due at its next time from now, not at one that has passed."""
        name = planned.name
        entry = self.Entry(
            name,
            planned.task,
            planning.times_of(planned.cron, self.app),
            args=list(planned.args),
            kwargs=planned.kwargs,
            options=planned.options,
            enabled=planned.enabled,
            app=self.app,
        )
        try:
            before = self.Entry.from_key(entry.key, app=self.app)
        except KeyError:
            entry.save()
        else:
            entry.last_run_at = before.last_run_at
            entry.save()
            if (planning.text_of(before.schedule), before.enabled) != (planned.cron, planned.enabled):
                entry.reschedule()
        get_redis(self.app).sadd(self.app.redbeat_conf.statics_key, name)
