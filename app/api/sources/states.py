"""The route that lists the sources by state, those that need a person first."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field

from app.api.access.auth import Reader
from app.api.http.pagination import Limit
from app.board.next_runs import next_runs
from app.board.rows import as_csv
from storage.database.engine import transaction
from storage.health.board import SourceHealth, count_states, list_health
from storage.health.judge import SourceState
from storage.health.words import MEANINGS

router = APIRouter(prefix="/api/sources", tags=["sources"])


class CsvResponse(PlainTextResponse):
    media_type = "text/csv"


class DailyYield(BaseModel):
    """The most that a run of the day saw."""

    day: date
    seen: int


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
    changed_at: datetime | None = Field(description="When a run last changed something.")
    next_run_at: datetime | None = Field(description="null if no schedule includes it.")
    upcoming: int
    alone: bool = Field(description="No other source lists any of its upcoming events.")
    gone: bool = Field(description="It is dead, or was paused because it could not be read: a person may remove it.")
    yields: list[DailyYield] = Field(description="Of the last 90 days, the oldest first.")
    shares: dict[str, float] = Field(
        description="Of the last run's events, those that have a place, hour, picture, price, link: from 0 to 1."
    )
    readers: str = Field(description="What readers of the calendar see meanwhile.")
    next: str = Field(description="What Marquee does next.")
    do: str = Field(description="What a person can do.")


class SourceConditions(BaseModel):
    sources: list[SourceCondition]
    total: int
    states: dict[SourceState, int] = Field(description="How many sources are in each state.")
    next: int | None = Field(description="Pass it as `offset` for the next page; null on the last.")


@router.get("/health.csv", response_class=CsvResponse)
def download_source_states(
    _actor: Reader,
    state: Annotated[SourceState | None, Query(description="Only sources in this state.")] = None,
    q: Annotated[str | None, Query(max_length=200, description="Words in the name, title, address, or reason.")] = None,
) -> CsvResponse:
    """The same list, without pages, as a CSV file."""
    with transaction() as connection:
        _, found = list_health(connection, state=state, words=q)
    headers = {"Content-Disposition": 'attachment; filename="sources.csv"'}
    return CsvResponse(as_csv(found), headers=headers)


@router.get("/health")
def list_source_states(
    _actor: Reader,
    state: Annotated[SourceState | None, Query(description="Only sources in this state.")] = None,
    q: Annotated[str | None, Query(max_length=200, description="Words in the name, title, address, or reason.")] = None,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Limit = 50,
) -> SourceConditions:
    """Lists the sources by state: those that need a person first, then the longest in their state."""
    with transaction() as connection:
        total, found = list_health(connection, state=state, words=q, offset=offset, limit=limit)
        states = count_states(connection)
        runs_at = next_runs(connection, [one.source_id for one in found])
    last = offset + len(found)
    return SourceConditions(
        sources=[_condition(one, runs_at.get(one.source_id)) for one in found],
        total=total,
        states=dict(states),
        next=last if found and last < total else None,
    )


def _condition(one: SourceHealth, next_run_at: datetime | None) -> SourceCondition:
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
        changed_at=one.changed_at,
        next_run_at=next_run_at,
        upcoming=one.upcoming,
        alone=one.alone,
        gone=one.gone,
        yields=[DailyYield(day=day, seen=seen) for day, seen in one.yields],
        shares=dict(one.shares),
        readers=meaning.readers,
        next=meaning.next,
        do=meaning.do,
    )
