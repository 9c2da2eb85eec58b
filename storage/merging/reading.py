"""Reads for people: which listings an event has and why they are one, what sources disagree about, what to decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from storage.edits.fields import FIELDS
from storage.edits.values import plain, venues_of
from storage.merging.overlay import Conflict, conflicts
from storage.merging.regroup import LinkState


@dataclass(frozen=True, slots=True)
class CorrectedField:
    """What people see instead of what the source says, as the API shows values."""

    field: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEvent:
    """One source's event, as the source gives it. `next_at`: its next start, or the last one. `shown`: people see this
    one, with what is `corrected`."""

    event_id: int
    source: str
    source_title: str
    role: str | None
    title: str
    url: str | None
    venue: str | None
    address: str | None
    organizer: str | None
    price: str | None
    excerpt: str | None
    next_at: datetime | None
    next_by_day: bool | None
    timezone: str | None
    times: int
    status: str
    withdrawn_at: datetime | None
    hidden_at: datetime | None
    shown: bool
    corrected: tuple[CorrectedField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLink:
    """Whether two events are one, and why. `rules`: the version of the rules that gave the score and the reasons;
    `decided_*`: the person, if one decided."""

    low_id: int
    high_id: int
    state: LinkState
    score: float | None
    reasons: tuple[str, ...]
    rules: str | None
    judged_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    decided_because: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listings:
    """All listings of an event, the shown one first, and the links that they have with any event."""

    events: tuple[ListedEvent, ...]
    links: tuple[EventLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """An upcoming occurrence that people see, and what other sources say against it. `mark` changes with what they
    say. `by_day`: only the day of `starts_at` counts."""

    event_id: int
    occurrence_id: int
    key: str
    mark: str
    by_day: bool
    title: str
    source: str
    source_title: str
    starts_at: datetime
    ends_at: datetime | None
    timezone: str
    status: str
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Two events that may be one."""

    link: EventLink
    events: tuple[ListedEvent, ListedEvent]


def read_listings(connection: Connection, event_id: int) -> Listings | None:
    """Of the event with this id and those that share a group with it. None if there is no such event."""
    ids = connection.execute(text(_TOGETHER), {"id": event_id}).scalars().all()
    events = _events(connection, ids)
    if not events:
        return None
    rows = connection.execute(text(f"{_LINKS} WHERE low_id = ANY (:ids) OR high_id = ANY (:ids)"), {"ids": list(ids)})
    links = sorted((_link(row._mapping) for row in rows), key=lambda one: (one.state.value, -(one.score or 0.0)))
    return Listings(events=tuple(events), links=tuple(links))


def read_conflicts(connection: Connection, *, after: int = 0, limit: int) -> Sequence[Disagreement]:
    """By the id of the occurrence's group, beginning behind `after`."""
    rows = connection.execute(
        text(f"{CONFLICTS} AND g.id > :after ORDER BY g.id LIMIT :limit"), {"after": after, "limit": limit}
    ).mappings()
    return [Disagreement(**{**row, "conflicts": conflicts(row["conflicts"])}) for row in rows]


def read_suggestions(connection: Connection, *, limit: int) -> Sequence[Suggestion]:
    """The most certain first; only pairs with times to come."""
    rows = (
        connection.execute(text(f"{SUGGESTED} ORDER BY score DESC, low_id, high_id LIMIT :limit"), {"limit": limit})
        .mappings()
        .all()
    )
    links = [_link(row) for row in rows]
    events = {one.event_id: one for one in _events(connection, {i for one in links for i in (one.low_id, one.high_id)})}
    return [Suggestion(link=one, events=(events[one.low_id], events[one.high_id])) for one in links]


def _link(row: Any) -> EventLink:
    return EventLink(**{**row, "state": LinkState(row["state"]), "reasons": tuple(row["reasons"])})


def _events(connection: Connection, ids: Any) -> list[ListedEvent]:
    rows = connection.execute(text(_EVENTS), {"ids": list(ids)}).all()
    venues = venues_of(connection, [row.edited for row in rows])
    return [
        ListedEvent(
            **{name: value for name, value in row._mapping.items() if name not in ("edited", "about")},
            corrected=tuple(_corrected(row, venues)),
        )
        for row in rows
    ]


def _corrected(row: Row[Any], venues: Mapping[int, Any]) -> Iterator[CorrectedField]:
    for field, columns in FIELDS.items():
        if columns[0] in row.edited:
            values = {column: row.edited[column] for column in columns}
            yield CorrectedField(field, plain(field, values, venues, row.timezone or "UTC", row.about))


_TOGETHER = """
SELECT :id AS id UNION
SELECT p.event_id FROM occurrences o JOIN occurrences p ON p.group_id = o.group_id WHERE o.event_id = :id
"""

_EVENTS = """
SELECT e.id AS event_id, s.name AS source, s.title AS source_title, s.role, e.title, e.url,
       coalesce(v.name, v.address) AS venue, v.address, e.organizer, e.price_text AS price,
       left(e.description, 280) AS excerpt, o.starts_at AS next_at, o.by_day AS next_by_day, o.timezone,
       (SELECT count(*) FROM occurrences t WHERE t.event_id = e.id AND t.withdrawn_at IS NULL) AS times,
       e.status, e.withdrawn_at, e.hidden_at, NOT e.covered AS shown,
       CASE WHEN e.covered THEN '{}' ELSE coalesce(e.edited, '{}') || coalesce(o.edited, '{}') END AS edited, o.about
  FROM source_events e JOIN sources s ON s.id = e.source_id LEFT JOIN venues v ON v.id = e.venue_id
  LEFT JOIN LATERAL (
        SELECT t.starts_at, t.timezone, t.all_day OR NOT t.time_known AS by_day, t.edited,
               jsonb_build_object('all_day', t.all_day, 'time_known', t.time_known) AS about
          FROM source_occurrences t WHERE t.event_id = e.id
         ORDER BY t.starts_at < now(), abs(extract(epoch FROM t.starts_at - now())) LIMIT 1) o ON true
 WHERE e.id = ANY (:ids) ORDER BY e.covered, e.id
"""
"""The source's values; `edited`: the columns that a person corrected, of the event and of the time that is named."""

_LINKS = """
SELECT low_id, high_id, state, score, reasons, rules, judged_at, decided_by, decided_at, decided_because
  FROM event_links"""

CONFLICTS = """
SELECT o.event_id, o.id AS occurrence_id, coalesce(o.public_key, o.key) AS key,
       concat(o.id, '-', md5(g.conflicts::text)) AS mark, NOT o.time_known OR o.all_day AS by_day,
       coalesce(o.title, e.title) AS title, s.name AS source,
       s.title AS source_title, o.starts_at, o.ends_at, o.timezone,
       CASE WHEN o.status <> 'scheduled' THEN o.status ELSE e.status END AS status, g.conflicts
  FROM event_groups g JOIN occurrences o ON o.group_id = g.id AND NOT o.covered
  JOIN events e ON e.id = o.event_id JOIN sources s ON s.id = e.source_id
 WHERE g.conflicts IS NOT NULL AND coalesce(o.ends_at, o.starts_at) > now() - interval '1 day' AND e.hidden_at IS NULL
   AND NOT EXISTS (SELECT FROM inbox_dismissals d
                    WHERE d.kind = 'conflict' AND d.subject = concat(o.id, '-', md5(g.conflicts::text)))"""
"""What an editor put aside comes back once the sources say something else."""

_UPCOMING = """
EXISTS (SELECT FROM occurrences o JOIN events e ON e.id = o.event_id
         WHERE o.event_id = {event} AND coalesce(o.ends_at, o.starts_at) > now() - interval '1 day'
           AND o.withdrawn_at IS NULL AND e.withdrawn_at IS NULL AND e.hidden_at IS NULL)"""

SUGGESTED = f"""{_LINKS}
 WHERE state = 'suggested' AND {_UPCOMING.format(event="low_id")} AND {_UPCOMING.format(event="high_id")}"""
