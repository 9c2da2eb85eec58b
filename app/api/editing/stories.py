"""Route for the history of an event in sentences."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.api.access.auth import Editor
from app.api.http.fields import BigId
from app.api.http.problems import Problem, refusals
from app.edits.story import sentences
from storage.database.engine import transaction
from storage.edits import story
from storage.edits.story import StoryKind

router = APIRouter(prefix="/api", tags=["events"])


class StoryEntry(BaseModel):
    """Something that happened. `event_id`: the listing that it happened to. `by`: a person, or the source that asks."""

    at: datetime
    kind: StoryKind
    text: str = Field(examples=["The Hall moved it from Friday, December 4, 2026, 8 p.m. to Saturday, December 5, …"])
    event_id: int
    by: str | None
    field: str | None
    key: str | None


class Story(BaseModel):
    entries: list[StoryEntry]


@router.get("/events/{event_id}/story", responses=refusals(HTTPStatus.NOT_FOUND))
def read_story(event_id: BigId, _actor: Editor) -> Story:
    """Lists in sentences what happened to an event, with who did what and why, the earliest first."""
    with transaction() as connection:
        found = story.read_story(connection, event_id)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no event {event_id}.")
    return Story(
        entries=[
            StoryEntry(
                at=one.at, kind=one.kind, text=text, event_id=one.event_id, by=one.by, field=one.field, key=one.key
            )
            for one, text in sentences(found)
        ]
    )
