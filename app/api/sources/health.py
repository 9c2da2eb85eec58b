"""The route that shows the health of every source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.api.access.auth import Reader
from app.tasks.harvests import is_included
from app.worker import planning
from app.worker.planning import Planned
from celery_app import app as celery
from storage.database.engine import transaction
from storage.edits.by_hand import NAME as EDITORS
from storage.runs.ledger import RunStatus
from storage.sources import health as source_health
from storage.sources import records as sources
from storage.sources.health import LastGood, RunYield
from storage.sources.records import SourceRecord

router = APIRouter(prefix="/api/health", tags=["sources"])
YIELDS = 20
INGEST_ALL = "app.tasks.ingest_all_sources"


class State(StrEnum):
    """The worst state among the last runs of the source's spiders, worst first, or `paused`, or `never` run."""

    FAILED = "failed"
    SUSPECT = "suspect"
    CANCELLED = "cancelled"
    RUNNING = "running"
    OK = "ok"
    PAUSED = "paused"
    NEVER = "never"


OF_RUN = {
    RunStatus.FAILED: State.FAILED,
    RunStatus.LOST: State.FAILED,
    RunStatus.SUSPECT: State.SUSPECT,
    RunStatus.CANCELLED: State.CANCELLED,
    RunStatus.RUNNING: State.RUNNING,
    RunStatus.OK: State.OK,
}


class Yield(BaseModel):
    """What one run saw: events, or feeds if the spider finds feeds."""

    run_id: str
    status: RunStatus
    seen: int
    started_at: datetime


class SpiderHealth(BaseModel):
    """`yields`: the spider's last runs, the oldest first. `reason`: why the last one isn't ok."""

    spider: str
    state: State
    reason: str | None
    yields: list[Yield]
    last_good_at: datetime | None
    last_good_run_id: str | None


class SourceHealth(BaseModel):
    """`upcoming`: how many visible upcoming events it has. `next_run_at`: null if no schedule includes it."""

    id: int
    name: str
    title: str
    enabled: bool
    state: State
    reason: str | None
    floor: int
    feeds: int
    upcoming: int
    last_good_at: datetime | None
    next_run_at: datetime | None
    next_run_schedule: str | None = Field(examples=["vanwezel-daily"])
    spiders: list[SpiderHealth]


class SourcesHealth(BaseModel):
    sources: list[SourceHealth]


@router.get("/sources")
def show_health(_actor: Reader) -> SourcesHealth:
    """Lists the health of all sources, by id. Events that editors added aren't a source."""
    now = datetime.now(UTC)
    with transaction() as connection:
        records = [one for one in sources.list_sources(connection) if one.name != EDITORS]
        of_source = attrgetter("source_id")
        last = groupby(source_health.last_yields(connection, each=YIELDS), of_source)
        yields = {source_id: tuple(runs) for source_id, runs in last}
        good = {(each.source_id, each.spider): each for each in source_health.last_good(connection)}
        upcoming = {each.source_id: each.events for each in source_health.holdings(connection)}
        planned = [
            (planning.next_run(entry.cron, celery, now), entry)
            for entry in planning.in_force(connection, celery)
            if entry.enabled
        ]
    return SourcesHealth(
        sources=[_source(record, yields.get(record.id, ()), good, upcoming, planned) for record in records]
    )


def _source(
    record: SourceRecord,
    yields: Sequence[RunYield],
    good: dict[tuple[int, str], LastGood],
    upcoming: dict[int, int],
    planned: Iterable[tuple[datetime, Planned]],
) -> SourceHealth:
    names = list(dict.fromkeys(each.spider for each in yields))
    spiders = [_spider(name, [y for y in yields if y.spider == name], good.get((record.id, name))) for name in names]
    worst = min(spiders, key=lambda each: list(State).index(each.state), default=None)
    mine = [(due, entry) for due, entry in planned if _concerns(entry, record)]
    due, entry = min(mine, key=lambda pair: pair[0]) if mine and record.enabled else (None, None)
    return SourceHealth(
        id=record.id,
        name=record.name,
        title=record.title,
        enabled=record.enabled,
        state=State.PAUSED if not record.enabled else State.NEVER if worst is None else worst.state,
        reason=None if worst is None else worst.reason,
        floor=record.floor,
        feeds=record.feeds,
        upcoming=upcoming.get(record.id, 0),
        last_good_at=max((each.last_good_at for each in spiders if each.last_good_at), default=None),
        next_run_at=due,
        next_run_schedule=None if entry is None else entry.name,
        spiders=spiders,
    )


def _spider(name: str, yields: Sequence[RunYield], good: LastGood | None) -> SpiderHealth:
    last = yields[-1]
    return SpiderHealth(
        spider=name,
        state=OF_RUN[last.status],
        reason=last.reason,
        yields=[Yield(run_id=y.run_id, status=y.status, seen=y.seen, started_at=y.started_at) for y in yields],
        last_good_at=None if good is None else good.finished_at,
        last_good_run_id=None if good is None else good.run_id,
    )


def _concerns(entry: Planned, record: SourceRecord) -> bool:
    return entry.kwargs.get("source_id") == record.id or (entry.task == INGEST_ALL and is_included(record))
