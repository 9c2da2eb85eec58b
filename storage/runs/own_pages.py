"""Which pages of missing events a crawl asks, and when it did."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from storage.runs.judgment import A_DAY, Losses
from storage.runs.spans import Span
from storage.runs.withdrawal import find


@dataclass(frozen=True, slots=True)
class PagesToAsk:
    """missing: the pages of missing events, each with its event's id. seen: pages of events that the run saw, to find
    out whether the site's pages answer at all."""

    missing: Mapping[str, int]
    seen: Sequence[str] = ()


def pages_to_ask(connection: Connection, span: Span, *, now: datetime, few_too: bool, most: int) -> PagesToAsk:
    """The own pages of missing events, those never asked first, then the soonest. A page is asked once a day.

    few_too  also if no more events are missing than are believed at once.

    A page is an event's own if no other event of the source has its address. It is asked only if a page of an event
    that the run saw, at the same host, can be asked, too. Called before the run's end: nothing is recorded.
    """
    missing = find(connection, span, ())
    if missing is None or not (few_too or Losses(missing.due, len(missing.gone)).large):
        return PagesToAsk({})
    parameters = {**span.parameters(), "most": most, "asked_before": now - A_DAY}
    found = connection.execute(text(_PAGES), parameters).all()
    return PagesToAsk({one.url: one.id for one in found if one.gone}, [one.url for one in found if not one.gone])


def note_asked(connection: Connection, event_ids: Collection[int], now: datetime) -> None:
    """Record that the pages of these missing events were asked."""
    if event_ids:
        connection.execute(text(_NOTE_ASKED), {"asked": list(event_ids), "now": now})


_PAGES = r"""
WITH own AS (
    SELECT url, min(id) AS id, lower(substring(url FROM '^https?://([^/?#]+)')) AS host FROM source_events
     WHERE source_id = :source_id AND withdrawn_at IS NULL AND url ~* '^https?://' GROUP BY url HAVING count(*) = 1),
seen AS (SELECT DISTINCT unnest(new || changed || unchanged) AS id FROM run_sightings WHERE run_id = :run_id),
controls AS (
    SELECT url, id, host, row_number() OVER (PARTITION BY host ORDER BY id DESC) AS place
      FROM own WHERE id IN (SELECT id FROM seen)),
gone AS (
    SELECT own.url, own.id, own.host FROM own
      JOIN (SELECT m.event_id, min(o.starts_at) AS soonest FROM missing m JOIN occurrences o ON o.id = m.occurrence_id
             WHERE m.gone GROUP BY m.event_id) m ON m.event_id = own.id
      LEFT JOIN event_absences a ON a.event_id = own.id
     WHERE own.host IN (SELECT host FROM controls) AND coalesce(a.page_asked_at, '-infinity') <= :asked_before
     ORDER BY a.page_asked_at IS NOT NULL, m.soonest LIMIT :most)
SELECT url, id, true AS gone FROM gone
UNION ALL SELECT url, id, false FROM controls WHERE place <= 2 AND host IN (SELECT host FROM gone)
"""

_NOTE_ASKED = """
UPDATE event_absences SET page_asked_at = :now WHERE event_id = ANY (cast(:asked AS bigint[]))
"""
