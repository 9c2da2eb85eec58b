"""The nightly task that lets old rows go."""

from __future__ import annotations

from celery import Task

from app.tasks.crawl import backoff
from app.tasks.results import Result
from celery_app import app
from core.config import settings
from core.stopping import stopping
from storage.database.engine import DATABASE_AWAY
from storage.database.pruning import prune as prune_rows


@app.task(name="app.tasks.prune", bind=True, max_retries=3)
def prune(self: Task) -> Result:
    """Delete what the RETENTION_*_DAYS settings call old; returns how many rows of each kind went. A worker that is
    told to stop ends it between two batches; the rest goes the next night."""
    try:
        gone = prune_rows(settings(), stopping.is_set)
    except DATABASE_AWAY as error:
        raise self.retry(exc=error, countdown=backoff(self.request.retries)) from error
    return {kind.value: number for kind, number in gone.items()}
