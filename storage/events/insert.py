"""Inserts new events directly into the tables; there is nothing to compare them with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from core.items import EventItem
from storage.database.copying import copy_rows
from storage.events import rows, venues
from storage.queue.entries import let_wait

_NOT_OF_EVENTS = ("venue_alias", "venue_name", "venue_address", "latitude", "longitude")
_ALIAS = rows.EVENT_COLUMNS.index("venue_alias")
_KEPT = [place for place, column in enumerate(rows.EVENT_COLUMNS) if column not in _NOT_OF_EVENTS]
_EVENT = ("id", "source_id", "venue_id", "first_seen_run_id", "updated_run_id", *(rows.EVENT_COLUMNS[p] for p in _KEPT))
_OCCURRENCE = ("id", "event_id", "first_seen_run_id", "updated_run_id", *rows.OCCURRENCE_COLUMNS[1:])


@dataclass(frozen=True, slots=True)
class Added:
    """Ids of the new rows."""

    events: Sequence[int] = ()
    occurrences: Sequence[int] = ()


def add(connection: Connection, source_id: int, run_id: str | None, items: Sequence[EventItem]) -> Added:
    """Inserts events with their occurrences and venues. The caller has locked the run (`require_current`) and checked
    that the source has no events with these uids: while it holds the lock, nobody else writes to the source. Without a
    run, the uids are new."""
    if not items:
        return Added()
    places = (venue for item in items for venue in (item.venue, *[one.venue for one in item.occurrences]))
    venue_ids = venues.ids_of(connection, places)
    of_alias = {rows.escaped(alias): str(venue_id) for alias, venue_id in venue_ids.items()}
    times = [rows.occurrence_fields(item, venue_ids) for item in items]
    event_ids, occurrence_ids = _ids(connection, len(items), sum(map(len, times)))
    source, run = str(source_id), rows.optional(run_id)
    copy_rows(
        connection,
        "events",
        _EVENT,
        (
            (str(number), source, of_alias.get(fields[_ALIAS], rows.NULL), run, run, *(fields[p] for p in _KEPT))
            for number, fields in zip(event_ids, map(rows.event_fields, items), strict=True)
        ),
    )
    of_event = ((str(number), fields) for number, own in zip(event_ids, times, strict=True) for fields in own)
    copy_rows(
        connection,
        "occurrences",
        _OCCURRENCE,
        (
            (str(number), event, run, run, *fields[1:])
            for number, (event, fields) in zip(occurrence_ids, of_event, strict=True)
        ),
    )
    let_wait(connection, source_id, event_ids)
    _keep_names_apart(connection, source_id, [item.uid for item in items])
    return Added(event_ids, occurrence_ids)


def _keep_names_apart(connection: Connection, source_id: int, uids: Sequence[str]) -> None:
    """A new event with the UID that another one had before must not go out under that one's public UID."""
    taken = connection.execute(text(_TAKEN), {"source_id": source_id, "uids": list(uids)}).scalars().all()
    if taken:
        connection.execute(text(_NAME), {"source_id": source_id, "uids": list(taken)})


def _ids(connection: Connection, events: int, occurrences: int) -> tuple[list[int], list[int]]:
    of_events, of_occurrences = connection.execute(text(_NUMBERS), {"events": events, "occurrences": occurrences}).one()
    return of_events, of_occurrences


_TAKEN = """
SELECT public_uid FROM events WHERE source_id = :source_id AND public_uid = ANY (cast(:uids AS text[]))
"""

_NAME = """
UPDATE events SET public_uid = uid || '#' || extract(epoch FROM now())::bigint
 WHERE source_id = :source_id AND uid = ANY (cast(:uids AS text[]))
"""

_NUMBERS = """
SELECT ARRAY(SELECT nextval(of_events) FROM generate_series(1, :events)),
       ARRAY(SELECT nextval(of_occurrences) FROM generate_series(1, :occurrences))
  FROM (SELECT cast(pg_get_serial_sequence('events', 'id') AS regclass) AS of_events,
               cast(pg_get_serial_sequence('occurrences', 'id') AS regclass) AS of_occurrences OFFSET 0) sequences
"""
"""Looks up the sequence by name once, not for each number."""
