"""Routes for tasks: start, show, cancel."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Response

from app.api.access.auth import Editor, Reader
from app.api.http.fields import TaskId
from app.api.http.problems import Problem, refusals
from app.api.tasks.arguments import (
    Arguments,
    HealthCheck,
    IngestAllSources,
    IngestSource,
    ScrapeMote,
    ScrapeSource,
    ScrapeVanwezel,
    TaskName,
)
from app.api.tasks.dispatch import Sent, send
from app.api.tasks.state import ENDED, Task, read_task
from storage.access import audit
from storage.database.engine import transaction
from storage.tasks import orders

router = APIRouter(prefix="/api/tasks", tags=["tasks"])
REFUSED = refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)


@router.post("/scrape_vanwezel", status_code=HTTPStatus.ACCEPTED, responses=REFUSED)
def start_scrape_vanwezel(arguments: ScrapeVanwezel, actor: Editor, response: Response) -> Sent:
    """Crawls the Van Wezel's pages."""
    return _start(TaskName.SCRAPE_VANWEZEL, arguments, actor, response)


@router.post("/scrape_mote", status_code=HTTPStatus.ACCEPTED, responses=REFUSED)
def start_scrape_mote(arguments: ScrapeMote, actor: Editor, response: Response) -> Sent:
    """Finds Mote's monthly feeds."""
    return _start(TaskName.SCRAPE_MOTE, arguments, actor, response)


@router.post("/scrape_source", status_code=HTTPStatus.ACCEPTED, responses=REFUSED)
def start_scrape_source(arguments: ScrapeSource, actor: Editor, response: Response) -> Sent:
    """Crawls a source with its own spider."""
    return _start(TaskName.SCRAPE_SOURCE, arguments, actor, response)


@router.post("/ingest_source", status_code=HTTPStatus.ACCEPTED, responses=REFUSED)
def start_ingest_source(arguments: IngestSource, actor: Editor, response: Response) -> Sent:
    """Reads a source's known feeds."""
    return _start(TaskName.INGEST_SOURCE, arguments, actor, response)


@router.post("/ingest_all_sources", status_code=HTTPStatus.ACCEPTED)
def start_ingest_all_sources(arguments: IngestAllSources, actor: Editor, response: Response) -> Sent:
    """Reads the feeds of all sources that aren't paused."""
    return _start(TaskName.INGEST_ALL_SOURCES, arguments, actor, response)


@router.post("/health_check", status_code=HTTPStatus.ACCEPTED)
def start_health_check(arguments: HealthCheck, actor: Editor, response: Response) -> Sent:
    """Checks that a worker takes tasks and reaches Postgres and Redis."""
    return _start(TaskName.HEALTH_CHECK, arguments, actor, response)


@router.get("/{task_id}")
def show_task(task_id: TaskId, _actor: Reader) -> Task:
    """Returns a task's state, progress, and result."""
    with transaction() as connection:
        task = read_task(connection, task_id)
    if task is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no task {task_id}.")
    return task


@router.post("/{task_id}/cancel", status_code=HTTPStatus.ACCEPTED, responses=REFUSED)
def cancel_task(task_id: TaskId, actor: Editor) -> Task:
    """Cancels a task. A queued one never starts. A crawl stops after its open requests and withdraws nothing. 409 for a
    task that has ended."""
    with transaction() as connection:
        task = read_task(connection, task_id)
        if task is None:
            raise Problem(HTTPStatus.NOT_FOUND, f"There is no task {task_id}.")
        if task.state in ENDED and task.cancelled_by is None:
            raise Problem(HTTPStatus.CONFLICT, f"Task {task_id} has already ended: {task.state}.")
        if orders.cancel(connection, task_id, actor.name):
            audit.record(connection, actor=actor.name, action="cancel task", subject=f"task:{task_id}")
        after = read_task(connection, task_id)
    assert after is not None
    return after


@router.post("/{name}", include_in_schema=False)
def no_such_task(name: str, _actor: Editor) -> None:
    """Names the tasks that can be started, each of which has its own route."""
    raise Problem(HTTPStatus.NOT_FOUND, f"There is no task {name[:100]!r}. Choose one of {', '.join(TaskName)}.")


def _start(name: TaskName, arguments: Arguments, actor: Editor, response: Response) -> Sent:
    return send(name.full, arguments.model_dump(), actor, response)
