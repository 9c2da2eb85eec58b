"""Finds how many events of a feed are already stored, by UID and by title, start and place."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, text


def count_known_uids(connection: Connection, source_id: int, uids: Collection[str]) -> int:
    """How many of these UIDs the source has events for, withdrawn ones included."""
    found = connection.execute(
        text("SELECT count(*) FROM events WHERE source_id = :source_id AND uid = ANY (cast(:uids AS text[]))"),
        {"source_id": source_id, "uids": list(uids)},
    )
    return int(found.scalar_one())


def count_known_showings(
    connection: Connection, source_id: int, url: str, showings: Collection[tuple[str, datetime, str | None]]
) -> int:
    """How many of these (title, start, place) match events cached for this address.

    Places are compared only where both sides have one.
    """
    showings = list(showings)
    found = connection.execute(
        text(_COUNT_KNOWN_SHOWINGS),
        {
            "source_id": source_id,
            "url": url,
            "titles": [title for title, _, _ in showings],
            "starts": [start for _, start, _ in showings],
            "places": [place for _, _, place in showings],
        },
    )
    return int(found.scalar_one())


_COUNT_KNOWN_SHOWINGS = """
WITH here AS (
    SELECT DISTINCT unnest(g.events) AS id FROM remembered_groups g JOIN remembered_answers a ON a.id = g.answer_id
     WHERE a.source_id = :source_id AND a.url = :url)
SELECT count(DISTINCT t.number)
  FROM unnest(cast(:titles AS text[]), cast(:starts AS timestamptz[]), cast(:places AS text[]))
       WITH ORDINALITY AS t (title, starts_at, place, number)
  JOIN events e ON lower(e.title) = lower(t.title)
  JOIN here ON here.id = e.id
  JOIN occurrences o ON o.event_id = e.id AND o.starts_at = t.starts_at
  LEFT JOIN venues v ON v.id = e.venue_id
 WHERE t.place IS NULL OR v.name IS NULL OR lower(v.name) = lower(t.place)
"""
