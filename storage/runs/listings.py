"""Which missing events a listing should show, though it claims to be complete for no days. Reads the table that
`withdrawal.find` filled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, text

from storage.runs.judgment import Losses
from storage.runs.ledger import ASKED_SOURCE
from storage.runs.spans import Span

NAMED = 5
"""A run's note names so many of the missing events."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a listing that was read to its end says of the missing events.

    since, until  the first and the last of the dates on which the events that it shows are next; None without any.
    between    missing events that are next between these dates.
    with_room  other missing events, for which it has room: it is shorter, both in events and in showings, than when it
               last showed them, so no event can have taken their places.
    """

    since: datetime | None = None
    until: datetime | None = None
    between: frozenset[int] = frozenset()
    with_room: frozenset[int] = frozenset()

    def provable(self, known: int) -> frozenset[int]:
        """The events that are gone if runs on three days agree. If many leave at the end, a second page may have been
        lost: then their pages or a person must confirm it. `known`: how many events were known before."""
        return self.between if Losses(known, len(self.with_room)).large else self.due

    @property
    def due(self) -> frozenset[int]:
        """The missing events that the listing should show."""
        return self.between | self.with_room


def read(connection: Connection, span: Span, *, says_empty: bool) -> Listing:
    """`span`: all from the present on. `says_empty`: the page says that nothing is on, so that all are due."""
    rows = connection.execute(text(_LISTING), {**span.parameters(), "empty": says_empty}).all()
    first = rows[0]
    found = Listing(first.since, first.until)
    return replace(
        found,
        between=frozenset(row.event_id for row in rows if row.between),
        with_room=frozenset(row.event_id for row in rows if row.has_room and not row.between),
    )


def keep_to(connection: Connection, listing: Listing) -> None:
    """Forget the missing showings of seen events outside the listing's dates, and leave each missing event to what
    confirms it."""
    connection.execute(text(_KEEP_TO), {"since": listing.since, "until": listing.until})


def names(connection: Connection, event_ids: frozenset[int]) -> str:
    """The first titles, for a sentence."""
    rows = connection.execute(text(_TITLES), {"ids": list(event_ids), "most": NAMED}).scalars().all()
    more = len(event_ids) - len(rows)
    return ", ".join(f'"{title}"' for title in rows) + (f", and {more} more" if more > 0 else "")


_LISTING = f"""
WITH sizes AS (
    SELECT r.id, r.seen + r.left_out AS events,
           (SELECT count(DISTINCT x) FROM run_sightings s CROSS JOIN LATERAL unnest(s.occurrences) x
             WHERE s.run_id = r.id) AS showings
      FROM runs r WHERE r.source_id = :source_id),
nexts AS (
    SELECT min(o.starts_at) AS at FROM source_occurrences o
     WHERE o.id IN (SELECT unnest(occurrences) FROM run_sightings WHERE run_id = :run_id)
       AND o.starts_at >= greatest(cast(:from AS timestamptz), now()) GROUP BY o.event_id),
listing AS (SELECT min(at) AS since, max(at) AS until FROM nexts),
gone AS (
    SELECT m.event_id, min(o.starts_at) AS at FROM missing m JOIN source_occurrences o ON o.id = m.occurrence_id
     WHERE m.gone AND NOT m.protected GROUP BY m.event_id),
last_seen AS (
    SELECT DISTINCT ON (x.event_id) x.event_id, r.id AS run_id
      FROM runs r JOIN run_sightings s ON s.run_id = r.id
     CROSS JOIN LATERAL unnest(s.new || s.changed || s.unchanged) x (event_id)
     WHERE r.source_id = :source_id AND r.{ASKED_SOURCE} AND r.id <> :run_id
       AND x.event_id IN (SELECT event_id FROM gone)
     ORDER BY x.event_id, r.started_at DESC, r.token DESC)
SELECT l.since, l.until, g.event_id, :empty OR coalesce(g.at >= l.since AND g.at < l.until, false) AS between,
       coalesce(own.events < seen.events AND own.showings < seen.showings, false) AS has_room
  FROM listing l LEFT JOIN gone g ON true
  LEFT JOIN last_seen s ON s.event_id = g.event_id LEFT JOIN sizes seen ON seen.id = s.run_id
  LEFT JOIN sizes own ON own.id = :run_id
"""
"""What was seen of an event by a run whose record has been deleted leaves it unknown whether there is room."""

_KEEP_TO = """
DELETE FROM missing m USING occurrences o
 WHERE NOT m.gone AND o.id = m.occurrence_id
   AND NOT coalesce(o.starts_at >= cast(:since AS timestamptz) AND o.starts_at < cast(:until AS timestamptz), false);
UPDATE missing SET protected = true WHERE gone
"""

_TITLES = """
SELECT e.title FROM source_events e LEFT JOIN occurrences o ON o.event_id = e.id AND o.starts_at > now()
 WHERE e.id = ANY (cast(:ids AS bigint[])) GROUP BY e.id, e.title ORDER BY min(o.starts_at), e.id LIMIT :most
"""
