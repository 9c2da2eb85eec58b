"""Hide an event from the public, and show it again."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from app.api.access.auth import Actor, Editor
from app.api.http.fields import BigId, Line
from app.api.http.problems import Problem
from storage.access import audit
from storage.database.engine import transaction
from storage.events import hiding

router = APIRouter(prefix="/api/events", tags=["events"])


class Reason(BaseModel):
    reason: Line = Field(description="Why; people who ask later will read it.", examples=["the venue asked us to"])


class Visibility(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    event_id: int
    title: str
    hidden_at: datetime | None
    hidden_by: str | None
    hidden_reason: str | None


@router.post("/{event_id}/hide")
def hide_event(event_id: BigId, given: Reason, actor: Editor) -> Visibility:
    """Out of the page, the API's lists and the feeds. Harvests go on updating it."""
    with transaction() as connection:
        before = _known(connection, event_id)
        after = hiding.hide(connection, event_id, hidden_by=actor.name, reason=given.reason)
        return _recorded(connection, actor, "hide event", before, after)


@router.post("/{event_id}/show")
def show_event(event_id: BigId, actor: Editor) -> Visibility:
    """Visible again."""
    with transaction() as connection:
        before = _known(connection, event_id)
        after = hiding.show(connection, event_id)
        return _recorded(connection, actor, "show event", before, after)


def _known(connection: Connection, event_id: int) -> hiding.Visibility:
    found = hiding.read_visibility(connection, event_id)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no event {event_id}.")
    return found


def _recorded(
    connection: Connection, actor: Actor, action: str, before: hiding.Visibility, after: hiding.Visibility
) -> Visibility:
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
