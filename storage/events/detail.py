"""Reads one event completely: its fields, times, evidence, and changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from core.items import EventStatus
from storage.edits.fields import edited_fields
from storage.events.absences import MISSED_BY, MissedBy, missed_by
from storage.events.change_log import FIELD, NEW, OLD
from storage.merging.overlay import Conflict, Others, conflicts, merged_fields, others
from storage.merging.standing import shown_id
from storage.runs.ledger import ASKED_SOURCE
from storage.search.columns import TOWN_CATEGORIES

MAX_TIMES = 1000
"""Maximum number of times per event: the next ones first, then past ones."""
RUNS_SEARCHED = 20
"""How many of the source's last runs are searched for the event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTime:
    """An occurrence. `status` and `sold_out`: its own, or the event's if it has none (`scheduled`). `title`, `url`,
    `description`, and the venue: its own, or None if they are the event's. `identity`, `conflicts`: as in
    `storage.search.listings`."""

    occurrence_id: int
    key: str
    starts_at: datetime
    ends_at: datetime | None
    local_date: date
    timezone: str
    all_day: bool
    time_known: bool
    status: EventStatus
    sold_out: bool
    title: str | None
    url: str | None
    description: str | None
    venue_id: int | None
    venue_name: str | None
    venue_address: str | None
    latitude: float | None
    longitude: float | None
    withdrawn_at: datetime | None
    identity: Sequence[str] | None = None
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesTime(EventTime):
    """An occurrence of another event of the series, with that event's id, title, and venue. `identity` is set."""

    event_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    """An event that is not hidden. `raw`: the text that each field was read from; `last_seen_at`: end of the last
    recent run that saw it; `missing_since`: start of the first of the complete runs that no longer see it, which are in
    `missed_by`.
    `withdrawn_because`: a `storage.runs.withdrawal.WithdrawalReason`, None if an older version withdrew it.
    `confirmed_at`: when the last good run of its source ended. `merged`: as in `storage.search.listings`. `edited`: the
    fields that a person corrected, also of single times."""

    event_id: int
    uid: str
    title: str
    description: str | None
    url: str | None
    organizer: str | None
    categories: tuple[str, ...]
    town_categories: tuple[str, ...]
    price_text: str | None
    price_min_cents: int | None
    price_max_cents: int | None
    price_currency: str | None
    is_free: bool | None
    status: EventStatus
    sold_out: bool
    ticket_url: str | None
    image_url: str | None
    venue_id: int | None
    venue_name: str | None
    venue_address: str | None
    latitude: float | None
    longitude: float | None
    source_id: int
    source: str
    source_title: str
    source_url: str
    sequence: int | None
    last_modified: datetime | None
    first_seen_at: datetime
    updated_at: datetime
    withdrawn_at: datetime | None
    withdrawn_run_id: str | None
    withdrawn_run_started_at: datetime | None
    withdrawn_because: str | None
    missing_since: datetime | None
    missed_by: tuple[MissedBy, ...]
    raw: dict[str, str]
    last_seen_at: datetime | None
    times: tuple[EventTime, ...]
    public_uid: str | None = None
    merged: Others | None = None
    edited: tuple[str, ...] = ()
    featured: bool = False
    series: tuple[SeriesTime, ...] = ()
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field of an event, or of the occurrence `occurrence_key`, before and after a run. Venues are given by name.
    `old` of the first title, place, page, or description that an occurrence has of its own: the event's."""

    id: int
    changed_at: datetime
    field: str
    occurrence_key: str | None
    old: Any
    new: Any
    run_id: str | None
    run_started_at: datetime | None


def read_event(connection: Connection, event_id: int) -> EventRecord | None:
    """The event that people see: another one, if that stands for this one. None if it does not exist or is hidden. A
    withdrawn event is returned with `withdrawn_at`."""
    row = connection.execute(text(_EVENT), {"id": event_id}).mappings().one_or_none()
    if row is None:
        return None
    shown = row["event_id"]
    times = connection.execute(text(_TIMES), {"id": shown, "most": MAX_TIMES}).mappings()
    seen = row["last_seen_at"] or _last_seen(connection, shown, row["source_id"])
    fields: dict[str, Any] = {
        "status": EventStatus(row["status"]),
        "categories": tuple(row["categories"]),
        "town_categories": tuple(row["town_categories"]),
        "missed_by": missed_by(row["missed_by"]),
        "edited": edited_fields(row["edited"]),
    }
    merged = row["merged"]
    if merged is not None:
        fields |= {**merged_fields(merged), "merged": others(merged)}
    fields |= {"times": tuple(EventTime(**_time(time)) for time in times), "series": _series(connection, shown)}
    return EventRecord(**{**row, **fields, "last_seen_at": seen})


def event_of(connection: Connection, occurrence_id: int) -> int | None:
    """The event of an occurrence."""
    statement = text("SELECT event_id FROM occurrences WHERE id = :id")
    found: int | None = connection.execute(statement, {"id": occurrence_id}).scalar_one_or_none()
    return found


def _series(connection: Connection, event_id: int) -> tuple[SeriesTime, ...]:
    rows = connection.execute(text(_SERIES), {"id": event_id, "most": MAX_TIMES}).mappings()
    return tuple(SeriesTime(**_time(row)) for row in rows)


def _time(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {**row, "status": EventStatus(row["status"]), "conflicts": conflicts(row["conflicts"])}


def _last_seen(connection: Connection, event_id: int, source_id: int) -> datetime | None:
    parameters = {"id": event_id, "source_id": source_id, "runs": RUNS_SEARCHED}
    seen: datetime | None = connection.execute(text(_LAST_SEEN), parameters).scalar()
    return seen


def changes(connection: Connection, event_id: int, *, before: int | None, limit: int) -> Sequence[Change]:
    """The changes of one event, the latest first; `before`: only those with a smaller id."""
    rows = connection.execute(text(_CHANGES), {"id": event_id, "before": before, "limit": limit})
    return [Change(**row) for row in rows.mappings()]


def is_shown(connection: Connection, event_id: int) -> bool:
    """Whether the event exists and is not hidden."""
    found = connection.execute(text("SELECT true FROM events WHERE id = :id AND hidden_at IS NULL"), {"id": event_id})
    return found.scalar() is not None


def exists(connection: Connection, event_id: int) -> bool:
    """Whether an event has this id, hidden or not."""
    found = connection.execute(text("SELECT true FROM events WHERE id = :id"), {"id": event_id})
    return found.scalar() is not None


EDITED_COLUMNS = """
    ARRAY(SELECT jsonb_object_keys(e.edited) UNION
          SELECT jsonb_object_keys(o.edited) FROM occurrences o WHERE o.event_id = e.id AND o.edited IS NOT NULL)"""

_EVENT = f"""
SELECT e.id AS event_id, e.uid, e.title, e.description, e.url, e.organizer, e.categories,
       {TOWN_CATEGORIES} AS town_categories, e.price_text,
       e.price_min_cents, e.price_max_cents, e.price_currency, e.is_free, e.status, e.sold_out, e.ticket_url,
       e.image_url, v.id AS venue_id, v.name AS venue_name, v.address AS venue_address, v.latitude, v.longitude,
       e.source_id, s.name AS source, s.title AS source_title, s.base_url AS source_url, e.sequence, e.last_modified,
       e.first_seen_at, e.updated_at, e.withdrawn_at, e.withdrawn_run_id, r.started_at AS withdrawn_run_started_at,
       e.withdrawn_because, e.last_seen_at, a.since AS missing_since, {MISSED_BY} AS missed_by, e.raw, e.public_uid,
       e.featured, s.confirmed_at, e.merged, {EDITED_COLUMNS} AS edited
  FROM events e JOIN event_search m ON m.entry_id = e.id JOIN sources s ON s.id = e.source_id
  LEFT JOIN shown_venues v ON v.venue_id = coalesce(e.venue_id, cast(e.merged ->> 'venue_id' AS integer))
  LEFT JOIN runs r ON r.id = e.withdrawn_run_id LEFT JOIN event_absences a ON a.event_id = e.id
 WHERE e.id = {shown_id("cast(:id AS bigint)")} AND e.hidden_at IS NULL
"""

_TIMES = """
SELECT * FROM (
    SELECT o.id AS occurrence_id, coalesce(o.public_key, o.key) AS key,
           o.starts_at, o.ends_at, o.local_date, o.timezone, o.all_day, o.time_known,
           CASE WHEN o.status <> 'scheduled' THEN o.status ELSE e.status END AS status,
           coalesce(o.sold_out, e.sold_out) AS sold_out, o.title, o.url, o.description,
           v.id AS venue_id, v.name AS venue_name, v.address AS venue_address,
           v.latitude, v.longitude, o.withdrawn_at, g.conflicts,
           CASE WHEN g.id IS NOT NULL THEN ARRAY[g.source, g.uid, g.key] END AS identity
      FROM occurrences o JOIN events e ON e.id = o.event_id LEFT JOIN shown_venues v ON v.venue_id = o.venue_id
      LEFT JOIN event_groups g ON g.id = o.group_id
     WHERE o.event_id = :id AND NOT o.covered AND (o.withdrawn_at IS NULL OR e.withdrawn_at IS NOT NULL)
     ORDER BY o.starts_at < now() - interval '1 day', o.starts_at, o.id LIMIT :most) t
 ORDER BY starts_at, occurrence_id
"""

_SERIES = """
SELECT * FROM (
    SELECT z.event_id, o.id AS occurrence_id, coalesce(o.public_key, o.key) AS key,
           o.starts_at, o.ends_at, o.local_date, o.timezone, o.all_day, o.time_known,
           CASE WHEN o.status <> 'scheduled' THEN o.status ELSE e.status END AS status,
           coalesce(o.sold_out, e.sold_out) AS sold_out, coalesce(o.title, e.title) AS title,
           cast(NULL AS text) AS url, cast(NULL AS text) AS description,
           v.id AS venue_id, v.name AS venue_name, v.address AS venue_address,
           v.latitude, v.longitude, o.withdrawn_at, g.conflicts,
           CASE WHEN g.id IS NOT NULL THEN ARRAY[g.source, g.uid, g.key]
                ELSE ARRAY[s.name, coalesce(e.public_uid, e.uid), coalesce(o.public_key, o.key)] END AS identity
      FROM (SELECT DISTINCT x.series_id FROM event_search x
             WHERE NOT x.each_date AND (x.entry_id = :id OR (x.entry_id < 0 AND x.event_id = :id))) x
      JOIN event_search z ON z.series_id = x.series_id AND z.event_id <> :id AND NOT z.hidden AND NOT z.withdrawn
      JOIN occurrences o ON o.entry_id = z.entry_id AND o.withdrawn_at IS NULL
      JOIN events e ON e.id = z.event_id JOIN sources s ON s.id = e.source_id
      LEFT JOIN shown_venues v
             ON v.venue_id = coalesce(o.venue_id, e.venue_id, cast(e.merged ->> 'venue_id' AS integer))
      LEFT JOIN event_groups g ON g.id = o.group_id
     ORDER BY o.starts_at < now() - interval '1 day', o.starts_at, o.id LIMIT :most) t
 ORDER BY starts_at, occurrence_id
"""

_LAST_SEEN = f"""
SELECT max(coalesce(r.finished_at, r.started_at))
  FROM (SELECT id, started_at, finished_at FROM runs WHERE source_id = :source_id AND {ASKED_SOURCE}
         ORDER BY started_at DESC LIMIT :runs) r
 WHERE EXISTS (SELECT FROM run_sightings g WHERE g.run_id = r.id
                  AND (:id = ANY (g.new) OR :id = ANY (g.changed) OR :id = ANY (g.unchanged)))
"""

_CHANGES = f"""
SELECT c.id, c.changed_at, {FIELD} AS field, c.occurrence_key, {OLD} AS old, {NEW} AS new,
       c.run_id, r.started_at AS run_started_at
  FROM event_changes c LEFT JOIN runs r ON r.id = c.run_id
 WHERE c.event_id = :id AND (cast(:before AS bigint) IS NULL OR c.id < :before)
 ORDER BY c.id DESC LIMIT :limit
"""
