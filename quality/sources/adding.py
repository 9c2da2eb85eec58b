"""Looks at a site, adds it as a source, and harvests it, as `sources add` does."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import text

from core.fetching.fetcher import Fetcher
from pipelines.preview import previewed
from scrapers.discovery.explorer import Explorer
from scrapers.discovery.findings import Candidate
from scrapers.launch import CrawlOrder
from scrapers.launch.in_process import InProcessLauncher
from scrapers.platforms.registry import platform
from storage.database.engine import transaction
from storage.events.same_titles import comparable
from storage.runs import ledger as runs
from storage.sources.found import FoundSource, add_found
from storage.sources.records import SourceRecord
from storage.sources.rules import NO_RULES

DATES = 5
"""So many dates of each event are compared."""
GOOD = (runs.RunStatus.OK, runs.RunStatus.SUSPECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What became of one site. kind: "" if nothing was found; then `evidence` is the refusal. previewed, harvested,
    known: numbers of events. unkept: titles with days that the look showed and the harvest didn't bring. run: the last
    run's status."""

    site: str
    system: str
    kind: str
    evidence: str
    requests: int
    previewed: int = 0
    harvested: int = 0
    known: int | None = None
    unkept: tuple[str, ...] = ()
    run: str = ""
    reason: str = ""

    @property
    def kept(self) -> bool:
        return not self.unkept


def look_and_harvest(
    site: str, url: str, *, now: datetime, timezone: str, system: str = "", known: int | None = None
) -> Row:
    explorer = Explorer(
        fetcher=Fetcher("Marquee/measured", anywhere=True), agent="Marquee", now=now, timezone=timezone, pause_s=0
    )
    found = explorer.explore(url)
    row = Row(site=site, system=system, kind="", evidence=found.refusal, requests=len(found.asked), known=known)
    if not found.candidates:
        return row
    best = _valid(found.candidates[0])
    row = replace(row, kind=best.platform, evidence=best.reason, previewed=len(best.events))
    chosen = replace(found, candidates=[best], title=found.title or site)
    with transaction() as connection:
        name = f"s{uuid.uuid4().hex[:12]}"
        source = add_found(connection, FoundSource.of(chosen.to_json(0)), name=name, title=None, timezone=timezone)
    assert source is not None
    run = _harvest(source, now)
    stored = _stored(source)
    shown = {
        (comparable(one.title or event.title), one.local_date): f"{one.title or event.title}, {one.local_date}"
        for event in best.events
        for one in event.occurrences[:DATES]
        if one.local_date >= now.date()
    }
    unkept = tuple(said for showing, said in shown.items() if showing not in stored)
    harvested = len({number for numbers in stored.values() for number in numbers})
    status, reason = ("none", "") if run is None else (run.status.value, run.reason or "")
    return replace(row, harvested=harvested, unkept=unkept, run=status, reason=reason)


def _valid(one: Candidate) -> Candidate:
    """With the events that a harvest would store."""
    return replace(one, events=previewed(one.events, NO_RULES).events)


def _harvest(source: SourceRecord, now: datetime) -> runs.Run | None:
    run: runs.Run | None = None
    for spider in [source.spider, *(["ics"] if platform(source.spider).finds_feeds else [])]:
        order = CrawlOrder(
            run_id=str(uuid.uuid4()),
            spider=spider,
            source_id=source.id,
            arguments={"base_url": source.base_url, "now": now.isoformat(), "delay": "0"},
            deadline=timedelta(minutes=5),
        )
        InProcessLauncher().crawl(order, lambda: None)
        with transaction() as connection:
            run = runs.read_run(connection, order.run_id)
        if run is None or run.status not in GOOD:
            break
    return run


def _stored(source: SourceRecord) -> dict[tuple[str, date], set[int]]:
    """By title and day, the ids of the events."""
    statement = """
        SELECT e.id, coalesce(o.title, e.title) AS title, o.local_date
          FROM events e JOIN occurrences o ON o.event_id = e.id
         WHERE e.source_id = :id AND e.withdrawn_at IS NULL AND o.withdrawn_at IS NULL"""
    stored: dict[tuple[str, date], set[int]] = {}
    with transaction() as connection:
        for row in connection.execute(text(statement), {"id": source.id}):
            stored.setdefault((comparable(row.title), row.local_date), set()).add(row.id)
    return stored
