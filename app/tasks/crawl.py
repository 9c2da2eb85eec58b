"""Run one crawl under a task's id, to its end or to its worker's."""

from __future__ import annotations

import logging
import random
from collections.abc import Mapping
from datetime import timedelta

from celery import Task
from celery.exceptions import Reject
from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError

from app.config import settings
from app.stopping import stopping
from app.storage import deliveries, runs, sources
from app.storage.engine import transaction
from app.storage.runs import LEASE, Run, RunStatus, SourceBusy
from app.tasks.arguments import whole
from app.tasks.results import Result, result
from scrapers.launch import CrawlOrder, DeadlineExceeded, Interrupted, LaunchFailure, launcher

DATABASE_AWAY = (OperationalError, InterfaceError)
logger = logging.getLogger(__name__)


class CrawlFailed(RuntimeError):
    """The crawl brought nothing; the message has the reason, the run's row has the rest."""


class Parked(RuntimeError):
    """The task was delivered more often than MAX_DELIVERIES without an end: it kills its workers."""


def crawl(task: Task, spider: str, source_id: int, **arguments: float | int) -> Result:
    """Launch the crawl and return what its run says. Failures of transport are retried with growing, jittered delays.

    A task that comes again after its worker died takes its run over; one whose run had ended returns the run's result.
    When its worker is told to stop, the crawl stops at a safe point and the task goes back to the queue.
    """
    run_id = task.request.id
    try:
        with transaction() as connection:
            source = sources.read_source(connection, whole(source_id, "source_id", 1, 2**31 - 1))
            earlier = runs.read_run(connection, run_id)
            if earlier is not None and earlier.status in (RunStatus.OK, RunStatus.SUSPECT):
                return result(earlier)
            _count_delivery(task, connection)
        run = _launch(task, spider, source, arguments)
    except (LaunchFailure, *DATABASE_AWAY) as error:
        raise task.retry(exc=CrawlFailed(str(error)), countdown=backoff(task.request.retries)) from error
    if run is None:
        busy = SourceBusy(f"another run of source {source.id} ({source.name}) is alive")
        raise task.retry(exc=busy, countdown=after_lease())
    if run.status is RunStatus.RUNNING:
        raise task.retry(
            exc=CrawlFailed(f"{source.name}: the crawl ended, its run was not closed"), countdown=after_lease()
        )
    if run.status in (RunStatus.FAILED, RunStatus.CANCELLED, RunStatus.LOST):
        failure = CrawlFailed(f"{source.name}: {run.reason}")
        if _worth_another_try(run):
            raise task.retry(exc=failure, countdown=backoff(task.request.retries))
        raise failure
    return result(run)


def _launch(task: Task, spider: str, source: sources.SourceRecord, arguments: Mapping[str, float | int]) -> Run | None:
    """The run's row after the crawl's end; None when it did not begin because another run of the source lives."""
    order = CrawlOrder(
        run_id=task.request.id,
        spider=spider,
        source_id=source.id,
        arguments={"base_url": source.base_url, **{name: str(value) for name, value in arguments.items()}},
        deadline=timedelta(seconds=settings().crawl_deadline_s),
    )
    try:
        launcher().crawl(order, lambda: _tell(task))
    except Interrupted as error:
        _end_delivery(task)
        raise Reject(str(error), requeue=True) from error
    except DeadlineExceeded as error:
        _end_delivery(task)
        raise CrawlFailed(str(error)) from error
    except (ValueError, KeyError, LaunchFailure):
        _end_delivery(task)
        raise
    with transaction() as connection:
        deliveries.end(connection, task.request.id)
        return runs.read_run(connection, task.request.id)


def _count_delivery(task: Task, connection: Connection) -> None:
    request = task.request
    delivery = deliveries.begin(
        connection, task_id=request.id, task=task.name, kwargs=request.kwargs or {}, worker=str(request.hostname)
    )
    if delivery.parked_at is None and delivery.attempts <= settings().max_deliveries:
        return
    deliveries.park(connection, request.id)
    connection.commit()
    raise Parked(
        f"{task.name} was delivered {delivery.attempts} times without an end, so it is parked; "
        f"`python -m app release {request.id}` sends it again"
    )


def _end_delivery(task: Task) -> None:
    with transaction() as connection:
        deliveries.end(connection, task.request.id)


def _worth_another_try(run: Run) -> bool:
    essential = [error for error in run.errors if error["essential"]]
    return run.status is RunStatus.LOST or (bool(essential) and all(error["retryable"] for error in essential))


def _tell(task: Task) -> None:
    """Put the run's counts on the task's state; Interrupted once the worker is told to stop. While Postgres is away
    there is nothing to tell: the crawl waits for it, or fails by itself."""
    if stopping.is_set():
        raise Interrupted("the worker is stopping; the task goes back to the queue")
    try:
        with transaction() as connection:
            run = runs.read_run(connection, task.request.id)
    except DATABASE_AWAY as error:
        logger.warning("The progress of %s cannot be read: %s", task.request.id, error)
        return
    if run is not None:
        task.update_state(state="PROGRESS", meta={"pages": run.pages, "errors": run.error_count, **run.counts()})


def backoff(retries: int) -> float:
    """Seconds until the next try: 60, 120, 240, each up to a fifth more, so that failed tasks do not return as one."""
    return 60.0 * float(2**retries) * random.uniform(1.0, 1.2)


def after_lease() -> float:
    """Seconds after which a run whose process died without a word is no longer believed to live."""
    return LEASE.total_seconds() * random.uniform(1.0, 1.3)
