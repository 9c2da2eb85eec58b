"""Hidden events, for those who may show them again: which they are, and how one of them changed."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from app.api.access.auth import Editor
from app.api.calendar import shaping
from app.api.calendar.filters import refuse
from app.api.calendar.schemas import EventChange
from app.api.editing.hiding import Visibility
from app.api.http.fields import BigId
from app.api.http.paging import (
    LARGEST_BIGINT,
    NOT_OURS,
    CursorText,
    Limit,
    links,
    pack,
    read_moment,
    unpack,
    write_moment,
)
from app.api.http.problems import Problem
from storage.database.engine import transaction
from storage.events import detail as event_pages
from storage.events import hiding

router = APIRouter(prefix="/api/hidden", tags=["events"])
CHANGES = 100


class HiddenEvents(BaseModel):
    events: list[Visibility]
    next: str | None = Field(description="The next page's `cursor`; null on the last.")


class HiddenEvent(Visibility):
    """`changes`: the last hundred, the latest first. Null times: it is not hidden, or no longer."""

    changes: list[EventChange]


@router.get("")
def list_hidden(
    request: Request, response: Response, _actor: Editor, limit: Limit = 50, cursor: CursorText = None
) -> HiddenEvents:
    """The last hidden first."""
    before = None
    if cursor is not None:
        before = _position(cursor)
    with transaction() as connection:
        found = hiding.list_hidden(connection, before=before, limit=limit + 1)
    shown = found[:limit]
    following = None
    if len(found) > limit and shown[-1].hidden_at is not None:
        following = pack([write_moment(shown[-1].hidden_at), shown[-1].event_id])
    response.headers.update(links(request, following))
    return HiddenEvents(events=[Visibility.model_validate(each) for each in shown], next=following)


@router.get("/{event_id}")
def show_hidden(event_id: BigId, _actor: Editor) -> HiddenEvent:
    """Any event, hidden or not, with its history."""
    with transaction() as connection:
        found = hiding.read_visibility(connection, event_id)
        if found is None:
            raise Problem(HTTPStatus.NOT_FOUND, f"There is no event {event_id}.")
        changes = event_pages.changes(connection, event_id, before=None, limit=CHANGES)
    visible = Visibility.model_validate(found)
    return HiddenEvent(**visible.model_dump(), changes=[shaping.change(each) for each in changes])


def _position(cursor: str) -> tuple[datetime, int]:
    hidden_at, event_id = unpack(cursor, 2)
    if not isinstance(hidden_at, int) or not isinstance(event_id, int) or not 0 < event_id <= LARGEST_BIGINT:
        refuse("cursor", NOT_OURS)
    return read_moment(hidden_at), event_id
