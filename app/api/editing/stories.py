"""Route for the history of an event in sentences."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.api.access.auth import Editor
from app.api.editing.reasons import MatchReason, reasons_of
from app.api.http.fields import BigId
from app.api.http.problems import Problem, refusals
from app.edits.story import sentences
from storage.database.engine import transaction
from storage.edits import story
from storage.edits.story import Entry, StoryKind

router = APIRouter(prefix="/api", tags=["events"])


class SeriesChange(BaseModel):
    """What a join or split changed. `event`: null for the one that people look at. `left`, `entered`: how many other
    events it is no longer in a series with, or is since then."""

    model_config = ConfigDict(from_attributes=True)

    event: str | None = Field(examples=["“Jazz Night” (City Calendar)"])
    left: int
    entered: int


class StoryEntry(BaseModel):
    """Something that happened: `text` in English, and the same as data. `event_id`: the listing that it happened to.
    `by`: a person, or the source that asks. `old`, `new`: values of `field`, or the first title in `new`."""

    at: datetime
    kind: StoryKind
    text: str = Field(examples=["The Hall moved it from Friday, December 4, 2026, 8 p.m. to Saturday, December 5, …"])
    event_id: int
    by: str | None
    field: str | None
    key: str | None
    source: str = Field(description="The title of the listing's source.")
    other_source: str | None = Field(description="Of a join by the rules.")
    because: str | None
    why: list[MatchReason] = Field(description="Of a join by the rules.")
    timezone: str = Field(description="Of the times.")
    old: JsonValue
    new: JsonValue
    listing: str | None = Field(description="The listing that was joined or split; null: the event itself.")
    others: list[str] = Field(description="The other listings of a join, split, or series.")
    series: list[SeriesChange]


class Story(BaseModel):
    entries: list[StoryEntry]


@router.get("/events/{event_id}/story", responses=refusals(HTTPStatus.NOT_FOUND))
def read_story(event_id: BigId, _actor: Editor) -> Story:
    """Lists in sentences what happened to an event, with who did what and why, the earliest first."""
    with transaction() as connection:
        found = story.read_story(connection, event_id)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no event {event_id}.")
    return Story(entries=[_entry(one, text) for one, text in sentences(found)])


def _entry(one: Entry, text: str) -> StoryEntry:
    return StoryEntry(
        at=one.at,
        kind=one.kind,
        text=text,
        event_id=one.event_id,
        by=one.by,
        field=one.field,
        key=one.key,
        source=one.source,
        other_source=one.other_source,
        because=one.because,
        why=reasons_of(one.reasons),
        timezone=one.timezone,
        old=one.old,
        new=one.new,
        listing=one.listing,
        others=list(one.others),
        series=[SeriesChange.model_validate(each) for each in one.series],
    )
