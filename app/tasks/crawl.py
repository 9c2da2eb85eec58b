"""Run one crawl under a task's id, to its end or to its worker's."""

from __future__ import annotations

import logging
import random
from collections.abc import Mapping
from datetime import timedelta
from inspect import signature

from celery import Task
from celery.exceptions import Reject
from sqlalchemy import Connection

from app.tasks.arguments import whole
from app.tasks.progress import Progress
from app.tasks.results import Result, paused, result
from core.config import settings
from core.logs import about
from core.tracing import span
from scrapers.launch import CrawlOrder, DeadlineExceeded, Interrupted, LaunchFailure, launcher
from storage.database.engine import DATABASE_AWAY, transaction
from storage.runs import ledger as runs
from storage.runs.ledger import LEASE, Run, RunStatus, SourceBusy
from storage.sources import records as sources
from storage.tasks import deliveries, orders

logger = logging.getLogger(__name__)


class CrawlFailed(RuntimeError):
    """The crawl brought nothing; the message has the reason, the run's row has the rest."""


class Cancelled(CrawlFailed):
    """Somebody ended it. It is not tried again."""


class Parked(RuntimeError):
    """The task was delivered more often than MAX_DELIVERIES without an end: it kills its workers."""


def crawl(task: Task, spider: str | None, source_id: int, **arguments: float | int) -> Result:
    """See `_crawl`; what is logged meanwhile is about the run. `spider` None: the one that the source's row names."""
    with (
        about(run=task.request.id, task=task.request.id, source=source_id, spider=spider or "its own"),
        span(f"task {task.name}", task.request.id, source=source_id, retries=task.request.retries),
    ):
        return _crawl(task, spider, source_id, arguments)


def _crawl(task: Task, spider: str | None, source_id: int, arguments: Mapping[str, float | int]) -> Result:
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
                deliveries.end(connection, run_id)
                return result(earlier)
            if not source.enabled:
                deliveries.end(connection, run_id)
                return paused(source)
            _refuse_cancelled(task, connection, source)
            _count_delivery(task, connection)
        run = _launch(task, spider or source.spider, source, arguments)
    except (LaunchFailure, *DATABASE_AWAY) as error:
        raise _later(task, CrawlFailed(str(error)), backoff(task.request.retries)) from error
    if run is None or run.status is RunStatus.CANCELLED:
        with transaction() as connection:
            _refuse_cancelled(task, connection, source)
    if run is None or (earlier is not None and run.attempt == earlier.attempt):
        busy = SourceBusy(f"another run of source {source.id} ({source.name}) is alive")
        raise _later(task, busy, after_lease())
    if run.status is RunStatus.RUNNING:
        unclosed = CrawlFailed(f"{source.name}: the crawl ended, its run was not closed")
        raise _later(task, unclosed, after_lease())
    if run.status in (RunStatus.FAILED, RunStatus.CANCELLED, RunStatus.LOST):
        failure = CrawlFailed(f"{source.name}: {run.reason}")
        if _worth_another_try(run):
            raise _later(task, failure, backoff(task.request.retries))
        _end_delivery(task)
        raise failure
    _end_delivery(task)
    return result(run)


def _refuse_cancelled(task: Task, connection: Connection, source: sources.SourceRecord) -> None:
    """Raises Cancelled. The order to end it has already taken its delivery off the account."""
    who = orders.cancelled_by(connection, task.request.id, task.request.root_id or task.request.id)
    if who is not None:
        raise Cancelled(f"{source.name}: cancelled by {who}")


def _launch(task: Task, spider: str, source: sources.SourceRecord, arguments: Mapping[str, float | int]) -> Run | None:
    """The run's row after the crawl's end. None, or as it was before, when another run of the source lives."""
    order = CrawlOrder(
        run_id=task.request.id,
        spider=spider,
        source_id=source.id,
        arguments={"base_url": source.base_url, **{name: str(value) for name, value in arguments.items()}},
        deadline=timedelta(seconds=settings().crawl_deadline_s),
    )
    try:
        launcher().crawl(order, Progress(task).tell)
    except Interrupted as error:
        _hand_back(task)
        raise Reject(str(error), requeue=True) from error
    except DeadlineExceeded as error:
        _end_delivery(task)
        raise CrawlFailed(str(error)) from error
    except (ValueError, KeyError):
        _end_delivery(task)
        raise
    with transaction() as connection:
        return runs.read_run(connection, task.request.id)


def _count_delivery(task: Task, connection: Connection) -> None:
    """All arguments by name, as they are sent again should the task be parked or lost."""
    request = task.request
    named = signature(task.run).bind(*request.args or (), **request.kwargs or {}).arguments
    delivery = deliveries.begin(
        connection, task_id=request.id, task=task.name, kwargs=dict(named), worker=str(request.hostname)
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


def _later(task: Task, failure: Exception, countdown: float) -> BaseException:
    """To raise: the task is sent again for later, or it fails when its tries are used up."""
    if task.request.retries >= task.max_retries:
        _end_delivery(task)
        return failure
    _hand_back(task)
    again: BaseException = task.retry(exc=failure, countdown=countdown, throw=False)
    return again


def _hand_back(task: Task) -> None:
    """While Postgres is away the delivery counts as a crash, which it may stand."""
    try:
        with transaction() as connection:
            deliveries.hand_back(connection, task.request.id)
    except DATABASE_AWAY as error:
        logger.warning("The task's return to the queue was not noted: %s", error)


def _worth_another_try(run: Run) -> bool:
    essential = [error for error in run.errors if error["essential"]]
    return run.status is RunStatus.LOST or (bool(essential) and all(error["retryable"] for error in essential))


def backoff(retries: int) -> float:
    """Seconds until the next try: 60, 120, 240, each up to a fifth more, so that failed tasks do not return as one."""
    return 60.0 * float(2**retries) * random.uniform(1.0, 1.2)


def after_lease() -> float:
    """Seconds after which a run whose process died without a word is no longer believed to live."""
    return LEASE.total_seconds() * random.uniform(1.0, 1.3)
