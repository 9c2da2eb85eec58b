"""The task that follows a run: it compares what changed with what other sources list."""

from __future__ import annotations

import logging
from dataclasses import asdict

from celery import Task

from app.tasks.results import Result
from celery_app import BROKER_AWAY, app
from storage.database.engine import DATABASE_AWAY
from storage.merging.match import match_runs
from storage.runs.ledger import Run, RunStatus

AGAIN_S = 30

logger = logging.getLogger(__name__)


@app.task(name="app.tasks.match", bind=True, max_retries=3, ignore_result=True)
def match(self: Task) -> Result:
    """Compares what the ended runs changed with what the other sources list, so that people see each event once. If
    another worker is at it, that one does it."""
    try:
        return asdict(match_runs())
    except DATABASE_AWAY as error:
        raise self.retry(exc=error, countdown=AGAIN_S) from error


def match_later(run: Run | None) -> None:
    """Sends the task if the run changed anything. If the broker takes no messages, the next run's task does it."""
    if run is None or run.status is RunStatus.RUNNING or not (run.new or run.changed or run.withdrawn):
        return
    try:
        match.apply_async()
    except BROKER_AWAY as error:
        logger.warning("Couldn't send app.tasks.match after run %s: %s", run.id, error)
