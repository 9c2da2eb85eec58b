"""Progress as it happens: server-sent events of a task, or of a run."""

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

from app.api.access.auth import Reader
from app.api.http.fields import TaskId
from app.api.http.problems import Problem
from app.api.http.unavailable import BROKER_AWAY
from app.api.runs.runs import Run
from app.api.tasks.state import ENDED, read_task
from core.config import settings
from storage.database.engine import DATABASE_AWAY, transaction
from storage.runs import ledger as runs
from storage.runs.ledger import RunStatus

router = APIRouter(prefix="/api", tags=["tasks"])
LOOK_EVERY_S = 1.0
HEARTBEAT_S = 15.0
"""Between comments, so that proxies do not take a quiet stream for a dead one."""
LONGEST_S = 3600.0
"""A browser connects again by itself."""
STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}, "description": "Until it ends."}
}

logger = logging.getLogger(__name__)

Look = Callable[[], tuple[BaseModel | None, bool]]
"""What there is to tell, and whether that was the last of it."""


class Streams:
    """How many there are in this process."""

    open = 0


@router.get("/tasks/{task_id}/events", response_class=StreamingResponse, responses=STREAM)
async def follow_task(task_id: TaskId, request: Request, _actor: Reader) -> StreamingResponse:
    """`event: task` with the task as JSON, at each change, until it has ended."""

    def look() -> tuple[BaseModel | None, bool]:
        with transaction() as connection:
            task = read_task(connection, task_id)
        return task, task is None or task.state in ENDED

    return await _streamed(request, "task", look, f"There is no task {task_id}.")


@router.get("/runs/{run_id}/events", response_class=StreamingResponse, responses=STREAM)
async def follow_run(run_id: TaskId, request: Request, _actor: Reader) -> StreamingResponse:
    """`event: run` with the run as JSON, at each change, until it has ended."""

    def look() -> tuple[BaseModel | None, bool]:
        with transaction() as connection:
            run = runs.read_run(connection, run_id)
        return (None, True) if run is None else (Run.model_validate(run), run.status is not RunStatus.RUNNING)

    return await _streamed(request, "run", look, f"There is no run {run_id}.")


async def _streamed(request: Request, name: str, look: Look, unknown: str) -> StreamingResponse:
    """Problems: 404 when there is nothing to follow, 503 while MAX_STREAMS are open."""
    first = await run_in_threadpool(look)
    if first[0] is None:
        raise Problem(HTTPStatus.NOT_FOUND, unknown)
    if Streams.open >= settings().max_streams:
        detail = f"{settings().max_streams} are following progress already; ask again, or GET it without /events."
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": "10"})
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_told(request, name, look, first), media_type="text/event-stream", headers=headers)


async def _told(request: Request, name: str, look: Look, first: tuple[BaseModel | None, bool]) -> AsyncIterator[str]:
    Streams.open += 1
    try:
        last, (found, ended) = "", first
        begun = spoke = time.monotonic()
        while found is not None:
            said = found.model_dump_json()
            if said != last:
                yield f"event: {name}\ndata: {said}\n\n"
                last, spoke = said, time.monotonic()
            elif time.monotonic() - spoke >= HEARTBEAT_S:
                yield ": still here\n\n"
                spoke = time.monotonic()
            if ended or time.monotonic() - begun >= LONGEST_S or await request.is_disconnected():
                break
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                found, ended = await run_in_threadpool(look)
            except (*DATABASE_AWAY, *BROKER_AWAY) as error:
                logger.warning("%s: cannot be followed just now: %s", request.url.path, error)
        if ended:
            yield "event: end\ndata: {}\n\n"
    finally:
        Streams.open -= 1
