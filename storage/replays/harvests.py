"""The harvests whose answers a replay reads."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from storage.runs.ledger import ASKED_SOURCE
from storage.runs.spans import over_at


@dataclass(frozen=True, slots=True, kw_only=True)
class LastHarvest:
    """The last run of a source and spider that read something.

    as_of      the time that it took as the present.
    good       it is ok and complete, and no later run was tried.
    run_ids    this run and those before it, back to the last good one: together they saw what was listed.
    """

    id: str
    started_at: datetime
    as_of: datetime
    good: bool
    run_ids: Sequence[str]


@dataclass(frozen=True, slots=True)
class Step:
    """A harvest that brought new answers: when the last of them came, and the time that it took as the present."""

    until: datetime
    as_of: datetime


def last_harvest(connection: Connection, source_id: int, spider: str) -> LastHarvest | None:
    rows = connection.execute(text(_LAST), {"source_id": source_id, "spider": spider}).all()
    read = [row for row in rows if row.status in ("ok", "suspect")]
    if not read:
        return None
    last = read[0]
    oldest = next((place for place, row in enumerate(read) if row.status == "ok"), len(read) - 1)
    return LastHarvest(
        id=last.id,
        started_at=last.started_at,
        as_of=last.as_of,
        good=last.status == "ok" and last.complete and last.id == rows[0].id,
        run_ids=[row.id for row in read[: oldest + 1]],
    )


def steps(connection: Connection, source_id: int, since: datetime) -> Sequence[Step]:
    """The harvests that brought new answers since then, the first one first."""
    found = connection.execute(text(_STEPS), {"source_id": source_id, "since": since})
    return [Step(row.until, row.as_of) for row in found]


def over(connection: Connection, source_id: int, uids: Collection[str], at: datetime) -> frozenset[str]:
    """Those of the events that are listed, and of which every showing was over then. What a source said earlier is true
    only of these: of others it may have changed its mind since."""
    found = connection.execute(text(_OVER), {"source_id": source_id, "uids": list(uids), "at": at})
    return frozenset(found.scalars())


_LAST = f"""
SELECT id, status, complete, started_at, coalesce(as_of, started_at) AS as_of FROM runs
 WHERE source_id = :source_id AND spider = :spider AND {ASKED_SOURCE} AND status <> 'running'
 ORDER BY started_at DESC, token DESC LIMIT 200
"""

_STEPS = """
SELECT max(c.fetched_at) AS until, coalesce(max(r.as_of), max(c.fetched_at)) AS as_of
  FROM captures c LEFT JOIN runs r ON r.id = c.run_id
 WHERE c.source_id = :source_id AND c.fetched_at >= :since GROUP BY c.run_id ORDER BY 1
"""

_OVER = f"""
SELECT e.uid FROM source_events e
 WHERE e.source_id = :source_id AND e.withdrawn_at IS NULL AND e.uid = ANY (cast(:uids AS text[]))
   AND NOT EXISTS (SELECT FROM source_occurrences o WHERE o.event_id = e.id AND o.withdrawn_at IS NULL
                      AND {over_at("o")} > :at)
"""
