"""Routes for editors: which events are one series. What a person decides is remembered, and wins over the rules."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from app.api.access.auth import Editor
from app.api.editing.merged_events import decided
from app.api.http.fields import BigId, Line
from app.api.http.problems import Problem, refusals
from storage.access import audit
from storage.database.engine import transaction
from storage.series import people, reading

router = APIRouter(prefix="/api", tags=["events"])

MOST_EVENTS = 100


class SeriesEvent(BaseModel):
    """An event of a series. `dates`: how many it has."""

    model_config = ConfigDict(from_attributes=True)

    event_id: int
    title: str
    source: str
    venue: str | None
    dates: int
    first_at: datetime | None
    last_at: datetime | None
    timezone: str | None


class Series(BaseModel):
    """The events that lists show once. `each_date`: an editor wants lists to show each date. `decided_*` is null if no
    person decided."""

    model_config = ConfigDict(from_attributes=True)

    events: list[SeriesEvent]
    each_date: bool
    decided_by: str | None
    decided_at: datetime | None
    decided_because: str | None


class Group(BaseModel):
    other_ids: Annotated[list[BigId], Field(max_length=MOST_EVENTS)] = Field(
        description="The events that are one series with this one, with all of their own series. Empty: the rules "
        "decide about this event again.",
        examples=[[912, 913]],
    )
    reason: Line | None = None


class Ungroup(BaseModel):
    whole: bool = Field(default=False, description="Lists show each date of all events of the series.")
    reason: Line | None = None


@router.get("/events/{event_id}/series", responses=refusals(HTTPStatus.NOT_FOUND))
def read_event_series(event_id: BigId, _actor: Editor) -> Series:
    """Lists the events that are one series with this one."""
    with transaction() as connection:
        return _series(connection, event_id)


@router.post("/events/{event_id}/group", responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT))
def group_events(event_id: BigId, given: Group, actor: Editor) -> Series:
    """Says that events are one series. Later events with the same titles and places belong to it."""
    with decided() as connection:
        people.group(connection, [event_id, *given.other_ids], by=actor.name, because=given.reason)
        after = {"others": given.other_ids, "reason": given.reason}
        audit.record(connection, actor=actor.name, action="group events", subject=f"event:{event_id}", after=after)
        return _series(connection, event_id)


@router.post("/events/{event_id}/ungroup", responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT))
def ungroup_event(event_id: BigId, given: Ungroup, actor: Editor) -> Series:
    """Says that an event is in no series with others. If it is alone already, lists show each of its dates."""
    with decided() as connection:
        others = people.ungroup(connection, event_id, whole=given.whole, by=actor.name, because=given.reason)
        after = {"others": list(others), "whole": given.whole, "reason": given.reason}
        audit.record(connection, actor=actor.name, action="ungroup event", subject=f"event:{event_id}", after=after)
        return _series(connection, event_id)


def _series(connection: Connection, event_id: int) -> Series:
    found = reading.read_series(connection, event_id)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no event {event_id}.")
    return Series.model_validate(found)
