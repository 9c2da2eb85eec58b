"""Routes that stream the progress of a task or a run as server-sent events."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from starlette.types import Receive, Scope, Send

from app.api.access.auth import Reader
from app.api.http.fields import TaskId
from app.api.http.problems import Problem
from app.api.runs.runs import Run
from app.api.tasks.state import ENDED, read_task
from celery_app import BROKER_AWAY
from core.config import settings
from storage.database.engine import DATABASE_AWAY, transaction
from storage.runs import ledger as runs
from storage.runs.ledger import RunStatus

router = APIRouter(prefix="/api", tags=["tasks"])
LOOK_EVERY_S = 1.0
HEARTBEAT_S = 15.0
"""How often a comment is sent, so that proxies don't close a quiet stream."""
LONGEST_S = 3600.0
"""Browsers reconnect on their own."""
STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
        "description": "A stream that ends with the task or run.",
    }
}

logger = logging.getLogger(__name__)

Look = Callable[[], tuple[BaseModel | None, bool]]
"""Returns the current state, and whether it is final."""


class Streams:
    """How many streams are open in this process."""

    open = 0


class Stream(StreamingResponse):
    """A stream that has a slot, which it gives back when it has been sent or could not be."""

    media_type = "text/event-stream"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            Streams.open -= 1


@router.get("/tasks/{task_id}/events", response_class=StreamingResponse, responses=STREAM)
async def follow_task(task_id: TaskId, request: Request, _actor: Reader) -> StreamingResponse:
    """Streams `event: task` with the task as JSON at each change until it ends."""

    def look() -> tuple[BaseModel | None, bool]:
        with transaction() as connection:
            task = read_task(connection, task_id)
        return task, task is None or task.state in ENDED

    return await _streamed(request, "task", look, f"There is no task {task_id}.")


@router.get("/runs/{run_id}/events", response_class=StreamingResponse, responses=STREAM)
async def follow_run(run_id: TaskId, request: Request, _actor: Reader) -> StreamingResponse:
    """Streams `event: run` with the run as JSON at each change until it ends."""

    def look() -> tuple[BaseModel | None, bool]:
        with transaction() as connection:
            run = runs.read_run(connection, run_id)
        return (None, True) if run is None else (Run.model_validate(run), run.status is not RunStatus.RUNNING)

    return await _streamed(request, "run", look, f"There is no run {run_id}.")


async def _streamed(request: Request, name: str, look: Look, unknown: str) -> StreamingResponse:
    """Raises Problem 404 if there is nothing to follow, and 503 while MAX_STREAMS are open."""
    first = await run_in_threadpool(look)
    if first[0] is None:
        raise Problem(HTTPStatus.NOT_FOUND, unknown)
    if Streams.open >= settings().max_streams:
        detail = (
            f"All {settings().max_streams} progress streams are in use. Try again later, or poll the address without "
            "/events."
        )
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": "10"})
    Streams.open += 1  # nothing is awaited between the check and this
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Stream(_events(request, name, look, first), headers=headers)


async def _events(request: Request, name: str, look: Look, first: tuple[BaseModel | None, bool]) -> AsyncIterator[str]:
    last, (found, ended) = "", first
    started_at = sent_at = time.monotonic()
    while found is not None:
        data = found.model_dump_json()
        if data != last:
            yield f"event: {name}\ndata: {data}\n\n"
            last, sent_at = data, time.monotonic()
        elif time.monotonic() - sent_at >= HEARTBEAT_S:
            yield ": still here\n\n"
            sent_at = time.monotonic()
        if ended or time.monotonic() - started_at >= LONGEST_S or await request.is_disconnected():
            break
        await asyncio.sleep(LOOK_EVERY_S)
        try:
            found, ended = await run_in_threadpool(look)
        except (*DATABASE_AWAY, *BROKER_AWAY) as error:
            logger.warning("%s: couldn't read the progress, trying again: %s", request.url.path, error)
    if ended:
        yield "event: end\ndata: {}\n\n"
