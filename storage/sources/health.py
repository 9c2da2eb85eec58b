"""Reads the health of sources: their last runs and last good runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from storage.runs.ledger import ASKED_SOURCE, RunStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class RunYield:
    """How many events a run saw, for a chart."""

    run_id: str
    source_id: int
    spider: str
    status: RunStatus
    reason: str | None
    seen: int
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LastGood:
    source_id: int
    spider: str
    run_id: str
    finished_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """How many upcoming events of a source are shown: neither withdrawn nor hidden."""

    source_id: int
    events: int


def last_yields(connection: Connection, *, each: int) -> Sequence[RunYield]:
    """The last runs of every source and spider, oldest first."""
    rows = connection.execute(
        text(f"""
            SELECT recent.id AS run_id, pair.source_id, pair.spider, recent.status, recent.reason, recent.seen,
                   recent.started_at
              FROM (SELECT DISTINCT source_id, spider FROM runs) pair
             CROSS JOIN LATERAL (SELECT id, status, reason, seen, started_at FROM runs r
                                  WHERE r.source_id = pair.source_id AND r.spider = pair.spider AND r.{ASKED_SOURCE}
                                  ORDER BY started_at DESC, id DESC LIMIT :each) recent
             ORDER BY pair.source_id, pair.spider, recent.started_at, recent.id"""),
        {"each": each},
    )
    return [RunYield(**{**row._mapping, "status": RunStatus(row.status)}) for row in rows]


def last_good(connection: Connection) -> Sequence[LastGood]:
    """The last good run of every source and spider."""
    rows = connection.execute(
        text(f"""SELECT DISTINCT ON (source_id, spider) source_id, spider, id AS run_id, finished_at FROM runs
                 WHERE status = 'ok' AND {ASKED_SOURCE} ORDER BY source_id, spider, started_at DESC, id DESC""")
    )
    return [LastGood(**row._mapping) for row in rows]


def holdings(connection: Connection) -> Sequence[Holding]:
    rows = connection.execute(
        text("""
            SELECT e.source_id, count(*) AS events FROM events e
             WHERE e.withdrawn_at IS NULL AND e.hidden_at IS NULL
               AND EXISTS (SELECT FROM occurrences o WHERE o.event_id = e.id AND o.withdrawn_at IS NULL
                              AND o.starts_at >= now())
             GROUP BY e.source_id""")
    )
    return [Holding(**row._mapping) for row in rows]
