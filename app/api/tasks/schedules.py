"""Routes for schedules: when tasks run. Changes take effect without a restart."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Connection

from app.api.access.auth import Editor, Reader
from app.api.http.problems import Problem, refusals
from app.api.tasks.arguments import MODELS, Cron, Plan, TaskName
from app.worker import planning
from app.worker.planning import NeverDue, Planned
from celery_app import app as celery
from storage.access import audit
from storage.database.engine import transaction
from storage.tasks import schedules

router = APIRouter(prefix="/api/schedules", tags=["schedules"])
PREFIX = "app.tasks."
PREVIEWED = 3

Name = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_-]{0,62}$", examples=["vanwezel-daily"])]


class Schedule(BaseModel):
    """`cron`: five fields, or `every 1800 s` for an interval. `fixed`: the entry is part of the application. `changed`:
    someone set it. Times are null if it is disabled, and for an interval, which counts from its last run. If the
    application's entry is wrong, `in_words` says why and `enabled` is false."""

    name: str = Field(examples=["vanwezel-daily"])
    task: str = Field(examples=["scrape_vanwezel"])
    args: list[Any] = Field(examples=[[]])
    kwargs: dict[str, Any] = Field(examples=[{"source_id": 1, "delay": 5.0}])
    options: dict[str, Any] = Field(examples=[{"queue": "crawl", "expires": 3600}])
    cron: str = Field(examples=["0 6 * * *"])
    timezone: str = Field(examples=["America/New_York"])
    in_words: str = Field(examples=["At 06:00 AM, every day"])
    enabled: bool
    fixed: bool
    changed: bool
    next_run_at: datetime | None
    next_run_local: datetime | None


class Schedules(BaseModel):
    schedules: list[Schedule]


class ScheduleChange(BaseModel):
    """Fields left out stay as they are."""

    model_config = ConfigDict(extra="forbid")

    cron: Cron | None = None
    enabled: bool | None = None
    kwargs: dict[str, bool | int | float] | None = Field(default=None, examples=[{"source_id": 1, "delay": 5.0}])


class SchedulePreview(BaseModel):
    """`next_runs`: the next times, in `timezone`."""

    in_words: str = Field(examples=["At 06:00 AM, Monday through Friday"])
    timezone: str = Field(examples=["America/New_York"])
    next_runs: list[datetime]


@router.get("")
def list_schedules(_actor: Reader) -> Schedules:
    """Lists schedules by name."""
    with transaction() as connection:
        return Schedules(schedules=[_shown(entry) for entry in planning.in_force(connection, celery)])


@router.get("/preview", responses=refusals(HTTPStatus.CONFLICT))
def preview_schedule(cron: Annotated[Cron, Query(examples=["0 6 * * 1-5"])], _actor: Reader) -> SchedulePreview:
    """Shows what a cron expression means and its next times, without setting it. 409 if it never comes due."""
    due, moments = datetime.now(UTC), []
    for _ in range(PREVIEWED):
        due = _due(cron, due)
        moments.append(due.astimezone(ZoneInfo(str(celery.conf.timezone))))
    return SchedulePreview(in_words=planning.in_words(cron), timezone=str(celery.conf.timezone), next_runs=moments)


@router.put("/{name}", responses=refusals(HTTPStatus.CONFLICT))
def set_schedule(name: Name, plan: Plan, actor: Editor) -> Schedule:
    """Sets or adds an entry. Beat picks it up within seconds."""
    task = TaskName(plan.task)
    with transaction() as connection:
        before = _find(connection, name)
        wanted = Planned(
            name=name,
            task=task.full,
            cron=plan.cron,
            kwargs=plan.kwargs.model_dump(),
            enabled=plan.enabled,
            fixed=False,
            changed=True,
        )
        return _store(connection, before, wanted, actor.name)


@router.patch("/{name}", responses=refusals(HTTPStatus.CONFLICT))
def change_schedule(name: Name, change: ScheduleChange, actor: Editor) -> Schedule:
    """Changes when an entry runs, whether it is enabled, or its arguments. 409 if its task doesn't take them."""
    with transaction() as connection:
        before = _find(connection, name)
        if before is None:
            raise Problem(HTTPStatus.NOT_FOUND, f"There is no schedule {name}.")
        if before.problem:
            raise Problem(HTTPStatus.CONFLICT, before.problem)
        wanted = Planned(
            name=name,
            task=before.task,
            cron=before.cron if change.cron is None else change.cron,
            kwargs=before.kwargs if change.kwargs is None else _checked(before.task, change.kwargs),
            enabled=before.enabled if change.enabled is None else change.enabled,
            fixed=before.fixed,
            changed=True,
        )
        return _store(connection, before, wanted, actor.name)


@router.delete("/{name}", status_code=HTTPStatus.NO_CONTENT)
def reset_schedule(name: Name, actor: Editor) -> None:
    """Restores the application's own entry, or deletes an entry that someone added."""
    with transaction() as connection:
        before = _find(connection, name)
        if before is None or not before.changed:
            raise Problem(HTTPStatus.NOT_FOUND, f"There is no schedule {name} that someone set.")
        schedules.remove_schedule(connection, name)
        _record(connection, actor.name, name, before, _find(connection, name))


def _store(connection: Connection, before: Planned | None, wanted: Planned, actor: str) -> Schedule:
    _due(wanted.cron, datetime.now(UTC))
    schedules.set_schedule(
        connection,
        name=wanted.name,
        task=wanted.task,
        cron=wanted.cron,
        kwargs=wanted.kwargs,
        enabled=wanted.enabled,
        updated_by=actor,
    )
    after = _find(connection, wanted.name)
    assert after is not None
    _record(connection, actor, wanted.name, before, after)
    return _shown(after)


def _due(cron: str, after: datetime) -> datetime:
    try:
        return planning.next_run(cron, celery, after)
    except NeverDue as error:
        raise Problem(HTTPStatus.CONFLICT, str(error)) from error


def _record(connection: Connection, actor: str, name: str, before: Planned | None, after: Planned | None) -> None:
    states = [
        None if entry is None else {"task": entry.task, "cron": entry.cron, "kwargs": entry.kwargs, "on": entry.enabled}
        for entry in (before, after)
    ]
    audit.record(
        connection, actor=actor, action="set schedule", subject=f"schedule:{name}", before=states[0], after=states[1]
    )


def _find(connection: Connection, name: str) -> Planned | None:
    return next((entry for entry in planning.in_force(connection, celery) if entry.name == name), None)


def _checked(task: str, kwargs: dict[str, Any]) -> dict[str, Any]:
    name = task.removeprefix(PREFIX)
    if name not in set(TaskName):
        raise Problem(HTTPStatus.CONFLICT, f"The arguments of {task} can't be set here.")
    try:
        return MODELS[TaskName(name)].model_validate(kwargs).model_dump()
    except ValidationError as error:
        errors = [{"where": ["body", "kwargs", *found["loc"]], "message": found["msg"]} for found in error.errors()]
        raise Problem(HTTPStatus.CONFLICT, f"{task} doesn't take these arguments.", errors=errors) from error


def _shown(entry: Planned) -> Schedule:
    at_times = entry.enabled and planning.interval_of(entry.cron) is None
    due = planning.next_run(entry.cron, celery, datetime.now(UTC)) if at_times else None
    return Schedule(
        name=entry.name,
        task=entry.task.removeprefix(PREFIX),
        args=list(entry.args),
        kwargs=entry.kwargs,
        options=entry.options,
        cron=entry.cron,
        timezone=str(celery.conf.timezone),
        in_words=entry.problem or planning.in_words(entry.cron),
        enabled=entry.enabled,
        fixed=entry.fixed,
        changed=entry.changed,
        next_run_at=due,
        next_run_local=None if due is None else due.astimezone(ZoneInfo(str(celery.conf.timezone))),
    )
