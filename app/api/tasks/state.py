"""A task's state, combined from the queue, its run, and its order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from celery_app import app as celery
from storage.runs import ledger as runs
from storage.runs.ledger import Run, RunStatus
from storage.tasks import orders


class TaskState(StrEnum):
    """queued: no worker has it yet; running; waiting: for a retry; succeeded; failed; cancelling: asked to stop, but
    still running; cancelled."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"


ENDED = frozenset({TaskState.SUCCEEDED, TaskState.FAILED, TaskState.CANCELLED})
OF_CELERY = {
    "PENDING": TaskState.QUEUED,
    "RECEIVED": TaskState.QUEUED,
    "STARTED": TaskState.RUNNING,
    "PROGRESS": TaskState.RUNNING,
    "RETRY": TaskState.WAITING,
    "REJECTED": TaskState.QUEUED,
    "SUCCESS": TaskState.SUCCEEDED,
    "FAILURE": TaskState.FAILED,
    "REVOKED": TaskState.CANCELLED,
}
OF_RUN = {
    RunStatus.RUNNING: TaskState.RUNNING,
    RunStatus.OK: TaskState.SUCCEEDED,
    RunStatus.SUSPECT: TaskState.SUCCEEDED,
    RunStatus.FAILED: TaskState.FAILED,
    RunStatus.CANCELLED: TaskState.CANCELLED,
    RunStatus.LOST: TaskState.FAILED,
}


class Progress(BaseModel):
    """The state of the task's run. All counts except `pages`, `feeds`, and `error_count` are of events; the source's
    rules left out `left_out` of them."""

    model_config = ConfigDict(from_attributes=True)

    id: str = Field(description="The run's id, the same as the task's.")
    status: RunStatus
    reason: str | None
    pages: int
    feeds: int
    seen: int
    new: int
    changed: int
    unchanged: int
    withdrawn: int
    rejected: int
    left_out: int
    error_count: int
    started_at: datetime
    finished_at: datetime | None


class Task(BaseModel):
    """A task. `result`, what it returned, is kept for an hour. `progress`, the state of its run, is permanent. `asked`:
    while a look at a site runs, the addresses that it has asked, at most ten, each with what came."""

    task_id: str
    task: str | None = Field(examples=["app.tasks.scrape_vanwezel"])
    kwargs: dict[str, Any]
    state: TaskState
    error: str | None = Field(description="Why it failed, or why the last attempt did.")
    result: dict[str, Any] | None
    progress: Progress | None
    asked: list[str]
    ordered_by: str | None
    ordered_at: datetime | None
    cancelled_by: str | None


def read_task(connection: Connection, task_id: str) -> Task | None:
    """Returns None for an unknown task. Raises RedisError while Redis is down."""
    order = orders.read_order(connection, task_id)
    run = runs.read_run(connection, task_id)
    meta = celery.backend.get_task_meta(task_id, cache=False)
    if order is None and run is None and meta["status"] == "PENDING":
        return None
    returned = meta.get("result")
    failed = meta["status"] in ("FAILURE", "RETRY", "REVOKED")
    return Task(
        task_id=task_id,
        task=(order.task if order else None) or meta.get("name"),
        kwargs=order.kwargs if order and order.kwargs else _mapping(meta.get("kwargs")),
        state=state_of(meta["status"], run, None if order is None else order.cancelled_by),
        error=_error(returned) if failed else None,
        result=_mapping(returned) if meta["status"] == "SUCCESS" else None,
        progress=None if run is None else _progress(run),
        asked=_mapping(returned).get("asked", []) if meta["status"] == "PROGRESS" else [],
        ordered_by=order.ordered_by if order else None,
        ordered_at=order.ordered_at if order else None,
        cancelled_by=order.cancelled_by if order else None,
    )


def state_of(celery_state: str, run: Run | None, cancelled_by: str | None) -> TaskState:
    """Combines both: Celery forgets a task after an hour, but only Celery knows of one that is waiting for a retry."""
    state = OF_CELERY.get(celery_state, TaskState.RUNNING)
    if celery_state == "PENDING" and run is not None:
        state = OF_RUN[run.status]
    if cancelled_by is None or state is TaskState.SUCCEEDED:
        return state
    if run is not None and run.status is RunStatus.RUNNING:
        return TaskState.CANCELLING
    return TaskState.CANCELLING if state is TaskState.RUNNING and run is None else TaskState.CANCELLED


def _progress(run: Run) -> Progress:
    return Progress.model_validate(run)


def _error(returned: object) -> str:
    return str(returned) if isinstance(returned, BaseException) else str(returned or "")[:2000]


def _mapping(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}
