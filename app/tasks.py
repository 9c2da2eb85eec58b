"""The Celery tasks: each checks its arguments, launches a crawl, and returns what the run's row says of it."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from celery import Task, chord, group
from sqlalchemy import text
from sqlalchemy.exc import InterfaceError, OperationalError

from app.config import settings
from app.storage import runs, sources
from app.storage.engine import transaction
from app.storage.runs import Run, RunStatus, SourceBusy
from celery_app import app
from scrapers.launch import CrawlOrder, LaunchFailure, launcher

Result = dict[str, Any]
RETRY = {"bind": True, "max_retries": 3, "default_retry_delay": 60}
SHOWN_ERRORS = 10


class BadArguments(ValueError):
    """The task was called with arguments that can never work; it is not tried again."""


class CrawlFailed(RuntimeError):
    """The crawl brought nothing; the message has the reason, the run's row has the rest."""


@app.task(name="app.tasks.scrape_vanwezel", **RETRY)
def scrape_vanwezel(self: Task, source_id: int, delay: float = 0.5) -> Result:
    """Harvest the Van Wezel's pages. `delay`: seconds between requests."""
    return crawl(self, "vanwezel", source_id, delay=_number(delay, "delay", 0, 600))


@app.task(name="app.tasks.scrape_mote", **RETRY)
def scrape_mote(self: Task, source_id: int, months_ahead: int = 2) -> Result:
    """Find Mote's monthly iCal feeds: this month's and those of `months_ahead` more."""
    return crawl(self, "mote", source_id, months_ahead=_whole(months_ahead, "months_ahead", 0, 24))


@app.task(name="app.tasks.ingest_source", **RETRY)
def ingest_source(self: Task, source_id: int, limit: int = 100, tolerant: bool = False) -> Result:
    """Read a source's stored feeds, at most `limit`. `tolerant`: a failure is a result, for those who sum up."""
    _whole(limit, "limit", 1, 100_000)
    try:
        return crawl(self, "ics", source_id, limit=limit)
    except CrawlFailed as error:
        if not tolerant:
            raise
        return {"status": RunStatus.FAILED.value, "source_id": source_id, "reason": str(error)}


@app.task(name="app.tasks.ingest_all_sources", **RETRY)
def ingest_all_sources(self: Task, limit_per_source: int = 100) -> Result:
    """Read the feeds of every source that has some, each as a task of its own; the result is theirs, summed up."""
    _whole(limit_per_source, "limit_per_source", 1, 100_000)
    try:
        with transaction() as connection:
            due = [s.id for s in sources.list_sources(connection) if s.enabled and s.feeds]
    except (OperationalError, InterfaceError) as error:
        raise self.retry(exc=error, countdown=backoff(self.request.retries)) from error
    if not due:
        return summary([])
    each = group(ingest_source.si(source_id, limit_per_source, tolerant=True) for source_id in due)
    return self.replace(chord(each, summarise.s()))  # type: ignore[no-any-return]  # celery has no types


@app.task(name="app.tasks.summarise")
def summarise(results: list[Result]) -> Result:
    """The end of `ingest_all_sources`."""
    return summary(results)


@app.task(name="app.tasks.health_check", **RETRY)
def health_check(self: Task) -> Result:
    """Whether this worker reaches Postgres and Redis; being answered at all shows broker and worker."""
    with transaction() as connection:
        version = connection.execute(text("SHOW server_version")).scalar_one()
        known = len(sources.list_sources(connection))
    with self.app.connection_for_read() as broker:
        broker.ensure_connection(max_retries=1, timeout=5)
    return {"status": "ok", "worker": self.request.hostname, "postgres": version, "redis": "ok", "sources": known}


def crawl(task: Task, spider: str, source_id: int, **arguments: float | int) -> Result:
    """Run one crawl to its end under the task's id. Failures of transport are retried with growing, jittered delays."""
    run_id = task.request.id
    try:
        with transaction() as connection:
            source = sources.read_source(connection, _whole(source_id, "source_id", 1, 2**31 - 1))
            earlier = runs.read_run(connection, run_id)
        if earlier is not None and earlier.status in (RunStatus.OK, RunStatus.SUSPECT):
            return result(earlier)  # delivered again after its end: it is done
        order = CrawlOrder(
            run_id=run_id,
            spider=spider,
            source_id=source.id,
            arguments={"base_url": source.base_url, **{name: str(value) for name, value in arguments.items()}},
            deadline=timedelta(seconds=settings().crawl_deadline_s),
        )
        launcher().crawl(order, lambda: _tell_progress(task))
        with transaction() as connection:
            run = runs.read_run(connection, run_id)
    except (LaunchFailure, OperationalError, InterfaceError) as error:
        raise task.retry(exc=CrawlFailed(str(error)), countdown=backoff(task.request.retries)) from error
    if run is None:
        busy = SourceBusy(f"another run of source {source.id} ({source.name}) is alive")
        raise task.retry(exc=busy, countdown=backoff(task.request.retries))
    if run.status in (RunStatus.FAILED, RunStatus.CANCELLED, RunStatus.LOST):
        failure = CrawlFailed(f"{source.name}: {run.reason}")
        if run.status is RunStatus.LOST or (run.errors and all(e["retryable"] for e in run.errors if e["essential"])):
            raise task.retry(exc=failure, countdown=backoff(task.request.retries))
        raise failure
    return result(run)


def result(run: Run) -> Result:
    """What a finished run says, as JSON."""
    return {
        "run_id": run.id,
        "source_id": run.source_id,
        "source": run.source,
        "status": run.status.value,
        "reason": run.reason,
        **run.counts(),
        "feeds": run.feeds,
        "pages": run.pages,
        "error_count": run.error_count,
        "errors": [f"{e['kind']}: {e['url']}: {e['found']}" for e in run.errors[:SHOWN_ERRORS]],
        "started": run.started_at.isoformat(),
        "finished": None if run.finished_at is None else run.finished_at.isoformat(),
    }


def summary(results: list[Result]) -> Result:
    """Several runs' results as one: the worst status, the counts added up, and each source's own status."""
    order = [RunStatus.OK.value, RunStatus.SUSPECT.value, RunStatus.FAILED.value]
    statuses = [r["status"] for r in results]
    names = ("seen", "new", "changed", "unchanged", "withdrawn", "rejected", "error_count")
    return {
        "status": max(statuses, key=order.index, default=RunStatus.OK.value),
        **{name: sum(r.get(name, 0) for r in results) for name in names},
        "sources": [
            {"source_id": r["source_id"], "status": r["status"], "run_id": r.get("run_id"), "reason": r.get("reason")}
            for r in results
        ],
        "errors": [error for r in results for error in r.get("errors", [r.get("reason")])][:SHOWN_ERRORS],
        "started": min((r["started"] for r in results if r.get("started")), default=None),
        "finished": max((r["finished"] for r in results if r.get("finished")), default=None),
    }


def backoff(retries: int) -> float:
    """Seconds until the next try: 60, 120, 240, each up to a fifth more, so that failed tasks do not return as one."""
    return 60.0 * float(2**retries) * random.uniform(1.0, 1.2)


def _tell_progress(task: Task) -> None:
    with transaction() as connection:
        run = runs.read_run(connection, task.request.id)
    if run is not None:
        task.update_state(state="PROGRESS", meta={"pages": run.pages, "errors": run.error_count, **run.counts()})


def _whole(value: object, name: str, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadArguments(f"{name} must be a whole number from {least} to {most}, not {value!r}")
    return value


def _number(value: object, name: str, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise BadArguments(f"{name} must be a number from {least} to {most}, not {value!r}")
    return float(value)
