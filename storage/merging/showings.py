"""Reads the occurrences that are compared, with everything that the rules and the groups look at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, text

from core.items import EventStatus
from storage.matching.gazetteer import Gazetteer, learn
from storage.matching.listing import Listing
from storage.matching.prepared import Prepared, prepare
from storage.matching.texts import COMPARED
from storage.merging.policy import Role


@dataclass(frozen=True, slots=True)
class Showing:
    """An occurrence of an event. `source`, `uid`, `key`: under which feeds show it without a group.

    live     neither it nor its event is withdrawn. since: when the event was first seen. role: None if nobody set it.
    waits    hidden until an editor approves it.
    edited   columns that a person corrected: apart from times, what is compared is what the source says, so that a
             corrected title or place doesn't take listings apart.
    """

    occurrence_id: int
    event_id: int
    source_id: int
    source: str
    source_title: str
    role: Role | None
    uid: str
    key: str
    status: EventStatus
    live: bool
    hidden_at: datetime | None
    waits: bool
    since: datetime
    group_id: int | None
    covered: bool
    edited: frozenset[str]
    prepared: Prepared

    @property
    def listing(self) -> Listing:
        return self.prepared.listing


def read_gazetteer(connection: Connection) -> Gazetteer:
    """What all stored venues say about the town's places."""
    rows = connection.execute(text("SELECT concat_ws(', ', name, address) FROM venues ORDER BY id"))
    return learn(rows.scalars())


def read_showings(connection: Connection, gazetteer: Gazetteer, occurrence_ids: Collection[int]) -> list[Showing]:
    """In the order of their ids."""
    if not occurrence_ids:
        return []
    rows = connection.execute(text(_SHOWINGS), {"ids": list(occurrence_ids), "most": COMPARED})
    return [_showing(row, gazetteer) for row in rows]


def _showing(row: Row[tuple[object, ...]], gazetteer: Gazetteer) -> Showing:
    zone = ZoneInfo(row.timezone)
    listing = Listing(
        title=row.title,
        start=row.starts_at.astimezone(zone),
        end=None if row.ends_at is None or row.ends_at == row.starts_at else row.ends_at.astimezone(zone),
        all_day=row.all_day,
        time_known=row.time_known,
        venue=row.venue_name or "",
        address=row.venue_address or "",
        latitude=row.latitude,
        longitude=row.longitude,
        url=row.url or "",
        description=row.description or "",
        categories=tuple(row.categories),
        source=row.source_title,
        uid=row.own_uid,
        ticket_url=row.ticket_url or "",
        image_url=row.image_url or "",
    )
    return Showing(
        occurrence_id=row.occurrence_id,
        event_id=row.event_id,
        source_id=row.source_id,
        source=row.source,
        source_title=row.source_title,
        role=None if row.role is None else Role(row.role),
        uid=row.uid,
        key=row.key,
        status=EventStatus(row.status),
        live=row.live,
        hidden_at=row.hidden_at,
        waits=row.waits,
        since=row.since,
        group_id=row.group_id,
        covered=row.covered,
        edited=frozenset(row.edited),
        prepared=prepare(listing, gazetteer),
    )


def members_of(connection: Connection, group_ids: Collection[int]) -> Sequence[int]:
    """The ids of the groups' occurrences."""
    found = connection.execute(text("SELECT id FROM occurrences WHERE group_id = ANY (:ids)"), {"ids": list(group_ids)})
    return found.scalars().all()


_SHOWINGS = """
SELECT o.id AS occurrence_id, o.event_id, e.source_id, s.name AS source, s.title AS source_title, s.role,
       coalesce(e.public_uid, e.uid) AS uid, e.uid AS own_uid, coalesce(o.public_key, o.key) AS key,
       coalesce(o.title, e.title) AS title, left(coalesce(o.description, e.description), :most) AS description,
       coalesce(o.url, e.url) AS url, e.ticket_url, e.image_url, e.categories,
       t.starts_at, t.ends_at, t.all_day, t.time_known, t.timezone,
       v.name AS venue_name, v.address AS venue_address, v.latitude, v.longitude,
       CASE WHEN o.status <> 'scheduled' THEN o.status ELSE e.status END AS status,
       o.withdrawn_at IS NULL AND e.withdrawn_at IS NULL AS live, e.hidden_at,
       e.hidden_at IS NOT NULL AND EXISTS (
           SELECT FROM queue q WHERE q.event_id = e.id AND q.kind = 'approval' AND q.state = 'open') AS waits,
       e.first_seen_at AS since, o.group_id, o.covered,
       ARRAY(SELECT jsonb_object_keys(coalesce(e.edited, '{}') || coalesce(o.edited, '{}'))) AS edited
  FROM unnest(cast(:ids AS bigint[])) c (id)
  JOIN occurrences t ON t.id = c.id
  JOIN source_occurrences o ON o.id = c.id JOIN source_events e ON e.id = o.event_id
  JOIN sources s ON s.id = e.source_id
  LEFT JOIN venues v ON v.id = coalesce(o.venue_id, e.venue_id)
 ORDER BY o.id
"""
