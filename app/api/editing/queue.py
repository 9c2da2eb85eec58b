"""Routes for what the public hands in, and for editors who decide about it."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from limits import RateLimitItemPerHour
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from sqlalchemy import Connection

from app.api.access.auth import Editor
from app.api.editing.added_events import NewEvent
from app.api.editing.edits import Because, asking
from app.api.http.clients import address_of
from app.api.http.fields import BigId
from app.api.http.pagination import Limit
from app.api.http.problems import Problem, refusals
from app.api.http.shared_counts import shared_counts
from app.edits import queue
from core.config import settings
from storage.database.engine import transaction
from storage.queue import entries
from storage.queue.entries import QueueKind, QueueState

router = APIRouter(prefix="/api", tags=["queue"])
CLOSED = refusals(HTTPStatus.NOT_FOUND)
OFF = "This town takes no submissions (SUBMISSIONS=false)."


class Submission(NewEvent):
    """An event from the public. `website` must be empty: people don't see that field, programs fill it in."""

    contact: str | None = Field(default=None, description="An email address or a telephone number.")
    website: str | None = Field(default=None, max_length=300)


class Tip(BaseModel):
    """Something is wrong with an event. `website` must be empty."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(examples=["It begins at 7, not at 8."])
    contact: str | None = None
    website: str | None = Field(default=None, max_length=300)


class Received(BaseModel):
    received: bool = True


class QueueEntry(BaseModel):
    """Something that waits, or waited, for an editor. `given`: the fields of a submission, or the `text` of a tip."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    kind: QueueKind
    event_id: int | None = Field(description="The event that it is about, or that an accepted submission became.")
    title: str | None = Field(description="Of that event.")
    source: str | None
    given: dict[str, JsonValue]
    contact: str | None
    at: datetime
    state: QueueState
    decided_at: datetime | None
    decided_by: str | None
    decided_because: str | None


class Queue(BaseModel):
    entries: list[QueueEntry]
    next: int | None = Field(description="Pass it as `after` for the next page; null on the last.")


@router.post("/submissions", status_code=HTTPStatus.ACCEPTED, responses=CLOSED)
def submit(given: Submission, request: Request) -> Received:
    """Sends an event, without an account, if the town allows it. An editor decides about it."""
    require_open()
    if not given.website:
        spend(request)
        fields = given.model_dump(include=given.model_fields_set - NOT_FIELDS)
        with asking() as connection:
            queue.submit(connection, fields, repeat=given.repeat, contact=given.contact)
    return Received()


@router.post("/events/{event_id}/tips", status_code=HTTPStatus.ACCEPTED, responses=CLOSED)
def send_tip(event_id: BigId, given: Tip, request: Request) -> Received:
    """Says that something is wrong with an event, without an account, if the town allows it."""
    require_open()
    if not given.website:
        spend(request)
        with asking() as connection:
            queue.tip(connection, event_id, given.text, contact=given.contact)
    return Received()


@router.get("/queue")
def list_queue(
    _actor: Editor,
    kind: QueueKind | None = None,
    state: Annotated[QueueState, Query(description="Only these.")] = QueueState.OPEN,
    after: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0,
    limit: Limit = 50,
) -> Queue:
    """Lists submissions, tips, and events that wait for approval, the oldest first."""
    with transaction() as connection:
        found = entries.list_entries(connection, kind=kind, state=state, after=after, limit=limit + 1)
    shown = [QueueEntry.model_validate(one) for one in found[:limit]]
    return Queue(entries=shown, next=shown[-1].id if len(found) > limit else None)


@router.post("/queue/{entry_id}/accept", responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT))
def accept(entry_id: BigId, given: NewEvent, actor: Editor) -> QueueEntry:
    """Adds a submitted event, with the fields that are given instead of its own; shows an event that waits; or marks a
    tip as done."""
    changes = given.model_dump(include=given.model_fields_set - (NOT_FIELDS - {"repeat"}))
    with asking() as connection:
        queue.accept(connection, entry_id, changes, by=actor.name, because=given.why)
        return _read(connection, entry_id)


@router.post("/queue/{entry_id}/decline", responses=refusals(HTTPStatus.NOT_FOUND))
def decline(entry_id: BigId, given: Because, actor: Editor) -> QueueEntry:
    """Declines it. An event that waits stays hidden."""
    with asking() as connection:
        queue.decline(connection, entry_id, by=actor.name, because=given.why)
        return _read(connection, entry_id)


NOT_FIELDS = frozenset({"occurrence", "why", "repeat", "contact", "website"})


def require_open() -> None:
    """Raises Problem 404 unless the public may hand in something."""
    if not settings().submissions:
        raise Problem(HTTPStatus.NOT_FOUND, OFF)


def spend(request: Request) -> None:
    """Counts what an address hands in. Raises Problem 429."""
    limit = RateLimitItemPerHour(settings().submissions_per_hour, namespace="submissions")
    wait_s = shared_counts().hit(limit, address_of(request))
    if wait_s:
        detail = f"You have sent enough for now. Try again in {-(-wait_s // 60)} minutes."
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(wait_s)})


def _read(connection: Connection, entry_id: int) -> QueueEntry:
    found = entries.find_entry(connection, entry_id)
    assert found is not None
    return QueueEntry.model_validate(found)
