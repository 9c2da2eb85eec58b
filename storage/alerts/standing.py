"""Reads how the messages of each route went: when one was last sent, how many wait, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class RouteStanding:
    """`last_sent_at`: a test counts, too. `waiting`: messages that are not sent yet, because they failed, or wait for
    the digest or the end of quiet hours.
    `error`: of the last try of one that waits. `source_titles`: of the route's sources that exist."""

    last_sent_at: datetime | None
    waiting: int
    error: str | None
    source_titles: tuple[str, ...]


def read_standings(connection: Connection) -> Mapping[int, RouteStanding]:
    """By the id of the route."""
    rows = connection.execute(text(_STANDINGS))
    return {row.id: RouteStanding(row.last_sent_at, row.waiting, row.error, tuple(row.source_titles)) for row in rows}


_STANDINGS = """
SELECT r.id, greatest(max(d.sent_at), r.tested_at) AS last_sent_at,
       count(d.id) FILTER (WHERE d.sent_at IS NULL) AS waiting,
       (SELECT w.error FROM alert_deliveries w
         WHERE w.route_id = r.id AND w.sent_at IS NULL AND w.error IS NOT NULL ORDER BY w.id DESC LIMIT 1) AS error,
       ARRAY(SELECT s.title FROM sources s WHERE s.id = ANY (r.sources) ORDER BY s.title) AS source_titles
  FROM alert_routes r LEFT JOIN alert_deliveries d ON d.route_id = r.id GROUP BY r.id
"""
