"""Reads the upcoming occurrences, and which events have any."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, text

from storage.runs.spans import over_at


@dataclass(frozen=True, slots=True, kw_only=True)
class UpcomingOccurrence:
    """One line of a calendar: an occurrence with the visible fields of its event."""

    event_id: int
    source: str
    uid: str
    title: str
    url: str | None
    starts_at: datetime
    ends_at: datetime | None
    timezone: str
    all_day: bool
    time_known: bool
    status: str
    sold_out: bool
    venue: str | None
    price_text: str | None
    price_min_cents: int | None
    price_max_cents: int | None
    price_currency: str | None
    is_free: bool | None


def upcoming(
    connection: Connection, *, after: datetime, source_id: int | None = None, limit: int = 20
) -> list[UpcomingOccurrence]:
    """The next occurrences that are not withdrawn, soonest first. One with only a date counts until its day ends."""
    rows = connection.execute(
        text("""
            SELECT e.id AS event_id, s.name AS source, e.uid, coalesce(o.title, e.title) AS title,
                   coalesce(o.url, e.url) AS url, o.starts_at, o.ends_at, o.timezone, o.all_day, o.time_known,
                   CASE WHEN o.status <> 'scheduled' THEN o.status ELSE e.status END AS status,
                   coalesce(o.sold_out, e.sold_out) AS sold_out, v.name AS venue,
                   e.price_text, e.price_min_cents, e.price_max_cents, e.price_currency,
                   e.is_free
              FROM occurrences o JOIN events e ON e.id = o.event_id JOIN sources s ON s.id = e.source_id
              LEFT JOIN shown_venues v ON v.venue_id = coalesce(o.venue_id, e.venue_id)
             WHERE o.withdrawn_at IS NULL AND e.withdrawn_at IS NULL AND e.hidden_at IS NULL
               AND (NOT o.covered OR cast(:source_id AS integer) IS NOT NULL)
               AND (cast(:source_id AS integer) IS NULL OR e.source_id = :source_id)
               AND (o.starts_at >= :after OR (NOT (o.time_known AND NOT o.all_day)
                    AND o.starts_at >= cast(:after AS timestamptz) - interval '1 day'
                    AND coalesce(o.ends_at, o.starts_at + interval '1 day') > :after))
             ORDER BY o.starts_at, o.time_known DESC, coalesce(o.title, e.title), o.id LIMIT :limit"""),
        {"after": after, "source_id": source_id, "limit": limit},
    ).mappings()
    return [UpcomingOccurrence(**row) for row in rows]


def upcoming_uids(connection: Connection, source_id: int, uids: Collection[str], *, first_day: date) -> set[str]:
    """Of these UIDs, those of the source's events that have an upcoming date, withdrawn or not.

    first_day  of the harvest, in each date's own zone: what was over before it isn't upcoming."""
    found = connection.execute(
        text(f"""
            SELECT e.uid FROM events e
             WHERE e.source_id = :source_id AND e.uid = ANY (cast(:uids AS text[]))
               AND EXISTS (SELECT FROM occurrences o WHERE o.event_id = e.id AND {over_at("o")} > now()
                              AND (o.local_date >= :first_day
                                   OR o.ends_at > cast(:first_day AS timestamp) AT TIME ZONE o.timezone))"""),
        {"source_id": source_id, "uids": list(uids), "first_day": first_day},
    )
    return set(found.scalars())
