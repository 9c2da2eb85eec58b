"""Learns how often to fetch a feed from how often it changes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from storage.runs.ledger import RunToken

FIRST_INTERVAL = timedelta(hours=12)
"""After the first response, and the maximum after a changed one. A feed that is fetched once a day is skipped for the
first time after three unchanged responses."""
SHORTEST_INTERVAL = timedelta(hours=1)
LONGEST_INTERVAL = timedelta(days=7)
GROWTH = 1.5
"""Per unchanged response; a changed response halves the interval."""
EARLY_SHARE = 0.125
"""A feed is due this share of the interval early: a daily schedule is some seconds early every other day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRate:
    """A feed and how often it is fetched. `learning`: whether its source lets schedules skip it; `due_at`: when they
    stop skipping it, None if they don't skip it now."""

    id: int
    source_id: int
    source: str
    url: str
    label: str
    covers_from: date | None
    covers_until: date | None
    learning: bool
    interval: timedelta | None
    due_at: datetime | None
    polled_at: datetime | None
    changed_at: datetime | None
    unchanged_polls: int

    @property
    def reason(self) -> str:
        """Why the interval is what it is."""
        if self.polled_at is None or self.changed_at is None:
            return "not asked yet"
        since = f"{self.changed_at:%Y-%m-%d}"
        if self.unchanged_polls == 0:
            return f"changed {since}"
        times = "once" if self.unchanged_polls == 1 else f"{self.unchanged_polls} times"
        return f"the same {times} since {since}"


def record_answers(connection: Connection, run: RunToken, urls: Collection[str], *, changed: bool) -> None:
    """Learns from stored responses. Only once per run: its next attempt finds unchanged what the last one stored.

    A response soon after another says little: the interval grows to at most GROWTH times the time between them.
    Addresses that are not feeds of the source are ignored.
    """
    connection.execute(
        text(_RECORD),
        {
            "source_id": run.source_id,
            "run_id": run.run_id,
            "urls": list(urls),
            "changed": changed,
            "first": FIRST_INTERVAL,
            "least": SHORTEST_INTERVAL,
            "most": LONGEST_INTERVAL,
            "growth": GROWTH,
            "wait": 1 - EARLY_SHARE,
        },
    )


def not_due(connection: Connection, source_id: int, urls: Collection[str]) -> dict[str, str]:
    """The feeds that are not due and whose cached response can be used, each with the address that it came from."""
    rows = connection.execute(
        text("""
            SELECT f.url, a.answered_by FROM source_feeds f
              JOIN remembered_answers a ON a.source_id = f.source_id AND a.url = f.url
             WHERE f.source_id = :source_id AND f.url = ANY (:urls) AND f.next_poll_at > now() AND a.whole"""),
        {"source_id": source_id, "urls": list(urls)},
    )
    return {row.url: row.answered_by for row in rows}


def make_due(connection: Connection, source_id: int, urls: Collection[str]) -> None:
    """Makes schedules fetch these feeds until they have responded."""
    connection.execute(
        text("""UPDATE source_feeds SET next_poll_at = NULL
                 WHERE source_id = :source_id AND url = ANY (:urls) AND next_poll_at > now()"""),
        {"source_id": source_id, "urls": list(urls)},
    )


def learning(source_settings: dict[str, Any]) -> bool:
    """Whether a source's settings let schedules skip feeds: `learn_poll_rate` is not false."""
    return source_settings.get("learn_poll_rate") is not False


def feed_rates(connection: Connection, source_id: int | None = None) -> list[FeedRate]:
    """The feeds of one source or of all, by source and covered dates."""
    rows = connection.execute(
        text("""
            SELECT f.id, f.source_id, s.name AS source, f.url, f.label, f.covers_from, f.covers_until, s.settings,
                   f.poll_interval AS interval, f.next_poll_at AS due_at, f.polled_at, f.changed_at, f.unchanged_polls
              FROM source_feeds f JOIN sources s ON s.id = f.source_id
             WHERE cast(:source_id AS integer) IS NULL OR f.source_id = :source_id
             ORDER BY f.source_id, f.covers_from NULLS FIRST, f.id"""),
        {"source_id": source_id},
    ).mappings()
    return [
        FeedRate(learning=learning(row["settings"]), **{name: row[name] for name in row if name != "settings"})
        for row in rows
    ]


_RECORD = """
WITH learned AS (
    SELECT id, CASE
               WHEN poll_interval IS NULL THEN :first
               WHEN :changed THEN greatest(:least, least(:first, poll_interval / 2))
               ELSE greatest(poll_interval, least(:most, poll_interval * :growth, (now() - polled_at) * :growth))
           END AS interval
      FROM source_feeds
     WHERE source_id = :source_id AND url = ANY (:urls)
       AND (polled_run_id IS DISTINCT FROM :run_id OR (:changed AND unchanged_polls > 0))
       FOR NO KEY UPDATE)
UPDATE source_feeds f
   SET poll_interval = learned.interval, next_poll_at = now() + learned.interval * :wait, polled_at = now(),
       polled_run_id = :run_id,
       changed_at = CASE WHEN :changed OR f.changed_at IS NULL THEN now() ELSE f.changed_at END,
       unchanged_polls = CASE WHEN :changed OR f.changed_at IS NULL THEN 0 ELSE f.unchanged_polls + 1 END
  FROM learned WHERE f.id = learned.id
"""
