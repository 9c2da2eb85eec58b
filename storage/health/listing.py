"""Compares the events of a source with the titles on its site's listing page, and decides when to ask for that page
again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from sqlalchemy import Connection, text

from storage.events.same_titles import comparable
from storage.runs.ledger import ASKED_SOURCE

EVERY = timedelta(days=7)
AGAIN_AFTER = timedelta(hours=20)
"""After a page that could not be read, and while titles are missing, so that it is soon noticed that they are back."""
REMEMBERED_DAYS = 15
"""Two comparisons at least. A difference that lasts is the new usual after two weeks."""
LEAST_TITLES = 5
"""Fewer say little."""
SHARE, AT = "listing", "listing_at"
"""Measures of a run: the share of the titles, and when it was compared, in seconds since 1970. Runs until the next
comparison have them, too."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """`share`: of the page's titles, those among the source's events; None: the page could not be read. `accepted`: a
    person said that it is right."""

    at: datetime
    share: float | None
    odd: bool = False
    accepted: bool = False


def read_comparisons(connection: Connection, source_id: int, *, without: str | None = None) -> Sequence[Comparison]:
    """The newest first, each once; discovery's is the oldest. `without`: the id of a run whose own doesn't count. Empty
    for a source without a listing page."""
    first = connection.execute(text(_FIRST), {"id": source_id}).one_or_none()
    if first is None:
        return []
    given = {"id": source_id, "without": without, "days": REMEMBERED_DAYS}
    rows = connection.execute(text(_COMPARISONS), given).all()
    found = [Comparison(datetime.fromtimestamp(row.at, UTC), row.share, row.odd, row.accepted) for row in rows]
    return [*found, Comparison(first.at, first.share)]


def usual(comparisons: Sequence[Comparison]) -> tuple[float | None, datetime | None]:
    """The usual share, and since when it was learned: the median of the last two weeks without odd ones, since a person
    accepted one. None if there aren't any. Discovery's counts for longer while it is the only one."""
    since = datetime.now(UTC) - timedelta(days=REMEMBERED_DAYS)
    read = [one for one in comparisons if one.share is not None]
    learned: list[Comparison] = []
    for one in read:
        if (one.at >= since or len(read) == 1) and (one.accepted or not one.odd):
            learned.append(one)
        if one.accepted:
            break
    shares = [one.share for one in learned if one.share is not None]
    return (median(shares), learned[-1].at) if shares else (None, None)


def page_due(connection: Connection, source_id: int) -> str | None:
    """The address of the listing page, if it should be asked now."""
    page = connection.execute(
        text("SELECT found ->> 'listing' FROM sources WHERE id = :id"), {"id": source_id}
    ).scalar_one_or_none()
    if page is None:
        return None
    last = next(iter(read_comparisons(connection, source_id)), None)
    is_fine = last is not None and last.share is not None and (last.accepted or not last.odd)
    wait = EVERY if is_fine else AGAIN_AFTER
    return str(page) if last is None or datetime.now(UTC) - last.at >= wait else None


def compare(connection: Connection, source_id: int, titles: Collection[str]) -> float | None:
    """The share of the titles that are among the source's listed events; None if they are too few to say anything."""
    shown = {comparable(title) for title in titles}
    if len(shown) < LEAST_TITLES:
        return None
    rows = connection.execute(text(_TITLES), {"id": source_id})
    return len(shown & {comparable(title) for title in rows.scalars()}) / len(shown)


_COMPARISONS = f"""
SELECT DISTINCT ON (at) at, share, odd, accepted FROM (
    SELECT cast(r.decision #>> '{{measures,{AT}}}' AS float8) AS at,
           cast(r.decision #>> '{{measures,{SHARE}}}' AS float8) AS share, r.started_at,
           EXISTS (SELECT FROM jsonb_array_elements(r.decision -> 'checks') c
                    WHERE c ->> 'measure' = '{SHARE}' AND cast(c ->> 'odd' AS boolean)) AS odd,
           r.decision ->> 'accepted_by' IS NOT NULL AS accepted
      FROM runs r WHERE r.source_id = :id AND r.{ASKED_SOURCE} AND r.decision -> 'measures' ? '{AT}'
       AND r.id IS DISTINCT FROM :without AND r.started_at > now() - 2 * make_interval(days => :days)) c
 ORDER BY at DESC, accepted DESC, started_at DESC
"""

_FIRST = """
SELECT cast(found ->> 'at' AS timestamptz) AS at,
       CASE WHEN rules - ARRAY['venue_name', 'venue_address', 'all_at_venue', 'default_categories'] = '{}'
            THEN cast(found ->> 'covered' AS float8) / nullif(cast(found ->> 'listed' AS float8), 0) END AS share
  FROM sources WHERE id = :id AND found ->> 'listing' IS NOT NULL
"""
"""Discovery looked at all events; rules that leave some out make its comparison useless."""

_TITLES = """
SELECT title FROM source_events WHERE source_id = :id AND withdrawn_at IS NULL
UNION SELECT o.title FROM source_occurrences o JOIN events e ON e.id = o.event_id
 WHERE e.source_id = :id AND o.title IS NOT NULL AND o.withdrawn_at IS NULL AND e.withdrawn_at IS NULL
"""
