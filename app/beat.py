"""redbeat, going on when Redis restarts or is wiped, and never losing a due time to a kill."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from redbeat.schedulers import RedBeatScheduler, RedBeatSchedulerEntry, acquire_distributed_beat_lock
from redis import exceptions

PAUSE_S = 2.0
"""Between tries while Redis is away."""

logger = logging.getLogger(__name__)


class Scheduler(RedBeatScheduler):  # type: ignore[misc]  # redbeat has no types
    """redbeat ends when it cannot reach Redis, and when its lock has gone: then nothing is harvested until somebody
    starts it again, and after a wipe the schedule is missing until then."""

    lock: Any

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Seconds until the next tick."""
        try:
            if self.lock is None:
                self._begin_again()
            return float(super().tick(*args, **kwargs))
        except exceptions.LockError:
            logger.warning("Beat's lock has gone: Redis was wiped, or away for long. The schedule is written anew.")
            self.lock = None
            return 0.0
        except (exceptions.ConnectionError, exceptions.TimeoutError) as error:
            logger.warning("Redis is away, trying again in %g s: %s", PAUSE_S, error)
            return PAUSE_S

    def apply_async(
        self, entry: RedBeatSchedulerEntry, producer: Any = None, advance: bool = True, **kwargs: Any
    ) -> Any:
        """Send, then note that it was sent: redbeat does it the other way round, and a kill between the two loses the
        due time. Here it is sent twice, under one id that follows from the entry and its last run: the second task
        finds the first one's run and takes it over, or returns its result."""
        last = "never" if entry.last_run_at is None else entry.last_run_at.isoformat()
        entry.options = {**entry.options, "task_id": str(uuid5(NAMESPACE_OID, f"{entry.name} {last}"))}
        sent = super().apply_async(entry, producer=producer, advance=False, **kwargs)
        del entry.options["task_id"]
        if advance:
            self.reserve(entry)
        return sent

    def _begin_again(self) -> None:
        """Entries that are there stay as they are; wiped ones are due at their next time. Waits for another Beat."""
        self.setup_schedule()
        acquire_distributed_beat_lock(sender=SimpleNamespace(scheduler=self))
