"""Lists the pages that search engines should know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event or venue: its id, its title or name, and when it last changed (None for venues)."""

    id: int
    name: str
    changed_at: datetime | None


def coming_events(connection: Connection, *, most: int) -> Sequence[Entry]:
    """The events that people see and that aren't over, the soonest first."""
    rows = connection.execute(text(_EVENTS), {"most": most})
    return [Entry(**row._mapping) for row in rows]


def venues(connection: Connection, *, most: int) -> Sequence[Entry]:
    """Buildings and other places, no rooms."""
    rows = connection.execute(text(_VENUES), {"most": most})
    return [Entry(**row._mapping) for row in rows]


_EVENTS = """
SELECT e.id, e.title AS name, e.updated_at AS changed_at
  FROM (SELECT x.event_id, min(x.first_at) AS first_at FROM event_search x
         WHERE NOT x.hidden AND NOT x.withdrawn AND x.last_at >= now()
         GROUP BY x.event_id ORDER BY 2, 1 LIMIT :most) x
  JOIN events e ON e.id = x.event_id ORDER BY x.first_at, e.id
"""

_VENUES = """
SELECT v.id, coalesce(v.name, v.address) AS name, cast(NULL AS timestamptz) AS changed_at
  FROM shown_venues v
 WHERE v.venue_id = v.id AND v.kind = 'place' AND coalesce(v.name, v.address) IS NOT NULL ORDER BY v.id LIMIT :most
"""
