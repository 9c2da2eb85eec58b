"""Routes for runs: list, show, show what changed, accept, repeat."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.access.auth import Editor, Reader
from app.api.calendar.filters import refuse
from app.api.http.fields import Id, TaskId
from app.api.http.pagination import UNKNOWN_CURSOR, CursorText, Limit, links, pack, unpack
from app.api.http.problems import Problem, refusals
from app.api.runs.decisions import Decision
from app.api.tasks.dispatch import Sent, send
from storage.access import audit
from storage.database.engine import transaction
from storage.merging.match import match_runs
from storage.runs import accept as accepting
from storage.runs import decision as decisions
from storage.runs import diffs as run_diffs
from storage.runs import ledger as runs
from storage.runs.ledger import NotRunning, RunStatus, SourceBusy
from storage.tasks import orders

router = APIRouter(prefix="/api/runs", tags=["runs"])

TASK_OF_SPIDER = {
    "vanwezel": "app.tasks.scrape_vanwezel",
    "mote": "app.tasks.scrape_mote",
    "ics": "app.tasks.ingest_source",
}
"""Other spiders are run by `app.tasks.scrape_source`."""


class Run(BaseModel):
    """A crawl of a source. All counts except `feeds`, `pages`, and `error_count` are of events. `left_out`: by the
    source's rules. `reason`: why it isn't ok. `complete`: it read everything it set out to read; a complete run that is
    suspect can be accepted."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    source_id: int
    source: str
    spider: str
    launched_by: str
    attempt: int
    status: RunStatus
    reason: str | None
    started_at: datetime
    finished_at: datetime | None
    seen: int
    new: int
    changed: int
    unchanged: int
    withdrawn: int
    rejected: int
    left_out: int
    feeds: int
    pages: int
    error_count: int
    complete: bool


class RunWithErrors(Run):
    """`errors`: the first fifty. `task`: the task that started it, if known."""

    errors: list[dict[str, Any]] = Field(
        examples=[[{"kind": "PageChanged", "url": "https://hall.example/events", "found": "no event in the list"}]]
    )
    task: str | None = None
    ordered_by: str | None = None
    cancelled_by: str | None = None
    decision: Decision | None = None


class Runs(BaseModel):
    runs: list[Run]
    next: str | None = Field(description="The next page's `cursor`; null on the last.")


class Accepted(BaseModel):
    """The accepted run, and how many events were withdrawn."""

    run: Run
    withdrawn: int


class MissedBy(BaseModel):
    """A complete run that no longer saw an event. `started_at` is null if the run was deleted because of its age."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    started_at: datetime | None


class TouchedEvent(BaseModel):
    """`missing_since`: when the first of the runs in `missed_by` started; null if the last complete run saw the
    event."""

    model_config = ConfigDict(from_attributes=True)

    event_id: int
    uid: str
    title: str
    url: str | None
    starts_at: datetime | None
    timezone: str | None
    missing_since: datetime | None
    missed_by: list[MissedBy]


class ShortenedEvent(BaseModel):
    """`showings`: how many of its showings are withdrawn if the run is accepted, `of`: how many are due, `starts_at`:
    the first of those that are withdrawn."""

    model_config = ConfigDict(from_attributes=True)

    event_id: int
    uid: str
    title: str
    url: str | None
    starts_at: datetime
    timezone: str
    showings: int
    of: int


class FieldChange(BaseModel):
    """`occurrence`: the key of the occurrence that changed; null: the event itself."""

    model_config = ConfigDict(from_attributes=True)

    event_id: int
    title: str
    occurrence: str | None
    field: str
    old: Any
    new: Any


class Diff(BaseModel):
    """What a run changed. `missing`: what a run should have seen but didn't, and didn't withdraw.
    `would_withdraw`: those that are withdrawn if the run is accepted. `would_shorten`: events that it saw, of which
    some showings are withdrawn then."""

    model_config = ConfigDict(from_attributes=True)

    new: list[TouchedEvent]
    changes: list[FieldChange]
    withdrawn: list[TouchedEvent]
    missing: list[TouchedEvent]
    would_withdraw: list[TouchedEvent]
    would_shorten: list[ShortenedEvent]
    totals: dict[str, int] = Field(
        examples=[{"new": 2, "changes": 5, "withdrawn": 0, "missing": 0, "would_withdraw": 0, "would_shorten": 0}]
    )


@router.get("")
def list_runs(
    request: Request,
    response: Response,
    _actor: Reader,
    source: Annotated[Id | None, Query(description="Only runs of the source with this id.")] = None,
    status: RunStatus | None = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Runs:
    """Lists runs, the newest first."""
    before = None if cursor is None else _position(cursor)
    with transaction() as connection:
        found = runs.recent_runs(connection, source_id=source, status=status, before=before, limit=limit + 1)
    shown = found[:limit]
    following = pack([shown[-1].started_at.isoformat(), shown[-1].id]) if len(found) > limit else None
    response.headers.update(links(request, following))
    return Runs(runs=[Run.model_validate(run) for run in shown], next=following)


@router.get("/{run_id}")
def show_run(run_id: TaskId, _actor: Reader) -> RunWithErrors:
    """Returns a run with its errors."""
    with transaction() as connection:
        run = _found(runs.read_run(connection, run_id), run_id)
        order = orders.read_order(connection, run_id)
        explained = decisions.read(connection, run_id)
    shown = RunWithErrors.model_validate(run)
    if explained is not None:
        shown.decision = Decision.model_validate(explained)
    if order is not None:
        shown.task, shown.ordered_by, shown.cancelled_by = order.task, order.ordered_by, order.cancelled_by
    return shown


@router.get("/{run_id}/diff")
def show_diff(run_id: TaskId, _actor: Reader, limit: Limit = 100) -> Diff:
    """Returns what a run added, changed (old and new values), withdrew, and missed, up to `limit` of each."""
    with transaction() as connection:
        run = _found(runs.read_run(connection, run_id), run_id)
        return Diff.model_validate(run_diffs.read_diff(connection, run, limit=limit))


@router.post("/{run_id}/accept", responses=refusals(HTTPStatus.CONFLICT))
def accept_run(run_id: TaskId, actor: Editor) -> Accepted:
    """Accepts a complete run that is suspect or keeps missing events: withdraws what its diff has as `would_withdraw`,
    and compares later runs with what it saw."""
    with transaction() as connection:
        try:
            count = accepting.accept(connection, run_id, accepted_by=actor.name)
        except NotRunning as error:
            raise Problem(HTTPStatus.NOT_FOUND, str(error)) from error
        except (accepting.NotAcceptable, SourceBusy) as error:
            raise Problem(HTTPStatus.CONFLICT, str(error)) from error
        audit.record(
            connection, actor=actor.name, action="accept run", subject=f"run:{run_id}", after={"withdrawn": count}
        )
        run = _found(runs.read_run(connection, run_id), run_id)
    match_runs()
    return Accepted(run=Run.model_validate(run), withdrawn=count)


@router.post("/{run_id}/repeat", status_code=HTTPStatus.ACCEPTED, responses=refusals(HTTPStatus.CONFLICT))
def repeat_run(run_id: TaskId, actor: Editor, response: Response) -> Sent:
    """Repeats a crawl as a new task, with the same arguments if they are known."""
    with transaction() as connection:
        run = _found(runs.read_run(connection, run_id), run_id)
        order = orders.read_order(connection, run_id)
    task = TASK_OF_SPIDER.get(run.spider, "app.tasks.scrape_source")
    known = order.kwargs if order is not None and order.task == task else {}
    kwargs = {name: value for name, value in known.items() if name != "tolerant"}
    return send(task, {**kwargs, "source_id": run.source_id}, actor, response, action="repeat run")


def _found(run: runs.Run | None, run_id: str) -> runs.Run:
    if run is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no run {run_id}.")
    return run


def _position(cursor: str) -> tuple[datetime, str]:
    started_at, run_id = unpack(cursor, 2)
    try:
        moment = datetime.fromisoformat(started_at)
    except (TypeError, ValueError):
        refuse("cursor", UNKNOWN_CURSOR)
    if not isinstance(run_id, str) or not run_id.isprintable() or moment.tzinfo is None:
        refuse("cursor", UNKNOWN_CURSOR)
    return moment, run_id
