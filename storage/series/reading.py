"""Reads for people: the events of a series, and who put them together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from storage.merging.standing import find_shown


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesEvent:
    """`dates`: how many it has that people see; `first_at`, `last_at`: None without any."""

    event_id: int
    title: str
    source: str
    venue: str | None
    dates: int
    first_at: datetime | None
    last_at: datetime | None
    timezone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The events that lists show once, by their first date. An event in no series with others is alone.

    each_date    a person wants lists to show each date.
    decided_*    the person who decided; None: the rules did.
    """

    events: tuple[SeriesEvent, ...]
    each_date: bool
    decided_by: str | None
    decided_at: datetime | None
    decided_because: str | None


def read_series(connection: Connection, event_id: int) -> Series | None:
    """Of the event, or of the one that people see instead. None if there is no such event."""
    shown = find_shown(connection, event_id)
    rows = connection.execute(text(_EVENTS), {"id": shown}).mappings()
    events = tuple(SeriesEvent(**row) for row in rows)
    if not events:
        return None
    decided = connection.execute(text(_DECIDED), {"id": shown}).mappings().first()
    if decided is None:
        return Series(events=events, each_date=False, decided_by=None, decided_at=None, decided_because=None)
    return Series(events=events, **decided)


_OWN = "(x.entry_id = :id OR (x.entry_id < 0 AND x.event_id = :id))"

_EVENTS = f"""
SELECT e.id AS event_id, e.title, s.name AS source, coalesce(v.name, v.address) AS venue, d.*
  FROM (SELECT :id AS id
        UNION SELECT z.event_id FROM event_search x JOIN event_search z ON z.series_id = x.series_id
         WHERE {_OWN} AND NOT z.hidden AND NOT z.withdrawn) i
  JOIN events e ON e.id = i.id JOIN sources s ON s.id = e.source_id
  LEFT JOIN shown_venues v ON v.venue_id = e.venue_id
 CROSS JOIN LATERAL (
       SELECT count(*) AS dates, min(starts_at) AS first_at, max(starts_at) AS last_at, min(timezone) AS timezone
         FROM occurrences WHERE event_id = e.id AND NOT covered AND withdrawn_at IS NULL) d
 ORDER BY d.first_at, e.id
"""

_DECIDED = f"""
SELECT p.each_date, p.decided_by, p.decided_at, p.decided_because
  FROM event_search x JOIN series p ON p.id = -x.series_key WHERE {_OWN} ORDER BY p.id LIMIT 1
"""
