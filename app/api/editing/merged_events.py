"""Routes for events that several sources list: why they are one, joining and splitting, conflicts, and suggestions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from sqlalchemy import Connection

from app.api.access.auth import Actor, Editor
from app.api.calendar import shaping
from app.api.calendar.schemas import Caution
from app.api.http.fields import BigId, Line
from app.api.http.pagination import Limit
from app.api.http.problems import Problem, refusals
from core.items import EventStatus
from storage.access import audit
from storage.database.engine import transaction
from storage.merging import people, reading
from storage.merging.overlay import ConflictKind
from storage.merging.policy import Role
from storage.merging.regroup import LinkState
from storage.merging.turns import RowsBusy

router = APIRouter(prefix="/api", tags=["events"])


class CorrectedField(BaseModel):
    """What people see instead of what the source says."""

    model_config = ConfigDict(from_attributes=True)

    field: str = Field(examples=["title"])
    value: JsonValue


class ListedEvent(BaseModel):
    """One source's event, as the source gives it. `next_at`: its next start, or its last. `shown`: people see this one,
    with what is `corrected`."""

    model_config = ConfigDict(from_attributes=True)

    event_id: int
    source: str
    source_title: str
    role: Role | None
    title: str
    url: str | None
    venue: str | None
    address: str | None
    organizer: str | None
    price: str | None
    excerpt: str | None = Field(description="The beginning of the description.")
    next_at: datetime | None
    next_by_day: bool | None = Field(description="Only the day of `next_at` is known, or it is all day.")
    timezone: str | None
    times: int = Field(description="How many times it has, also those that are over.")
    status: EventStatus
    withdrawn_at: datetime | None
    hidden_at: datetime | None
    shown: bool
    corrected: list[CorrectedField]


class EventLink(BaseModel):
    """Whether two events are one, and why. From 5 points they are; `rules` is the version that gave them. `decided_*`
    is null if no person decided."""

    model_config = ConfigDict(from_attributes=True)

    low_id: int
    high_id: int
    state: LinkState
    score: float | None
    reasons: list[str] = Field(
        examples=[["the same title (+3)", "same address: 12 harbor (+2)", "the same start (+2)"]]
    )
    rules: str | None
    judged_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    decided_because: str | None


class Listings(BaseModel):
    """All listings of an event, the shown one first, and the links that they have with any event."""

    model_config = ConfigDict(from_attributes=True)

    events: list[ListedEvent]
    links: list[EventLink]


class Join(BaseModel):
    other_id: BigId = Field(description="The event that is the same.", examples=[912])
    reason: Line | None = None


class Split(BaseModel):
    other_id: BigId | None = Field(default=None, description="Only from this event. Null: from all of them.")
    reason: Line | None = None


class OtherVersion(BaseModel):
    """What another source says. `starts_at` in the venue's zone; a plain date if the hour is unknown."""

    kind: ConflictKind
    event_id: int
    source: str
    source_title: str
    starts_at: str
    status: EventStatus


class Disagreement(BaseModel):
    """An upcoming time that people see, and what other sources say against it. `local_start`, `local_end`: in its
    zone, or plain dates. `mark` is the conflict's name in the inbox; it changes with what the sources say."""

    event_id: int
    occurrence_id: int
    key: str
    mark: str
    title: str
    source: str
    source_title: str
    starts_at: datetime
    local_start: str
    local_end: str | None
    timezone: str
    status: EventStatus
    cautions: list[Caution]
    others: list[OtherVersion]


class Conflicts(BaseModel):
    conflicts: list[Disagreement]


class Suggestion(BaseModel):
    """Two events that may be one."""

    model_config = ConfigDict(from_attributes=True)

    link: EventLink
    events: list[ListedEvent]


class Suggestions(BaseModel):
    suggestions: list[Suggestion]


@router.get("/events/{event_id}/listings", responses=refusals(HTTPStatus.NOT_FOUND))
def list_listings(event_id: BigId, _actor: Editor) -> Listings:
    """Lists the sources' listings of an event, and why they are one or not."""
    with transaction() as connection:
        return _listings(connection, event_id)


@router.post("/events/{event_id}/join", responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT))
def join_events(event_id: BigId, given: Join, actor: Editor) -> Listings:
    """Says that two events are one. It is remembered, and wins over the rules."""
    with decided() as connection:
        people.join(connection, event_id, given.other_id, by=actor.name, because=given.reason)
        return _recorded(connection, actor, "join events", event_id, [given.other_id], given.reason)


@router.post("/events/{event_id}/split", responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT))
def split_events(event_id: BigId, given: Split, actor: Editor) -> Listings:
    """Says that an event isn't the others, or that it isn't `other_id`. It is remembered, and wins over the rules. It
    also refuses a suggestion."""
    with decided() as connection:
        others = people.split(connection, event_id, given.other_id, by=actor.name, because=given.reason)
        return _recorded(connection, actor, "split events", event_id, others, given.reason)


@router.get("/conflicts")
def list_conflicts(_actor: Editor, limit: Limit = 50) -> Conflicts:
    """Lists upcoming events whose sources disagree about the time, or about whether they take place."""
    with transaction() as connection:
        found = reading.read_conflicts(connection, limit=limit)
    return Conflicts(conflicts=[disagreement(one) for one in found])


@router.get("/suggestions")
def list_suggestions(_actor: Editor, limit: Limit = 50) -> Suggestions:
    """Lists pairs of events that may be one, the most certain first. `join` accepts a pair, `split` refuses it."""
    with transaction() as connection:
        found = reading.read_suggestions(connection, limit=limit)
    return Suggestions(suggestions=[Suggestion.model_validate(one) for one in found])


def disagreement(found: reading.Disagreement) -> Disagreement:
    status, zone = EventStatus(found.status), ZoneInfo(found.timezone)
    return Disagreement(
        event_id=found.event_id,
        occurrence_id=found.occurrence_id,
        key=found.key,
        mark=found.mark,
        title=found.title,
        source=found.source,
        source_title=found.source_title,
        starts_at=found.starts_at,
        local_start=shaping.moment(found.starts_at, zone, found.by_day),
        local_end=None if found.ends_at is None else shaping.moment(found.ends_at, zone, found.by_day),
        timezone=found.timezone,
        status=status,
        cautions=[shaping.caution(each, status) for each in found.conflicts],
        others=[
            OtherVersion(
                kind=each.kind,
                event_id=each.event_id,
                source=each.source,
                source_title=each.source_title,
                starts_at=shaping.moment(each.starts_at, zone, each.by_day),
                status=each.status,
            )
            for each in found.conflicts
        ],
    )


@contextmanager
def decided() -> Iterator[Connection]:
    """A transaction. What can't be done becomes a problem."""
    try:
        with transaction() as connection:
            yield connection
    except LookupError as error:
        raise Problem(HTTPStatus.NOT_FOUND, str(error)) from error
    except (people.NotPossible, RowsBusy) as error:
        raise Problem(HTTPStatus.CONFLICT, str(error)) from error


def _recorded(
    connection: Connection, actor: Actor, action: str, event_id: int, others: Sequence[int], reason: str | None
) -> Listings:
    after = {"others": list(others), "reason": reason}
    audit.record(connection, actor=actor.name, action=action, subject=f"event:{event_id}", after=after)
    return _listings(connection, event_id)


def _listings(connection: Connection, event_id: int) -> Listings:
    found = reading.read_listings(connection, event_id)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no event {event_id}.")
    return Listings.model_validate(found)
