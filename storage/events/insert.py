"""Inserts new events directly into the tables; there is nothing to compare them with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from core.items import EventItem
from storage.database.copying import copy_rows
from storage.events import rows
from storage.runs.ledger import RunToken

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


def add(connection: Connection, run: RunToken, items: Sequence[EventItem]) -> Added:
    """Inserts events with their occurrences and venues. The caller has locked the run (`require_current`) and checked
    that the source has no events with these uids: while it holds the lock, nobody else writes to the source."""
    if not items:
        return Added()
    times = [rows.occurrence_fields(item) for item in items]
    venues = _venues(connection, items)
    event_ids, occurrence_ids = _ids(connection, len(items), sum(map(len, times)))
    source, run_id = str(run.source_id), rows.escaped(run.run_id)
    copy_rows(
        connection,
        "events",
        _EVENT,
        (
            (str(number), source, venues.get(fields[_ALIAS], rows.NULL), run_id, run_id, *(fields[p] for p in _KEPT))
            for number, fields in zip(event_ids, map(rows.event_fields, items), strict=True)
        ),
    )
    of_event = ((str(number), fields) for number, own in zip(event_ids, times, strict=True) for fields in own)
    copy_rows(
        connection,
        "occurrences",
        _OCCURRENCE,
        (
            (str(number), event, run_id, run_id, *fields[1:])
            for number, (event, fields) in zip(occurrence_ids, of_event, strict=True)
        ),
    )
    return Added(event_ids, occurrence_ids)


def _ids(connection: Connection, events: int, occurrences: int) -> tuple[list[int], list[int]]:
    of_events, of_occurrences = connection.execute(text(_NUMBERS), {"events": events, "occurrences": occurrences}).one()
    return of_events, of_occurrences


def _venues(connection: Connection, items: Sequence[EventItem]) -> dict[str, str]:
    """The id of each venue by its alias, both as COPY fields. Inserts new venues."""
    venues = {alias: item.venue for item in items if (alias := rows.venue_alias(item.venue)) is not None}
    if not venues:
        return {}
    aliases = sorted(venues)
    known = {row.alias: row.venue_id for row in connection.execute(text(_KNOWN_VENUES), {"aliases": aliases})}
    unknown = [alias for alias in aliases if alias not in known]
    if unknown:
        parameters: dict[str, list[object]] = {"aliases": list(unknown)}
        for name in ("name", "address", "latitude", "longitude"):
            parameters[name] = [getattr(venues[alias], name) for alias in unknown]
        connection.execute(text(_ADD_VENUES), parameters)
        known |= {row.alias: row.venue_id for row in connection.execute(text(_KNOWN_VENUES), {"aliases": unknown})}
    return {rows.escaped(alias): str(venue_id) for alias, venue_id in known.items()}


_NUMBERS = """
SELECT ARRAY(SELECT nextval(of_events) FROM generate_series(1, :events)),
       ARRAY(SELECT nextval(of_occurrences) FROM generate_series(1, :occurrences))
  FROM (SELECT cast(pg_get_serial_sequence('events', 'id') AS regclass) AS of_events,
               cast(pg_get_serial_sequence('occurrences', 'id') AS regclass) AS of_occurrences OFFSET 0) sequences
"""
"""Looks up the sequence by name once, not for each number."""

_KNOWN_VENUES = "SELECT alias, venue_id FROM venue_aliases WHERE alias = ANY (cast(:aliases AS text[]))"

_ADD_VENUES = """
WITH numbered AS (
    SELECT *, nextval(pg_get_serial_sequence('venues', 'id')) AS id
      FROM unnest(cast(:aliases AS text[]), cast(:name AS text[]), cast(:address AS text[]),
                  cast(:latitude AS double precision[]), cast(:longitude AS double precision[]))
           AS staged (alias, name, address, latitude, longitude)),
added AS (
    INSERT INTO venue_aliases (alias, venue_id) SELECT alias, id FROM numbered
    ON CONFLICT (alias) DO NOTHING RETURNING venue_id)
INSERT INTO venues (id, name, address, latitude, longitude)
SELECT id, name, address, latitude, longitude FROM numbered JOIN added ON venue_id = id
"""
