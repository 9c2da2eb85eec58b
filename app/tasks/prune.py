"""The nightly task that deletes old rows."""

from __future__ import annotations

from celery import Task

from app.tasks.crawl import backoff
from app.tasks.results import Result
from celery_app import app
from core.config import settings
from core.stopping import stopping
from storage.captures.pruning import prune as prune_captures
from storage.database.engine import DATABASE_AWAY
from storage.database.pruning import prune as prune_rows


@app.task(name="app.tasks.prune", bind=True, max_retries=3)
def prune(self: Task) -> Result:
    """Deletes captures and rows beyond what the CAPTURES_* and RETENTION_*_DAYS settings allow, and returns how many of
    each kind. If the worker is stopping, it ends between two batches and leaves the rest for the next night."""
    try:
        captures = prune_captures(settings(), stopping.is_set)
        gone = prune_rows(settings(), stopping.is_set)
    except DATABASE_AWAY as error:
        raise self.retry(exc=error, countdown=backoff(self.request.retries)) from error
    return {"captures": captures.captures, **{kind.value: number for kind, number in gone.items()}}
