"""The route that lists the sources by state, those that need a person first."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from app.api.access.auth import Reader
from app.api.http.pagination import Limit
from storage.database.engine import transaction
from storage.health.judge import SourceState
from storage.health.states import SourceHealth, list_health
from storage.health.words import MEANINGS

router = APIRouter(prefix="/api/sources", tags=["sources"])


class SourceCondition(BaseModel):
    """A source with its state. `since`: when it came into this state; null if it was never harvested."""

    source_id: int
    name: str
    title: str
    state: SourceState
    reason: str | None
    since: datetime | None
    run_id: str | None = Field(description="The run that changed the state.")
    last_good_at: datetime | None
    readers: str = Field(description="What readers of the calendar see meanwhile.")
    next: str = Field(description="What Marquee does next.")
    do: str = Field(description="What a person can do.")


class SourceConditions(BaseModel):
    sources: list[SourceCondition]
    total: int
    next: int | None = Field(description="Pass it as `offset` for the next page; null on the last.")


@router.get("/health")
def list_source_states(
    _actor: Reader,
    state: Annotated[SourceState | None, Query(description="Only sources in this state.")] = None,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Limit = 50,
) -> SourceConditions:
    """Lists the sources by state: those that need a person first, then the longest in their state."""
    with transaction() as connection:
        total, found = list_health(connection, state=state, offset=offset, limit=limit)
    last = offset + len(found)
    return SourceConditions(
        sources=[_condition(one) for one in found], total=total, next=last if found and last < total else None
    )


def _condition(one: SourceHealth) -> SourceCondition:
    meaning = MEANINGS[one.state]
    return SourceCondition(
        source_id=one.source_id,
        name=one.name,
        title=one.title,
        state=one.state,
        reason=one.reason,
        since=one.since,
        run_id=one.run_id,
        last_good_at=one.last_good_at,
        readers=meaning.readers,
        next=meaning.next,
        do=meaning.do,
    )
