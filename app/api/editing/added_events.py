"""Routes for adding events by hand, and for copies of events."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Response
from pydantic import Field

from app.api.access.auth import Editor
from app.api.editing.edits import Correction, EventEdits, asking, whole
from app.api.http.fields import BigId
from app.api.http.problems import refusals
from app.edits import add

router = APIRouter(prefix="/api", tags=["events"])


class NewEvent(Correction):
    """An event: its `title`, `starts_at`, and more. `occurrence` has no meaning here."""

    repeat: str | None = Field(
        default=None,
        max_length=300,
        description="How often, in words or as an RRULE (RFC 5545), always with an end.",
        examples=["every Tuesday until Dec 22"],
    )


@router.post("/events", status_code=HTTPStatus.CREATED, responses=refusals(HTTPStatus.CONFLICT))
def add_event(given: NewEvent, response: Response, actor: Editor) -> EventEdits:
    """Adds an event to the town's own source, "Editors". If another source lists it, too, people see it once."""
    with asking() as connection:
        event_id = add.add(connection, _fields(given), repeat=given.repeat, by=actor.name, because=given.why)
        response.headers["Location"] = f"/api/events/{event_id}"
        return whole(connection, event_id, response)


@router.post(
    "/events/{event_id}/duplicate",
    status_code=HTTPStatus.CREATED,
    responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def duplicate_event(event_id: BigId, given: NewEvent, response: Response, actor: Editor) -> EventEdits:
    """Adds an event like this one, with another start and the other fields that are given."""
    with asking() as connection:
        copy_id = add.duplicate(
            connection, event_id, _fields(given), repeat=given.repeat, by=actor.name, because=given.why
        )
        response.headers["Location"] = f"/api/events/{copy_id}"
        return whole(connection, copy_id, response)


def _fields(given: NewEvent) -> dict[str, Any]:
    return given.model_dump(include=given.model_fields_set - {"occurrence", "why", "repeat"})
