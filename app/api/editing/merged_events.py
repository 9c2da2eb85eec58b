"""Routes for events that several sources list: why they are one, joining and splitting, conflicts, and suggestions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field, JsonValue, computed_field
from sqlalchemy import Connection

from app.api.access.auth import Editor
from app.api.calendar import shaping
from app.api.calendar.schemas import Caution
from app.api.editing.reasons import MatchReason, reasons_of
from app.api.http.fields import BigId, Line
from app.api.http.pagination import Limit
from app.api.http.problems import Problem, refusals
from app.edits import same
from core.items import EventStatus
from storage.database.engine import transaction
from storage.merging import people, reading
from storage.merging.overlay import ConflictKind
from storage.merging.policy import Role
from storage.merging.regroup import LinkState
from storage.merging.turns import RowsBusy
from storage.series.effects import SeenEvent as SeenRow

router = APIRouter(prefix="/api", tags=["events"])
DryRun = Annotated[bool, Query(description="Only answer what would be seen.")]


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
    """Whether two events are one, and why: `reasons` in English, and `why` as data. From 5 points they are; `rules` is
    the version that gave them. `decided_*` is null if no person decided."""

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

    @computed_field
    def why(self) -> list[MatchReason]:
        return reasons_of(self.reasons)


class Listings(BaseModel):
    """All listings of an event, the shown one first, and the links that they have with any event."""

    model_config = ConfigDict(from_attributes=True)

    events: list[ListedEvent]
    links: list[EventLink]


class SeenEvent(BaseModel):
    """An event that people see after a decision. `series`: how many other events lists show it with."""

    model_config = ConfigDict(from_attributes=True)

    event_id: int
    title: str
    sources: list[str] = Field(description="All that list it, its own source first.")
    series: int
    left: int = Field(description="How many events it was in a series with before, and is no longer.")
    entered: int = Field(description="How many events it is in a series with now, and wasn't before.")


class Decided(Listings):
    """`seen`: what people see instead of the events that were decided about."""

    seen: list[SeenEvent]


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
def join_events(event_id: BigId, given: Join, actor: Editor, dry_run: DryRun = False) -> Decided:
    """Says that two events are one. It is remembered, and wins over the rules."""
    with decided() as connection:
        seen = same.join(connection, event_id, given.other_id, by=actor.name, because=given.reason)
        return _decided(connection, event_id, seen, dry_run)


@router.post("/events/{event_id}/split", responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT))
def split_events(event_id: BigId, given: Split, actor: Editor, dry_run: DryRun = False) -> Decided:
    """Says that an event isn't the others, or that it isn't `other_id`. It is remembered, and wins over the rules. It
    also refuses a suggestion."""
    with decided() as connection:
        seen = same.split(connection, event_id, given.other_id, by=actor.name, because=given.reason)
        return _decided(connection, event_id, seen, dry_run)


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


def _decided(connection: Connection, event_id: int, seen: Sequence[SeenRow], dry_run: bool) -> Decided:
    shown = [SeenEvent.model_validate(one) for one in seen]
    after = Decided(**_listings(connection, event_id).model_dump(), seen=shown)
    if dry_run:
        connection.rollback()
    return after


def _listings(connection: Connection, event_id: int) -> Listings:
    found = reading.read_listings(connection, event_id)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no event {event_id}.")
    return Listings.model_validate(found)
