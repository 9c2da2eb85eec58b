"""Routes for one act on all events that a filter finds, and to undo it."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.api.access.auth import Editor
from app.api.calendar.filters import Filtered, from_now
from app.api.editing.edits import asking
from app.api.http.fields import BigId, Line
from app.api.http.problems import Problem, refusals
from app.edits import bulk
from app.edits.bulk import BulkAct, BulkRefused

router = APIRouter(prefix="/api", tags=["events"])
SAMPLE = 20


class Bulk(BaseModel):
    """An act on the events that the query's filter finds. Without `expected` it only counts them."""

    model_config = ConfigDict(extra="forbid")

    act: BulkAct
    why: Line | None = Field(default=None, description="Why. Needed with `expected`.", examples=["the festival is off"])
    categories: list[str] | None = Field(default=None, description="Of the town's list, for the act `categories`.")
    expected: int | None = Field(
        default=None, ge=0, description="How many events you saw. 409 if the filter finds another number now."
    )


class Touched(BaseModel):
    event_id: int
    title: str


class BulkResult(BaseModel):
    done: bool = Field(description="False: this was only a count.")
    count: int
    events: list[Touched] = Field(description="The first twenty.")
    act_id: int | None = Field(description="Undoes it: `POST /api/events/bulk/{act_id}/undo`. Null for a count.")


class BulkUndone(BaseModel):
    """`kept`: how many events somebody changed again since the act. They stay so."""

    model_config = ConfigDict(from_attributes=True)

    events: int
    kept: int


@router.post("/events/bulk", responses=refusals(HTTPStatus.CONFLICT))
def act_on_all(given: Bulk, wanted: Filtered, actor: Editor) -> BulkResult:
    """Hides, shows, features, cancels, or categorizes all events that the filter finds, all or none. The filter is that
    of `GET /api/events`. Ask without `expected` first: it counts the events that would change."""
    if given.expected is not None and given.why is None:
        refused = [{"where": ["body", "why"], "message": "Say why: people who ask later will read it."}]
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Some fields are invalid.", errors=refused)
    try:
        with asking() as connection:
            if given.expected is None:
                found = bulk.find(connection, from_now(wanted), given.act)
            else:
                found = bulk.run(
                    connection,
                    from_now(wanted),
                    given.act,
                    expected=given.expected,
                    categories=given.categories or [],
                    by=actor.name,
                    because=given.why or "",
                )
    except BulkRefused as error:
        raise Problem(HTTPStatus.CONFLICT, str(error)) from error
    events = [Touched(event_id=event_id, title=title) for event_id, title in list(found.titles.items())[:SAMPLE]]
    return BulkResult(done=given.expected is not None, count=found.count, events=events, act_id=found.act_id)


@router.post("/events/bulk/{act_id}/undo", responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT))
def undo_act_on_all(act_id: BigId, actor: Editor) -> BulkUndone:
    """Makes everything as it was before the act, except what somebody changed again since."""
    try:
        with asking() as connection:
            return BulkUndone.model_validate(bulk.undo(connection, act_id, by=actor.name))
    except BulkRefused as error:
        raise Problem(HTTPStatus.CONFLICT, str(error)) from error
