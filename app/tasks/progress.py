"""Shows in a task's state how far it is, and stops a crawl when its worker stops."""

from __future__ import annotations

import logging
import time
from typing import Any

from celery import Task
from sqlalchemy import Connection

from celery_app import BROKER_AWAY
from core.stopping import stopping
from scrapers.launch import Interrupted
from storage.database.engine import DATABASE_AWAY, transaction
from storage.runs import ledger as runs
from storage.tasks import orders

UPDATE_EVERY_S = 2.0
"""A run stores its counts this often, so looking more often shows nothing new, and a worker may have 100 crawls."""
WAIT_S = 1.0
TAKES_WRITES = "marquee:takes-writes"
"""A key that is written to see whether Redis takes writes."""

logger = logging.getLogger(__name__)


class Asked:
    """The addresses that a look at a site has asked so far, each with what came."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.lines: list[str] = []

    def show(self, line: str) -> None:
        self.lines.append(line)
        request = self.task.request
        if request.is_eager or request.called_directly:
            return
        try:
            self.task.update_state(state="PROGRESS", meta={"asked": self.lines})
        except BROKER_AWAY as error:
            logger.warning("Couldn't update the progress of %s: %s", request.id, error)


class Progress:
    """Launchers call `check_in` about once a second while the crawl of a task runs."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.shown: dict[str, Any] | None = None
        self.next_at = time.monotonic()

    def check_in(self) -> None:
        """Raises Interrupted when the worker is stopping. Only logs that Postgres or Redis is down: the crawl itself
        waits for them, or fails."""
        if stopping.is_set():
            raise Interrupted("the worker is stopping; the task goes back to the queue")
        if time.monotonic() < self.next_at:
            return
        self.next_at = time.monotonic() + UPDATE_EVERY_S
        try:
            self._update()
        except (*DATABASE_AWAY, *BROKER_AWAY) as error:
            logger.warning("Couldn't update the progress of %s: %s", self.task.request.id, error)

    def wait_for_redis(self) -> None:
        """Returns once Redis takes writes, or the worker stops. Celery tries only for moments to store a result or to
        send a retry; if Redis is full or down just then, a good crawl would be recorded as a failure."""
        request = self.task.request
        while not (request.is_eager or request.called_directly or stopping.is_set()):
            try:
                self.task.backend.client.set(TAKES_WRITES, 1, ex=1)
            except BROKER_AWAY as error:
                logger.warning("Waiting for Redis to store the end of %s: %s", request.id, error)
                stopping.wait(WAIT_S)
            else:
                return

    def _update(self) -> None:
        request = self.task.request
        with transaction() as connection:
            if request.root_id not in (None, request.id):
                self._share_cancellation(connection, request.id, request.root_id)
            run = runs.read_run(connection, request.id)
        if run is None:
            return
        counts = {"pages": run.pages, "errors": run.error_count, **run.counts()}
        if counts != self.shown:
            self.task.update_state(state="PROGRESS", meta=counts)
            self.shown = counts

    def _share_cancellation(self, connection: Connection, task_id: str, root_id: str) -> None:
        """Canceling a task cancels its subtasks. The crawl itself only knows its own run."""
        who = orders.cancelled_by(connection, root_id)
        if who is not None:
            orders.cancel(connection, task_id, who)
