"""Sends a task to the queue and records who ordered it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from celery import Signature
from fastapi import Response
from pydantic import BaseModel, Field

from app.api.access.auth import Actor
from app.api.http.problems import Problem
from celery_app import BROKER_AWAY
from celery_app import app as celery
from storage.access import audit
from storage.database.engine import transaction
from storage.sources import records as sources
from storage.tasks import orders

ONE_MORE_TRY = {"max_retries": 1, "interval_start": 0.2}


class Sent(BaseModel):
    """A task that was queued. Its run has the same id."""

    task_id: str = Field(examples=["6f9d3f0e-6f3c-4c55-9d61-0a8f8f1f9a10"])
    task: str = Field(examples=["app.tasks.scrape_vanwezel"])
    kwargs: dict[str, Any] = Field(examples=[{"source_id": 1, "delay": 0.5}])


def send(
    task: str,
    kwargs: Mapping[str, Any],
    actor: Actor,
    response: Response,
    *,
    action: str | None = "start task",
    task_id: str | None = None,
    then: Sent | None = None,
) -> Sent:
    """Records the order, commits, and sends the task. If the queue is down, the audit log says that it wasn't sent.

    `action`: None keeps a task out of the audit log, if it neither stores anything nor asks a site. `task_id`: the id
    of an earlier task that is to run again. `then`: starts once this one has succeeded.

    Raises Problem 409 for a paused source, 404 for one that doesn't exist.
    """
    identity = task_id or str(uuid4())
    with transaction() as connection:
        if "source_id" in kwargs:
            _require_active(sources.find_source(connection, kwargs["source_id"]), kwargs["source_id"])
        orders.withdraw_cancellation(connection, identity)
        orders.add_order(connection, task_id=identity, task=task, kwargs=kwargs, ordered_by=actor.name)
        if then is not None:
            orders.add_order(
                connection, task_id=then.task_id, task=then.task, kwargs=then.kwargs, ordered_by=actor.name
            )
        after = {"task": task, "kwargs": dict(kwargs)}
        if action is not None:
            audit.record(connection, actor=actor.name, action=action, subject=f"task:{identity}", after=after)
    try:
        celery.send_task(
            task,
            kwargs=dict(kwargs),
            task_id=identity,
            retry_policy=ONE_MORE_TRY,
            link=None if then is None else _signature(then),
        )
    except BROKER_AWAY as error:
        with transaction() as connection:
            orders.remove_order(connection, identity)
            if then is not None:
                orders.remove_order(connection, then.task_id)
            if action is not None:
                failure = {"not sent": type(error).__name__}
                audit.record(connection, actor=actor.name, action=action, subject=f"task:{identity}", after=failure)
        raise
    response.status_code = HTTPStatus.ACCEPTED
    response.headers["Location"] = f"/api/tasks/{identity}"
    return Sent(task_id=identity, task=task, kwargs=dict(kwargs))


def _signature(sent: Sent) -> Signature:
    """Takes no argument from the task before it."""
    return celery.signature(sent.task, kwargs=sent.kwargs, immutable=True, task_id=sent.task_id)


def _require_active(source: sources.SourceRecord | None, source_id: int) -> None:
    if source is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no source {source_id}.")
    if not source.enabled:
        raise Problem(HTTPStatus.CONFLICT, f"Source {source_id} ({source.name}) is paused. Resume it first.")
