"""Spreads the harvest of many sources over the day, and hands out what is due in bounded batches."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

BATCH = 500
"""Sources handed out at once, at most."""
PER_HOST = 10
"""Of them, no more than this many on one host: a host with thousands of sources doesn't delay the others, and isn't
asked in a burst."""
MOST_TIMES = 24
"""A day, for a feed that changes all the time."""


@dataclass(frozen=True, slots=True)
class Due:
    source_id: int
    due_at: datetime


def plan_day(connection: Connection, *, spiders: Collection[str], resting: Collection[int], now: datetime) -> int:
    """Plans the next 24 hours from `now`, and returns how many harvests that makes.

    Each source has its own moment, which is the same every day, and more of them if its feeds change more often
    (`storage.feed_cache.poll_rate`). Left out: paused sources, `resting` ones, those with a schedule of their own,
    those of which no feed is due within the day, and those that neither have feeds nor are read by one of the
    `spiders`. What is overdue from yesterday stays due.
    """
    parameters = {"spiders": list(spiders), "resting": list(resting), "now": now, "most": MOST_TIMES}
    connection.execute(text("DELETE FROM source_plan WHERE due_at > :now"), parameters)
    return connection.execute(text(_PLAN), parameters).rowcount


def hand_out(connection: Connection, now: datetime, *, most: int = BATCH, per_host: int = PER_HOST) -> Sequence[Due]:
    """What is due, the longest overdue first; these rows are gone when the transaction commits, so send the tasks
    before that. Two planners never hand out the same row."""
    rows = connection.execute(text(_HAND_OUT), {"now": now, "most": most, "per_host": per_host})
    return [Due(row.source_id, row.due_at) for row in rows]


_PLAN = """
INSERT INTO source_plan (source_id, due_at, host)
SELECT s.id, cast(:now AS timestamptz) + interval '1 day' / times.n * (k + share.of), share.host
  FROM sources s
 CROSS JOIN LATERAL (
       SELECT coalesce(substring(s.base_url FROM '^[a-z]+://(?:[^/@]*@)?([^/:?#]+)'), '') AS host,
              (hashint8(s.id) & 1048575) / 1048576.0 AS of) share
  LEFT JOIN LATERAL (
       SELECT count(*) AS feeds, min(coalesce(poll_interval, interval '1 day')) AS every,
              bool_or(next_poll_at IS NULL OR next_poll_at < cast(:now AS timestamptz) + interval '1 day') AS due
         FROM source_feeds f WHERE f.source_id = s.id) f ON true
 CROSS JOIN LATERAL (
       SELECT greatest(1, least(cast(:most AS int), cast(extract(epoch FROM interval '1 day') / greatest(
              extract(epoch FROM coalesce(f.every, interval '1 day')), 1) AS int))) AS n) times
 CROSS JOIN LATERAL generate_series(0, times.n - 1) AS k
 WHERE s.enabled AND s.id <> ALL (cast(:resting AS int[])) AND (f.feeds > 0 OR s.spider = ANY (:spiders))
   AND (f.due OR s.spider = ANY (:spiders) AND s.spider <> 'ics')
   AND NOT EXISTS (SELECT FROM schedules c WHERE c.enabled AND c.kwargs ->> 'source_id' = cast(s.id AS text))
    ON CONFLICT DO NOTHING
"""

_HAND_OUT = """
DELETE FROM source_plan p USING (
    SELECT source_id, due_at FROM (
        SELECT source_id, due_at, row_number() OVER (PARTITION BY host ORDER BY due_at) AS nth
          FROM (SELECT * FROM source_plan WHERE due_at <= :now FOR UPDATE SKIP LOCKED) due) d
     WHERE nth <= :per_host ORDER BY due_at LIMIT :most) chosen
 WHERE p.source_id = chosen.source_id AND p.due_at = chosen.due_at
RETURNING p.source_id, p.due_at
"""


def next_moments(connection: Connection, source_ids: Collection[int]) -> dict[int, datetime]:
    """Of those of the sources that are planned: when they are due next."""
    rows = connection.execute(
        text(
            "SELECT source_id, min(due_at) AS due_at FROM source_plan WHERE source_id = ANY (:ids) GROUP BY source_id"
        ),
        {"ids": list(source_ids)},
    )
    return {row.source_id: row.due_at for row in rows}
