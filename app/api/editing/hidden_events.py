"""Routes that hide events from the public, list them, and show them again."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from app.api.access.auth import Actor, Editor
from app.api.calendar import shaping
from app.api.calendar.filters import refuse
from app.api.calendar.schemas import EventChange
from app.api.http.fields import BigId, Line
from app.api.http.pagination import (
    LARGEST_BIGINT,
    UNKNOWN_CURSOR,
    CursorText,
    Limit,
    links,
    pack,
    read_moment,
    unpack,
    write_moment,
)
from app.api.http.problems import Problem
from storage.access import audit
from storage.database.engine import transaction
from storage.events import detail, hiding

router = APIRouter(prefix="/api", tags=["events"])
CHANGES = 100


class Reason(BaseModel):
    reason: Line = Field(description="Why. People who ask later will read it.", examples=["the venue asked us to"])


class Visibility(BaseModel):
    """Whether an event is hidden. The last three fields are null if it isn't."""

    model_config = ConfigDict(from_attributes=True)

    event_id: int
    title: str
    hidden_at: datetime | None
    hidden_by: str | None
    hidden_reason: str | None


class HiddenEvents(BaseModel):
    events: list[Visibility]
    next: str | None = Field(description="The next page's `cursor`; null on the last.")


class HiddenEvent(Visibility):
    """`changes`: the last hundred, the latest first."""

    changes: list[EventChange]


@router.post("/events/{event_id}/hide")
def hide_event(event_id: BigId, given: Reason, actor: Editor) -> Visibility:
    """Hides an event from the page, the API's lists, and the feeds. Crawls still update it."""
    with transaction() as connection:
        before = _read(connection, event_id)
        after = hiding.hide(connection, event_id, hidden_by=actor.name, reason=given.reason)
        return _recorded(connection, actor, "hide event", before, after)


@router.post("/events/{event_id}/show")
def show_event(event_id: BigId, actor: Editor) -> Visibility:
    """Shows a hidden event again."""
    with transaction() as connection:
        before = _read(connection, event_id)
        after = hiding.show(connection, event_id)
        return _recorded(connection, actor, "show event", before, after)


@router.get("/hidden")
def list_hidden(
    request: Request, response: Response, _actor: Editor, limit: Limit = 50, cursor: CursorText = None
) -> HiddenEvents:
    """Lists hidden events, the most recently hidden first."""
    before = None if cursor is None else _position(cursor)
    with transaction() as connection:
        found = hiding.list_hidden(connection, before=before, limit=limit + 1)
    shown = found[:limit]
    following = None
    if len(found) > limit and shown[-1].hidden_at is not None:
        following = pack([write_moment(shown[-1].hidden_at), shown[-1].event_id])
    response.headers.update(links(request, following))
    return HiddenEvents(events=[Visibility.model_validate(each) for each in shown], next=following)


@router.get("/hidden/{event_id}")
def show_hidden(event_id: BigId, _actor: Editor) -> HiddenEvent:
    """Returns any event, hidden or not, with its history."""
    with transaction() as connection:
        visible = Visibility.model_validate(_read(connection, event_id))
        changes = detail.changes(connection, event_id, before=None, limit=CHANGES)
    return HiddenEvent(**visible.model_dump(), changes=[shaping.change(each) for each in changes])


def _read(connection: Connection, event_id: int) -> hiding.Visibility:
    found = hiding.read_visibility(connection, event_id)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no event {event_id}.")
    return found


def _recorded(
    connection: Connection, actor: Actor, action: str, before: hiding.Visibility, after: hiding.Visibility
) -> Visibility:
    """Writes the change to the audit log and returns the new state."""
    shown = Visibility.model_validate(after)
    audit.record(
        connection,
        actor=actor.name,
        action=action,
        subject=f"event:{before.event_id}",
        before=Visibility.model_validate(before).model_dump(mode="json"),
        after=shown.model_dump(mode="json"),
    )
    return shown


def _position(cursor: str) -> tuple[datetime, int]:
    hidden_at, event_id = unpack(cursor, 2)
    if not isinstance(hidden_at, int) or not isinstance(event_id, int) or not 0 < event_id <= LARGEST_BIGINT:
        refuse("cursor", UNKNOWN_CURSOR)
    return read_moment(hidden_at), event_id
