"""Records which run crawls which source now, with which fencing token, and how each run ended."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, text

from storage.sources.records import UnknownSource

LEASE = timedelta(seconds=30)
"""How long a run that stops reporting still counts as alive."""
NOTE = "Note"
"""The kind of an entry among a run's errors that says what the run decided, not what went wrong."""
KEPT_ERRORS = 50
"""Errors that a run's row keeps in full; its count includes all."""
REPLAY = "replay"
"""`launched_by` of a run that read kept answers instead of asking its source."""
ASKED_SOURCE = f"launched_by <> '{REPLAY}'"
"""SQL condition on a run: it says how its source is now. A replay doesn't."""


class RunStatus(StrEnum):
    """running; ok (complete and healthy); suspect (not trusted: withdraws only what is confirmed as gone);
    failed (got nothing); canceled; lost (its process died)."""

    RUNNING = "running"
    OK = "ok"
    SUSPECT = "suspect"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"


class SourceBusy(RuntimeError):
    """Another run of the source is alive."""


class NotRunning(RuntimeError):
    """The run to join is not alive."""


class StaleRun(RuntimeError):
    """The run's token is no longer the source's current one: another run started, or this one was closed."""


@dataclass(frozen=True, slots=True)
class RunToken:
    """Proves with each write that the run is current."""

    run_id: str
    source_id: int
    token: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A row of `runs`, with its source's name."""

    id: str
    source_id: int
    source: str
    spider: str
    launched_by: str
    attempt: int
    status: RunStatus
    reason: str | None
    lease_until: datetime | None
    started_at: datetime
    finished_at: datetime | None
    seen: int
    new: int
    changed: int
    unchanged: int
    withdrawn: int
    rejected: int
    left_out: int
    feeds: int
    pages: int
    error_count: int
    errors: list[dict[str, Any]]
    complete: bool = False

    def counts(self) -> dict[str, int]:
        names = ("seen", "new", "changed", "unchanged", "withdrawn", "rejected", "left_out")
        return {name: getattr(self, name) for name in names}


def open_run(
    connection: Connection, *, run_id: str, source_id: int, spider: str, launched_by: str, lease: timedelta = LEASE
) -> RunToken:
    """Starts a run, or the next attempt at it. Locks the source's row, so that one of two simultaneous starts waits.
    The lock (FOR NO KEY UPDATE) only blocks other starts: a batch of a running attempt refers to that row, and would
    otherwise deadlock with a start that waits for the batch.

    Raises UnknownSource, or SourceBusy while another run holds an unexpired lease. Closes a run with an expired lease
    as lost. Supersedes an earlier attempt at this run immediately: a task is delivered again after its worker died, and
    if that attempt is alive after all, its token is now invalid."""
    if (
        connection.execute(text("SELECT 1 FROM sources WHERE id = :id FOR NO KEY UPDATE"), {"id": source_id}).first()
        is None
    ):
        raise UnknownSource(f"there is no source {source_id}")
    connection.execute(
        text("""UPDATE runs SET status = 'lost', finished_at = now(), reason = 'its process died: the lease ran out'
                 WHERE source_id = :source_id AND status = 'running' AND lease_until < now()"""),
        {"source_id": source_id},
    )
    holder = connection.execute(
        text("SELECT id FROM runs WHERE source_id = :source_id AND status = 'running' AND id <> :id"),
        {"source_id": source_id, "id": run_id},
    ).scalar()
    if holder is not None:
        raise SourceBusy(f"source {source_id} is being crawled by run {holder}")
    token = connection.execute(
        text("""
            INSERT INTO runs (id, source_id, spider, launched_by, status, token, lease_until, started_at)
            VALUES (:id, :source_id, :spider, :launched_by, 'running', nextval('run_tokens'), now() + :lease, now())
            ON CONFLICT (id) DO UPDATE
               SET status = 'running', attempt = runs.attempt + 1, token = excluded.token, reason = NULL,
                   lease_until = excluded.lease_until, finished_at = NULL, spider = excluded.spider,
                   error_count = 0, errors = '[]', rejected = 0, pages = 0, feeds = 0,
                   seen = 0, new = 0, changed = 0, unchanged = 0, withdrawn = 0, left_out = 0,
                   as_of = NULL, complete = false, new_usual = false, decision = NULL
             WHERE runs.source_id = excluded.source_id
            RETURNING token"""),
        {"id": run_id, "source_id": source_id, "spider": spider, "launched_by": launched_by, "lease": lease},
    ).scalar()
    if token is None:
        raise SourceBusy(f"run {run_id} belongs to another source")
    return RunToken(run_id, source_id, token)


def join_run(connection: Connection, run_id: str) -> RunToken:
    """The token of a running run, for another process that shares its crawl. Both renew one lease, and both tokens
    become invalid when another run starts. Raises NotRunning."""
    row = connection.execute(
        text("SELECT source_id, token FROM runs WHERE id = :id AND status = 'running' AND lease_until >= now()"),
        {"id": run_id},
    ).one_or_none()
    if row is None:
        raise NotRunning(f"run {run_id} is not running, so nobody can join it")
    return RunToken(run_id, row.source_id, row.token)


def require_current(connection: Connection, run: RunToken) -> None:
    """Locks the run's row for this transaction, so that no other run starts during it. StaleRun if one already did."""
    held = connection.execute(
        text("SELECT 1 FROM runs WHERE id = :id AND token = :token AND status = 'running' FOR NO KEY UPDATE"),
        {"id": run.run_id, "token": run.token},
    ).first()
    if held is None:
        raise StaleRun(f"run {run.run_id} was closed or superseded and may no longer write")


def renew_lease(
    connection: Connection, run: RunToken, *, pages: int, rejected: int, error_count: int, lease: timedelta = LEASE
) -> None:
    """Extends the lease and records the progress. StaleRun if the run is no longer current."""
    renewed = connection.execute(
        text("""
            UPDATE runs SET lease_until = now() + :lease, pages = :pages, rejected = :rejected,
                            error_count = :error_count
             WHERE id = :id AND token = :token AND status = 'running'"""),
        {
            "id": run.run_id,
            "token": run.token,
            "lease": lease,
            "pages": pages,
            "rejected": rejected,
            "error_count": error_count,
        },
    ).rowcount
    if renewed == 0:
        raise StaleRun(f"run {run.run_id} was closed or superseded")


def count_seen_events(connection: Connection, run_id: str) -> None:
    """Updates the run's counts of events. Counts each event once: as new, else as changed, else as unchanged."""
    connection.execute(
        text("""
            WITH seen_events AS (
                SELECT event_id, min(rank) AS rank FROM (
                    SELECT unnest(new) AS event_id, 1 AS rank FROM run_sightings WHERE run_id = :id
                    UNION ALL SELECT unnest(changed), 2 FROM run_sightings WHERE run_id = :id
                    UNION ALL SELECT unnest(unchanged), 3 FROM run_sightings WHERE run_id = :id) s
                GROUP BY event_id)
            UPDATE runs SET seen = counted.seen, new = counted.new, changed = counted.changed,
                            unchanged = counted.unchanged
              FROM (SELECT count(*) AS seen, count(*) FILTER (WHERE rank = 1) AS new,
                           count(*) FILTER (WHERE rank = 2) AS changed,
                           count(*) FILTER (WHERE rank = 3) AS unchanged FROM seen_events) counted
             WHERE runs.id = :id"""),
        {"id": run_id},
    )


def count_feeds(connection: Connection, run_id: str, *, new: int, known: int) -> None:
    """Adds discovered feeds to the run's counts; a discovery run counts feeds instead of events."""
    connection.execute(
        text("""UPDATE runs SET feeds = feeds + :all, seen = seen + :all, new = new + :new,
                                unchanged = unchanged + :known WHERE id = :id"""),
        {"id": run_id, "all": new + known, "new": new, "known": known},
    )


def close_run(
    connection: Connection,
    run: RunToken,
    *,
    status: RunStatus,
    reason: str | None,
    pages: int,
    rejected: int,
    errors: Sequence[dict[str, Any]],
) -> None:
    """Records the run's end. The caller has locked the row (`require_current`). A note isn't counted as an error."""
    connection.execute(
        text("""
            UPDATE runs SET status = :status, reason = :reason, finished_at = now(), lease_until = NULL, pages = :pages,
                            rejected = :rejected, error_count = :error_count, errors = cast(:errors AS jsonb)
             WHERE id = :id"""),
        {
            "id": run.run_id,
            "status": status.value,
            "reason": reason,
            "pages": pages,
            "rejected": rejected,
            "error_count": sum(error.get("kind") != NOTE for error in errors),
            "errors": json.dumps(list(errors[:KEPT_ERRORS])),
        },
    )


_SELECT = """SELECT r.id, r.source_id, s.name AS source, r.spider, r.launched_by, r.attempt, r.status, r.reason,
                    r.lease_until, r.started_at, r.finished_at, r.seen, r.new, r.changed, r.unchanged, r.withdrawn,
                    r.rejected, r.left_out, r.feeds, r.pages, r.error_count, r.errors, r.complete
               FROM runs r JOIN sources s ON s.id = r.source_id"""


def read_run(connection: Connection, run_id: str) -> Run | None:
    row = connection.execute(text(f"{_SELECT} WHERE r.id = :id"), {"id": run_id}).mappings().one_or_none()
    return None if row is None else Run(**{**row, "status": RunStatus(row["status"])})


def recent_runs(
    connection: Connection,
    *,
    source_id: int | None = None,
    status: RunStatus | None = None,
    before: tuple[datetime, str] | None = None,
    limit: int = 20,
) -> list[Run]:
    """The newest first. `before`: start and id of the last run of the previous page."""
    rows = connection.execute(
        text(f"""{_SELECT} WHERE (cast(:source_id AS integer) IS NULL OR r.source_id = :source_id)
                    AND (cast(:status AS text) IS NULL OR r.status = :status)
                    AND (cast(:started_at AS timestamptz) IS NULL OR (r.started_at, r.id) < (:started_at, :id))
                 ORDER BY r.started_at DESC, r.id DESC LIMIT :limit"""),
        {
            "source_id": source_id,
            "status": None if status is None else status.value,
            "started_at": None if before is None else before[0],
            "id": None if before is None else before[1],
            "limit": limit,
        },
    ).mappings()
    return [Run(**{**row, "status": RunStatus(row["status"])}) for row in rows]


def latest_runs(connection: Connection) -> list[Run]:
    """The last run of each source and spider that was no replay, by source."""
    rows = connection.execute(
        text(f"""SELECT DISTINCT ON (run.source_id, run.spider) run.* FROM ({_SELECT}) run
                  WHERE run.{ASKED_SOURCE} ORDER BY run.source_id, run.spider, run.started_at DESC""")
    ).mappings()
    return [Run(**{**row, "status": RunStatus(row["status"])}) for row in rows]


def abandon(connection: Connection, run_id: str, reason: str) -> None:
    """Closes a run whose process is gone or must stop. Its token becomes invalid."""
    connection.execute(
        text("""UPDATE runs SET status = 'lost', finished_at = now(), reason = :reason, lease_until = NULL
                 WHERE id = :id AND status = 'running'"""),
        {"id": run_id, "reason": reason},
    )
