"""Routes for correcting events: what people see instead of what sources say, and what to do if a source changes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query, Response
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from sqlalchemy import Connection

from app.api.access.auth import Editor
from app.api.http.fields import BigId, Line
from app.api.http.pagination import Limit
from app.api.http.problems import Problem, refusals
from app.edits import act
from core.config import settings
from core.items import EventStatus
from storage.categories import rules
from storage.database.engine import transaction
from storage.edits import reads
from storage.edits.plan import EditRefused
from storage.merging.turns import RowsBusy

router = APIRouter(prefix="/api", tags=["events"])
REFUSED = refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
FieldName = Literal[
    "title",
    "status",
    "starts_at",
    "ends_at",
    "venue",
    "description",
    "price",
    "ticket_url",
    "url",
    "image_url",
    "organizer",
    "categories",
    "featured",
]
Why = Annotated[Line | None, Field(description="Why. People who ask later will read it.")]
TimeName = Annotated[
    Line | None,
    Field(description="Only this time: its key, or its start. Null: the event, or its only time."),
]
IfMatch = Annotated[
    str | None,
    Header(description="The ETag of `GET /api/events/{event_id}/edits`: 412 if somebody changed the event since."),
]


class PlaceName(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str | None = None
    address: str | None = None


class Correction(BaseModel):
    """The fields to set, and no others. Null removes a field. A refused field refuses all."""

    model_config = ConfigDict(extra="forbid")

    title: str | None = None
    status: EventStatus | str | None = None
    starts_at: str | None = Field(
        default=None,
        description="With an offset, or a plain date for a day without an hour.",
        examples=["2026-12-05T20:00-05:00"],
    )
    ends_at: str | None = None
    venue: PlaceName | str | None = Field(
        default=None, description="A name alone is the town's place of that name, if there is one."
    )
    description: str | None = None
    price: str | None = Field(default=None, description="In words; amounts are read from them.", examples=["$10–$25"])
    ticket_url: str | None = None
    url: str | None = None
    image_url: str | None = None
    organizer: str | None = None
    featured: bool | None = Field(default=None, description="Whether the page puts it first.")
    categories: list[str] | None = Field(default=None, description="Of the town's list, by slug or name.")
    occurrence: TimeName = None
    why: Why = None


class Edit(BaseModel):
    """A correction. `said`: what the source said then; `says`: what it says now, if that is another thing. It asks a
    person since `asked_at`: `keep` it, or `take` what the source says."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    event_id: int
    title: str = Field(description="Of its event.")
    field: str = Field(examples=["title"])
    key: str | None = Field(description="Of the time; null: of the event.")
    value: JsonValue
    said: JsonValue
    says: JsonValue
    says_source: str | None = Field(description="The title of the source that changed it.")
    asked_at: datetime | None
    made_at: datetime
    made_by: str
    made_because: str | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_because: str | None
    kept_at: datetime | None
    kept_by: str | None


class FieldState(BaseModel):
    """What people see, and what the source of the shown listing says."""

    model_config = ConfigDict(from_attributes=True)

    field: str
    key: str | None = Field(description="Of the time; null: of the event.")
    shown: JsonValue
    source: JsonValue
    edited: bool


class EventEdits(BaseModel):
    """The fields of the event that people see, and all edits, the latest first. `version` is also the ETag.
    `timezone`: of its times."""

    event_id: int
    version: str
    timezone: str
    town_categories: list[str] = Field(description="The names that people see.")
    fields: list[FieldState]
    edits: list[Edit]


class Questions(BaseModel):
    questions: list[Edit]


class Because(BaseModel):
    model_config = ConfigDict(extra="forbid")

    why: Why = None


@router.get("/events/{event_id}/edits", responses=refusals(HTTPStatus.NOT_FOUND))
def list_edits(event_id: BigId, response: Response, _actor: Editor) -> EventEdits:
    """Lists what people corrected about an event, beside what its source says."""
    with transaction() as connection:
        return whole(connection, event_id, response)


@router.patch(
    "/events/{event_id}",
    responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED),
)
def edit_event(
    event_id: BigId,
    given: Correction,
    response: Response,
    actor: Editor,
    dry_run: Annotated[bool, Query(description="Only answer what would be seen.")] = False,
    if_match: IfMatch = None,
) -> EventEdits:
    """Corrects fields of an event, or of one of its times. Everybody sees the correction until the source itself
    changes the field; then it asks (`/api/questions`). Harvests, moves, and joins don't undo it."""
    fields = given.model_dump(include=given.model_fields_set - {"occurrence", "why"})
    with asking() as connection:
        if if_match is not None:
            _require(connection, event_id, if_match, given.occurrence, fields)
        act.edit(connection, event_id, fields, occurrence=given.occurrence, by=actor.name, because=given.why)
        after = whole(connection, event_id, response)
        if dry_run:
            connection.rollback()
    return after


@router.delete("/events/{event_id}/edits/{field}", responses=REFUSED)
def undo_edit(
    event_id: BigId,
    field: FieldName,
    response: Response,
    actor: Editor,
    occurrence: Annotated[Line | None, Query(description="Only of this time: its key, or its start.")] = None,
    why: Annotated[Line | None, Query()] = None,
) -> EventEdits:
    """Undoes the correction of a field: everybody sees again what the source says."""
    with asking() as connection:
        act.undo(connection, event_id, field, occurrence=occurrence, by=actor.name, because=why)
        return whole(connection, event_id, response)


@router.get("/questions")
def list_questions(_actor: Editor, limit: Limit = 50) -> Questions:
    """Lists corrections whose source says something else now, the oldest question first."""
    with transaction() as connection:
        return Questions(questions=[Edit.model_validate(one) for one in reads.questions(connection, limit=limit)])


@router.post("/events/{event_id}/edits/{edit_id}/keep", responses=REFUSED)
def keep_edit(event_id: BigId, edit_id: BigId, response: Response, actor: Editor) -> EventEdits:
    """Answers the question of a correction: it stays."""
    with asking() as connection:
        _belongs(connection, event_id, edit_id)
        act.keep(connection, edit_id, by=actor.name)
        return whole(connection, event_id, response)


@router.post("/events/{event_id}/edits/{edit_id}/take", responses=REFUSED)
def take_value(event_id: BigId, edit_id: BigId, given: Because, response: Response, actor: Editor) -> EventEdits:
    """Withdraws a correction: everybody sees what the source says now."""
    with asking() as connection:
        _belongs(connection, event_id, edit_id)
        act.take(connection, edit_id, by=actor.name, because=given.why)
        return whole(connection, event_id, response)


@contextmanager
def asking() -> Iterator[Connection]:
    """A transaction. What can't be done becomes a problem."""
    try:
        with transaction() as connection:
            yield connection
    except LookupError as error:
        raise Problem(HTTPStatus.NOT_FOUND, str(error)) from error
    except EditRefused as error:
        found = [
            {"where": ["body", each.field], "value": _json(each.value), "message": each.message}
            for each in error.refusals
        ]
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Some fields can't be set like this.", errors=found) from error
    except RowsBusy as error:
        raise Problem(HTTPStatus.CONFLICT, str(error)) from error


def _json(value: Any) -> Any:
    return value if isinstance(value, str | int | float | list | dict | None) else str(value)


def _require(
    connection: Connection, event_id: int, if_match: str, occurrence: str | None, given: Mapping[str, Any]
) -> None:
    """Raises Problem 412, with both versions of each field, if the event isn't the one that the editor saw."""
    now = _found(connection, event_id)
    if if_match.strip() in ("*", f'"{now.version}"', f'W/"{now.version}"'):
        return
    shown = {(each.field, each.key): each.shown for each in now.fields}
    both = [
        {"field": field, "yours": _json(value), "now": shown.get((field, occurrence), shown.get((field, None)))}
        for field, value in given.items()
    ]
    raise Problem(
        HTTPStatus.PRECONDITION_FAILED,
        "Somebody changed the event since you read it. Read it again, and decide which version is right.",
        headers={"ETag": f'"{now.version}"'},
        fields=both,
    )


def _belongs(connection: Connection, event_id: int, edit_id: int) -> None:
    if edit_id not in {one.id for one in reads.edits_of(connection, event_id)}:
        raise LookupError(f"Event {event_id} has no edit {edit_id}.")


def _found(connection: Connection, event_id: int) -> reads.EventFields:
    found = reads.read_fields(connection, event_id)
    if found is None:
        raise LookupError(f"There is no event {event_id}.")
    return found


def whole(connection: Connection, event_id: int, response: Response) -> EventEdits:
    """The event as editors see it, with its ETag. Raises Problem 404."""
    try:
        found = _found(connection, event_id)
    except LookupError as error:
        raise Problem(HTTPStatus.NOT_FOUND, str(error)) from error
    response.headers["ETag"] = f'"{found.version}"'
    return EventEdits(
        event_id=found.event_id,
        version=found.version,
        timezone=reads.timezone_of(connection, found.event_id) or settings().timezone,
        town_categories=rules.names_of(connection, found.event_id),
        fields=[FieldState.model_validate(each, from_attributes=True) for each in found.fields],
        edits=[Edit.model_validate(each) for each in reads.edits_of(connection, event_id)],
    )
