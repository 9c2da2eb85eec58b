"""Reads what people corrected, what sources say instead, and what waits for an answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from storage.edits.fields import FIELDS, FIRST, OWN, TIMES
from storage.edits.values import plain, venues_of
from storage.merging.people import together_with
from storage.merging.standing import find_shown

UPCOMING = """
EXISTS (SELECT FROM occurrences o WHERE o.event_id = d.event_id
           AND coalesce(o.ends_at, o.starts_at) > now() - interval '1 day')"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A corrected field, with values as the API shows them.

    key                  of the occurrence; None: of the event. `title`: the event's.
    said                 what the source said when the edit was made; None also if it said nothing.
    says, says_source    what the source says now, if it changed; `asked_at`: since when this asks a person.
    """

    id: int
    event_id: int
    title: str
    field: str
    key: str | None
    value: Any
    said: Any
    says: Any
    says_source: str | None
    asked_at: datetime | None
    made_at: datetime
    made_by: str
    made_because: str | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_because: str | None
    kept_at: datetime | None
    kept_by: str | None


@dataclass(frozen=True, slots=True)
class FieldState:
    """What people see of a field, and what the source of the shown listing says."""

    field: str
    key: str | None
    shown: Any
    source: Any
    edited: bool


@dataclass(frozen=True, slots=True)
class EventFields:
    """The event that people see. `version` changes with every field."""

    event_id: int
    version: str
    fields: tuple[FieldState, ...]


def edits_of(connection: Connection, event_id: int) -> list[Edit]:
    """Of the event that people see and of what it stands for: the latest first, withdrawn ones too."""
    shown_id = find_shown(connection, event_id)
    ids = [shown_id, *together_with(connection, shown_id)]
    rows = connection.execute(
        text(f"{_EDITS} WHERE d.event_id = ANY (:ids) ORDER BY d.made_at DESC, d.id DESC"), {"ids": ids}
    )
    return _edits(connection, rows.all())


def find_edit(connection: Connection, edit_id: int) -> Edit | None:
    rows = connection.execute(text(f"{_EDITS} WHERE d.id = :id"), {"id": edit_id})
    return next(iter(_edits(connection, rows.all())), None)


def questions(connection: Connection, *, limit: int) -> list[Edit]:
    """Edits whose source says something else now, of events that aren't over. The oldest question first."""
    rows = connection.execute(
        text(f"{QUESTIONS} ORDER BY d.asked_at, d.id LIMIT :limit"),
        {"limit": limit},
    )
    return _edits(connection, rows.all())


def read_fields(connection: Connection, event_id: int) -> EventFields | None:
    """Of the event that people see. None if there is no such event."""
    shown_id = find_shown(connection, event_id)
    event = connection.execute(text(_FIELDS_OF_EVENT), {"id": shown_id}).one_or_none()
    if event is None:
        return None
    times = connection.execute(text(_FIELDS_OF_TIMES), {"id": shown_id}).all()
    venues = venues_of(connection, [each for row in (event, *times) for each in (row.shown, row.source)])
    states = list(_states(event, None, venues, "UTC"))
    for row in times:
        states += _states(row, row.key, venues, row.timezone)
    digest = hashlib.sha256(repr((shown_id, states)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return EventFields(shown_id, digest, tuple(states))


def _states(row: Row[Any], key: str | None, venues: Mapping[int, Any], zone: str) -> Iterable[FieldState]:
    for field, columns in FIELDS.items():
        if columns[0] not in row.shown:
            continue
        shown, source = (
            plain(field, {column: said[column] for column in columns}, venues, zone, said)
            for said in (row.shown, row.source)
        )
        yield FieldState(field, key, shown, source, not row.edited.keys().isdisjoint(columns))


def _edits(connection: Connection, rows: Sequence[Row[Any]]) -> list[Edit]:
    said = [row.said.get(FIRST if row.says_by is None else str(row.says_by)) for row in rows]
    venues = venues_of(connection, [*said, *(each for row in rows for each in (row.value, row.says))])
    return [
        Edit(
            id=row.id,
            event_id=row.event_id,
            title=row.title,
            field=row.field,
            key=row.occurrence_key,
            value=plain(row.field, row.value, venues, row.timezone, row.time),
            said=plain(row.field, was, venues, row.timezone, row.time),
            says=plain(row.field, row.says, venues, row.timezone, row.time),
            says_source=row.says_source,
            asked_at=row.asked_at,
            made_at=row.made_at,
            made_by=row.made_by,
            made_because=row.made_because,
            withdrawn_at=row.withdrawn_at,
            withdrawn_by=row.withdrawn_by,
            withdrawn_because=row.withdrawn_because,
            kept_at=row.kept_at,
            kept_by=row.kept_by,
        )
        for row, was in zip(rows, said, strict=True)
    ]


_EDITS = """
SELECT d.*, e.title, coalesce(o.timezone, 'UTC') AS timezone, s.title AS says_source,
       jsonb_build_object('all_day', o.all_day, 'time_known', o.time_known) AS time
  FROM event_edits d JOIN events e ON e.id = d.event_id
  LEFT JOIN occurrences o ON o.event_id = d.event_id AND coalesce(o.public_key, o.key) = d.occurrence_key
  LEFT JOIN events b ON b.id = d.says_by LEFT JOIN sources s ON s.id = b.source_id"""

QUESTIONS = f"{_EDITS} WHERE d.asked_at IS NOT NULL AND {UPCOMING}"
"""Edits that wait for an answer."""


def _columns(fields: Iterable[str], row: str) -> str:
    columns = (column for field in fields for column in FIELDS[field])
    return "jsonb_build_object(" + ", ".join(f"'{column}', {row}.{column}" for column in columns) + ")"


_OF_EVENTS = [field for field in FIELDS if field not in TIMES]
_OF_TIMES = [field for field in FIELDS if field in TIMES | OWN]

_FIELDS_OF_EVENT = f"""
SELECT {_columns(_OF_EVENTS, "e")}
       || CASE WHEN e.merged IS NULL THEN '{{}}'
               ELSE e.merged - 'speaks' - 'price' || coalesce(e.merged -> 'price', '{{}}') END AS shown,
       {_columns(_OF_EVENTS, "s")} AS source, coalesce(e.edited, '{{}}') AS edited
  FROM events e JOIN source_events s ON s.id = e.id WHERE e.id = :id
"""
"""What other sources lend, people see too."""

_FIELDS_OF_TIMES = f"""
SELECT coalesce(o.public_key, o.key) AS key, o.timezone, {_columns(_OF_TIMES, "o")} AS shown,
       {_columns(_OF_TIMES, "s")} AS source, coalesce(o.edited, '{{}}') AS edited
  FROM occurrences o JOIN source_occurrences s ON s.id = o.id JOIN events e ON e.id = o.event_id
 WHERE o.event_id = :id AND NOT o.covered AND (o.withdrawn_at IS NULL OR e.withdrawn_at IS NOT NULL)
 ORDER BY o.starts_at, o.id
"""


def timezone_of(connection: Connection, event_id: int) -> str | None:
    """The zone of the event's last time, or of its source. None if there is no such event."""
    found = connection.execute(
        text("""SELECT coalesce((SELECT o.timezone FROM occurrences o WHERE o.event_id = e.id
                                  ORDER BY o.starts_at DESC LIMIT 1), s.timezone)
                  FROM events e JOIN sources s ON s.id = e.source_id WHERE e.id = :id"""),
        {"id": find_shown(connection, event_id)},
    )
    return found.scalar_one_or_none()
