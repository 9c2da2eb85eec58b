"""Routes for parked tasks, which Marquee no longer delivers because they probably crash workers."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.access.auth import Editor, Reader
from app.api.http.fields import TaskId
from app.api.http.problems import Problem
from app.api.tasks.dispatch import ONE_MORE_TRY, Sent
from celery_app import app as celery
from storage.access import audit
from storage.database.engine import transaction
from storage.tasks import deliveries, orders

router = APIRouter(prefix="/api/parked", tags=["parked tasks"])


class ParkedTask(BaseModel):
    """`history`: which worker took it, and when."""

    model_config = ConfigDict(from_attributes=True)

    task_id: str
    task: str
    kwargs: dict[str, Any]
    attempts: int
    history: list[dict[str, str]] = Field(examples=[[{"at": "2026-11-22T11:00:00+00:00", "worker": "celery@harvest"}]])
    parked_at: datetime


class ParkedTasks(BaseModel):
    parked: list[ParkedTask]


@router.get("")
def list_parked(_actor: Reader) -> ParkedTasks:
    """Lists parked tasks, the longest parked first."""
    with transaction() as connection:
        return ParkedTasks(parked=[ParkedTask.model_validate(each) for each in deliveries.parked(connection)])


@router.post("/{task_id}/release", status_code=HTTPStatus.ACCEPTED)
def release_task(task_id: TaskId, actor: Editor, response: Response) -> Sent:
    """Sends a parked task again under its old id."""
    with transaction() as connection:
        task = deliveries.release(connection, task_id)
        if task is None:
            raise Problem(HTTPStatus.NOT_FOUND, f"There is no parked task {task_id}.")
        orders.withdraw_cancellation(connection, task_id)
        orders.add_order(connection, task_id=task_id, task=task.task, kwargs=task.kwargs, ordered_by=actor.name)
        before = {"task": task.task, "kwargs": task.kwargs, "attempts": task.attempts}
        audit.record(connection, actor=actor.name, action="release task", subject=f"task:{task_id}", before=before)
        # Sent before the commit, so that it stays parked if the queue is down. A faster worker waits for the row.
        celery.send_task(task.task, kwargs=task.kwargs, task_id=task_id, retry_policy=ONE_MORE_TRY)
    response.headers["Location"] = f"/api/tasks/{task_id}"
    return Sent(task_id=task_id, task=task.task, kwargs=task.kwargs)
