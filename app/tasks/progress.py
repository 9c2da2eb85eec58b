"""Put a crawl's counts on its task's state while it runs, and learn that the worker is told to stop."""

from __future__ import annotations

import logging
import time
from typing import Any

from celery import Task
from celery.exceptions import BackendError
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError
from sqlalchemy import Connection

from core.stopping import stopping
from scrapers.launch import Interrupted
from storage.database.engine import DATABASE_AWAY, transaction
from storage.runs import ledger as runs
from storage.tasks import orders

TELL_EVERY_S = 2.0
"""As often as a run writes its counts down: to look more often shows nothing new, and a worker has a hundred crawls."""
BROKER_AWAY = (BackendError, BrokerError, RedisError)

logger = logging.getLogger(__name__)


class Progress:
    """Called every second or so by whoever waits for the crawl of a task."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.told: dict[str, Any] | None = None
        self.next_at = time.monotonic()

    def tell(self) -> None:
        """Raises Interrupted once the worker is told to stop. While Postgres or Redis is away there is nothing to tell:
        the crawl waits for Postgres, or fails by itself."""
        if stopping.is_set():
            raise Interrupted("the worker is stopping; the task goes back to the queue")
        if time.monotonic() < self.next_at:
            return
        self.next_at = time.monotonic() + TELL_EVERY_S
        try:
            self._tell_counts()
        except (*DATABASE_AWAY, *BROKER_AWAY) as error:
            logger.warning("The progress of %s cannot be told: %s", self.task.request.id, error)

    def _tell_counts(self) -> None:
        request = self.task.request
        with transaction() as connection:
            if request.root_id not in (None, request.id):
                self._share_cancellation(connection, request.id, request.root_id)
            run = runs.read_run(connection, request.id)
        if run is None:
            return
        counts = {"pages": run.pages, "errors": run.error_count, **run.counts()}
        if counts != self.told:
            self.task.update_state(state="PROGRESS", meta=counts)
            self.told = counts

    def _share_cancellation(self, connection: Connection, task_id: str, root_id: str) -> None:
        """Whoever cancels a task cancels its parts. The crawl itself knows of nothing but its own run."""
        who = orders.cancelled_by(connection, root_id)
        if who is not None:
            orders.cancel(connection, task_id, who)
