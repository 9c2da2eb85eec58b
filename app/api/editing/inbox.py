"""Routes for the inbox: everything that needs a person, with counts, in one answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from app.api.access.auth import Editor
from app.api.alerts.schemas import AlertMessage
from app.api.editing.categories import Unmapped
from app.api.editing.edits import Edit
from app.api.editing.merged_events import Disagreement, Suggestion, disagreement
from app.api.editing.places import PlaceSuggestion
from app.api.editing.queue import QueueEntry
from app.api.http.fields import Line
from app.api.runs.runs import Run
from storage.access import audit
from storage.categories import rules
from storage.database.engine import transaction
from storage.edits import reads as edits
from storage.inbox import waiting
from storage.inbox.waiting import Dismissible
from storage.merging import reading
from storage.places import reads as places
from storage.queue import entries

router = APIRouter(prefix="/api/inbox", tags=["queue"])


class InboxCounts(BaseModel):
    """How many wait, by the name of the list."""

    questions: int
    conflicts: int
    suggestions: int
    places: int
    queue: int
    words: int
    runs: int
    alerts: int


class Inbox(BaseModel):
    """What needs a person. Each list has the first of its kind, and its own routes give the others and decide.

    questions     corrections whose source says something else now
    conflicts     times about which sources disagree
    suggestions   pairs of events that may be one
    places        pairs of places that may be one
    queue         submissions, tips, and events that wait for approval
    words         categories of sources that no rule knows
    runs          complete suspect runs that can be accepted
    alerts        sources in trouble
    """

    counts: InboxCounts
    questions: list[Edit]
    conflicts: list[Disagreement]
    suggestions: list[Suggestion]
    places: list[PlaceSuggestion]
    queue: list[QueueEntry]
    words: list[Unmapped]
    runs: list[Run]
    alerts: list[AlertMessage]


class Dismissal(BaseModel):
    """`subject`: the `mark` of a conflict, or the id of a run or an alert."""

    model_config = ConfigDict(extra="forbid")

    kind: Dismissible
    subject: Line = Field(examples=["4711"])


@router.get("")
def read_inbox(_actor: Editor, limit: Annotated[int, Query(ge=1, le=100, description="Of each kind.")] = 20) -> Inbox:
    """Lists everything that needs a person, with the number of each kind."""
    with transaction() as connection:
        return Inbox(
            counts=InboxCounts(**waiting.count_waiting(connection)),
            questions=[Edit.model_validate(one) for one in edits.questions(connection, limit=limit)],
            conflicts=[disagreement(one) for one in reading.read_conflicts(connection, limit=limit)],
            suggestions=[Suggestion.model_validate(one) for one in reading.read_suggestions(connection, limit=limit)],
            places=[PlaceSuggestion.model_validate(one) for one in places.suggestions(connection, limit=limit)],
            queue=[QueueEntry.model_validate(one) for one in entries.list_entries(connection, limit=limit)],
            words=[Unmapped.model_validate(one) for one in rules.unmapped(connection, limit=limit)],
            runs=[Run.model_validate(one) for one in waiting.suspect_runs(connection, limit=limit)],
            alerts=[AlertMessage.model_validate(one) for one in waiting.troubles(connection, limit=limit)],
        )


@router.post("/dismiss", status_code=HTTPStatus.NO_CONTENT)
def dismiss(given: Dismissal, actor: Editor) -> None:
    """Puts a conflict, a suspect run, or an alert aside. It comes back if something else happens to it."""
    with transaction() as connection:
        waiting.dismiss(connection, given.kind, given.subject, by=actor.name)
        subject = f"{given.kind}:{given.subject}"
        audit.record(connection, actor=actor.name, action="dismiss", subject=subject)
