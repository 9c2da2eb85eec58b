"""Runs one crawl under a task's id, until it ends or its worker stops."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Mapping
from datetime import timedelta
from inspect import signature
from typing import Any

from celery import Task
from celery.exceptions import Ignore, Reject
from sqlalchemy import Connection

from app.tasks.arguments import whole
from app.tasks.match import match_later
from app.tasks.progress import Progress
from app.tasks.results import Result, paused, result
from celery_app import BROKER_AWAY
from core.config import settings
from core.logs import about
from core.tracing import span
from scrapers.launch import CrawlOrder, DeadlineExceeded, Interrupted, LaunchFailure, launcher
from storage.database.engine import DATABASE_AWAY, transaction
from storage.health.states import abandon_run
from storage.runs import ledger as runs
from storage.runs.ledger import LEASE, Run, RunStatus, SourceBusy
from storage.sources import records as sources
from storage.tasks import deliveries, orders

CRAWLS, APART = "crawl", "default"
"""Queues: see `task_routes` in celery_app.py."""
FIRST_RETRY = 1

logger = logging.getLogger(__name__)


class CrawlFailed(RuntimeError):
    """The crawl failed. The message has the reason; the run's row has the details."""


class Cancelled(CrawlFailed):
    """Someone canceled the task. It is not retried."""


class TryAgain(RuntimeError):
    """This attempt failed with `failure`, and another one in `countdown` seconds may succeed."""

    def __init__(self, failure: Exception, countdown: float) -> None:
        super().__init__(str(failure))
        self.failure, self.countdown = failure, countdown


class Parked(RuntimeError):
    """The task was delivered more than MAX_DELIVERIES times and never ended: it probably crashes workers."""


def crawl(task: Task, spider: str | None, source_id: int, **arguments: float | int) -> Result:
    """See `_attempt`. Retries failures that may pass, with growing, jittered delays."""
    try:
        return attempt(task, spider, source_id, **arguments)
    except TryAgain as again:
        raise _later(task, again.failure, again.countdown) from again


def attempt(task: Task, spider: str | None, source_id: int, **arguments: float | int) -> Result:
    """See `_attempt`. Labels the log lines and the trace with the run. `spider` None: the one in the source's row."""
    with (
        about(run=task.request.id, task=task.request.id, source=source_id, spider=spider or "its own"),
        span(f"task {task.name}", task.request.id, source=source_id, retries=task.request.retries),
    ):
        return _attempt(task, spider, source_id, arguments)


def _attempt(task: Task, spider: str | None, source_id: int, arguments: Mapping[str, float | int]) -> Result:
    """Launches the crawl and returns its run. Raises TryAgain for a failure that may pass, CrawlFailed for any other.

    A task that is delivered again after its worker died takes over its run, or returns the result if the run has ended.
    If the worker is stopping, the crawl stops at a safe point and the task goes back to the queue.
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
        match_later(run)
    except (LaunchFailure, *DATABASE_AWAY) as error:
        raise TryAgain(CrawlFailed(str(error)), backoff(task.request.retries)) from error
    if run is None or run.status is RunStatus.CANCELLED:
        with transaction() as connection:
            _refuse_cancelled(task, connection, source)
    if run is None or (earlier is not None and run.attempt == earlier.attempt):
        busy = SourceBusy(f"another run of source {source.id} ({source.name}) is alive")
        raise TryAgain(busy, after_lease())
    if run.status is RunStatus.RUNNING:
        unclosed = CrawlFailed(f"{source.name}: the crawl ended without closing its run")
        raise TryAgain(unclosed, after_lease())
    if run.status in (RunStatus.FAILED, RunStatus.CANCELLED, RunStatus.LOST):
        failure = CrawlFailed(f"{source.name}: {run.reason}")
        if _worth_another_try(run):
            raise TryAgain(failure, backoff(task.request.retries))
        _end_delivery(task)
        raise failure
    _end_delivery(task)
    return result(run)


def _refuse_cancelled(task: Task, connection: Connection, source: sources.SourceRecord) -> None:
    """Raises Cancelled if someone canceled the task. Canceling it has already ended its delivery."""
    who = orders.cancelled_by(connection, task.request.id, task.request.root_id or task.request.id)
    if who is not None:
        raise Cancelled(f"{source.name}: canceled by {who}")


def _launch(task: Task, spider: str, source: sources.SourceRecord, arguments: Mapping[str, float | int]) -> Run | None:
    """The run's row after the crawl. None or unchanged if another run of the source is alive."""
    order = CrawlOrder(
        run_id=task.request.id,
        spider=spider,
        source_id=source.id,
        arguments={"base_url": source.base_url, **{name: str(value) for name, value in arguments.items()}},
        deadline=timedelta(seconds=settings().crawl_deadline_s),
    )
    progress = Progress(task)
    try:
        launcher().crawl(order, progress.check_in)
    except Interrupted as error:
        _hand_back(task)
        raise Reject(str(error), requeue=True) from error
    except DeadlineExceeded as error:
        _end_delivery(task)
        raise CrawlFailed(str(error)) from error
    except (ValueError, KeyError):
        _end_delivery(task)
        raise
    finally:
        progress.wait_for_redis()
    with transaction() as connection:
        return runs.read_run(connection, task.request.id)


def _count_delivery(task: Task, connection: Connection) -> None:
    """Records the delivery with all arguments by name, to send the task again if it is parked or lost."""
    request = task.request
    delivery = deliveries.begin(
        connection, task_id=request.id, task=task.name, kwargs=_arguments(task), worker=str(request.hostname)
    )
    if delivery.attempts > 1 and delivery.parked_at is None and _shares_its_process(task):
        _send_apart(task, connection)
    if delivery.parked_at is None and delivery.attempts <= settings().max_deliveries:
        return
    deliveries.park(connection, request.id)
    abandon_run(connection, request.id, "its task is parked: it probably crashes workers")
    connection.commit()
    raise Parked(
        f"{task.name} was delivered {delivery.attempts} times and never ended, so it is parked; "
        f"`python -m app release {request.id}` sends it again"
    )


def _arguments(task: Task) -> dict[str, Any]:
    """All that were given, by name."""
    return dict(signature(task.run).bind(*task.request.args or (), **task.request.kwargs or {}).arguments)


def _shares_its_process(task: Task) -> bool:
    """Whether a worker with threads took the task from the crawls' queue. A process of a pool runs one task at a time,
    in its main thread."""
    queue = (task.request.delivery_info or {}).get("routing_key")
    return queue == CRAWLS and threading.current_thread() is not threading.main_thread()


def _send_apart(task: Task, connection: Connection) -> None:
    """Sends the task to a worker with processes, and raises Ignore. A worker with threads died with all its crawls, and
    nothing says which one killed it: each gets a process of its own, where only its own deaths count. If the broker
    takes no messages, the task stays here."""
    try:
        task.signature_from_request(retries=task.request.retries, queue=APART).apply_async()
    except BROKER_AWAY as error:
        logger.warning("Couldn't send %s to a worker with processes: %s", task.request.id, error)
        return
    deliveries.hand_back(connection, task.request.id)
    connection.commit()
    raise Ignore("its worker died: it continues in a process of its own")


def _end_delivery(task: Task) -> None:
    with transaction() as connection:
        deliveries.end(connection, task.request.id)


def _later(task: Task, failure: Exception, countdown: float) -> BaseException:
    """The exception to raise: it schedules a retry, or fails the task after its last one."""
    if task.request.retries >= task.max_retries:
        _end_delivery(task)
        return failure
    _hand_back(task)
    again: BaseException = task.retry(exc=failure, countdown=countdown, throw=False)
    return again


def retry_apart(task: Task, again: TryAgain) -> None:
    """Sends a second task that tries again, with the first one's id and `-retry`, and ends the first one's delivery. If
    the broker takes no messages, raises Reject, and the first task is sent again as a lost one."""
    retry_id = f"{task.request.id}-retry"
    arguments = {**_arguments(task), "tolerant": False}
    try:
        task.apply_async(kwargs=arguments, task_id=retry_id, countdown=again.countdown, retries=FIRST_RETRY)
    except BROKER_AWAY as error:
        raise Reject(str(error), requeue=False) from error
    try:
        _end_delivery(task)
    except DATABASE_AWAY as error:
        logger.warning("Couldn't record the end of %s, so it will be sent again: %s", task.request.id, error)


def _hand_back(task: Task) -> None:
    """If Postgres is down, the delivery counts as a crash, and a task survives a few of those."""
    try:
        with transaction() as connection:
            deliveries.hand_back(connection, task.request.id)
    except DATABASE_AWAY as error:
        logger.warning("Couldn't record that the task went back to the queue: %s", error)


def _worth_another_try(run: Run) -> bool:
    essential = [error for error in run.errors if error["essential"]]
    return run.status is RunStatus.LOST or (bool(essential) and all(error["retryable"] for error in essential))


def backoff(retries: int) -> float:
    """Seconds until the next try: 60, 120, 240, each up to 20% more so that failed tasks do not all return at once."""
    return 60.0 * float(2**retries) * random.uniform(1.0, 1.2)


def after_lease() -> float:
    """Seconds after which the lease of a run has expired if its process died."""
    return LEASE.total_seconds() * random.uniform(1.0, 1.3)
