"""Reads figures for monitoring: totals of crawls, the state of each source, and the state of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from storage.runs.ledger import ASKED_SOURCE

BOUNDS_S = (1, 5, 15, 60, 300, 900, 1800)
"""The bounds of `crawl_totals.within`, which the trigger of migration 0007 writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlTotal:
    """Totals of the crawls of one spider and source that ended with one status. `within`: cumulative counts by
    `BOUNDS_S`."""

    source: str
    spider: str
    status: str
    runs: int
    pages: int
    seen: int
    new: int
    changed: int
    withdrawn: int
    rejected: int
    errors: int
    seconds: float
    within: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorTotal:
    source: str
    spider: str
    kind: str
    errors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """The last ended run of a spider at a source, and when its last good run ended."""

    source: str
    spider: str
    enabled: bool
    status: str
    seen: int
    last_good_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseState:
    """`oldest_transaction_s`: age of the oldest open transaction of this database."""

    size_bytes: int
    connections: int
    oldest_transaction_s: float
    running: int
    lease_expired: int
    deliveries: int
    parked: int
    events: int
    occurrences: int


def crawl_totals(connection: Connection) -> list[CrawlTotal]:
    rows = connection.execute(
        text("""
            SELECT s.name AS source, t.spider, t.status, t.runs, t.pages, t.seen, t.new, t.changed, t.withdrawn,
                   t.rejected, t.errors, t.seconds, t.within
              FROM crawl_totals t JOIN sources s ON s.id = t.source_id ORDER BY s.name, t.spider, t.status""")
    ).mappings()
    return [CrawlTotal(**row) for row in rows]


def error_totals(connection: Connection) -> list[ErrorTotal]:
    rows = connection.execute(
        text("""
            SELECT s.name AS source, t.spider, t.kind, t.errors
              FROM crawl_error_totals t JOIN sources s ON s.id = t.source_id ORDER BY s.name, t.spider, t.kind""")
    ).mappings()
    return [ErrorTotal(**row) for row in rows]


def source_states(connection: Connection) -> list[SourceState]:
    rows = connection.execute(
        text(f"""
            SELECT DISTINCT ON (s.name, r.spider) s.name AS source, r.spider, s.enabled, r.status, r.seen,
                   (SELECT max(good.finished_at) FROM runs good
                     WHERE good.source_id = s.id AND good.spider = r.spider AND good.status = 'ok'
                       AND good.{ASKED_SOURCE}) AS last_good_at
              FROM runs r JOIN sources s ON s.id = r.source_id WHERE r.status <> 'running' AND r.{ASKED_SOURCE}
             ORDER BY s.name, r.spider, r.started_at DESC""")
    ).mappings()
    return [SourceState(**row) for row in rows]


def good_since(connection: Connection, moment: datetime) -> bool:
    """Whether a run that asked its source has ended well since then."""
    return bool(
        connection.execute(
            text(f"SELECT EXISTS (SELECT FROM runs WHERE status = 'ok' AND finished_at >= :moment AND {ASKED_SOURCE})"),
            {"moment": moment},
        ).scalar_one()
    )


def database_state(connection: Connection) -> DatabaseState:
    """Uses the planner's estimates of events and occurrences: counting would read the tables at each scrape."""
    row = (
        connection.execute(
            text("""
            SELECT pg_database_size(current_database()) AS size_bytes,
                   (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections,
                   (SELECT coalesce(extract(epoch FROM now() - min(xact_start)), 0)::float FROM pg_stat_activity
                     WHERE datname = current_database() AND pid <> pg_backend_pid()) AS oldest_transaction_s,
                   (SELECT count(*) FROM runs WHERE status = 'running') AS running,
                   (SELECT count(*) FROM runs WHERE status = 'running' AND lease_until < now()) AS lease_expired,
                   (SELECT count(*) FROM deliveries WHERE parked_at IS NULL) AS deliveries,
                   (SELECT count(*) FROM deliveries WHERE parked_at IS NOT NULL) AS parked,
                   (SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'events'::regclass) AS events,
                   (SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'occurrences'::regclass)
                       AS occurrences""")
        )
        .mappings()
        .one()
    )
    return DatabaseState(**row)
