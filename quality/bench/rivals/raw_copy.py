"""The limit of storing: ready text into the same tables, without foreign keys, by two COPYs in one transaction."""

from __future__ import annotations

import io
from collections.abc import Sequence

from sqlalchemy import Connection, text

from core.items import EventItem
from quality.bench.figures import BenchFailed
from quality.bench.rounds import seconds
from storage.database.engine import transaction
from storage.events import rows

_FREE = """
DO $$
DECLARE bound record;
BEGIN
    FOR bound IN SELECT conrelid::regclass AS place, conname FROM pg_constraint
                  WHERE contype = 'f' AND conrelid IN ('events'::regclass, 'occurrences'::regclass) LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', bound.place, bound.conname);
    END LOOP;
END $$
"""
_NOT_OF_EVENTS = ("venue_alias", "venue_name", "venue_address", "latitude", "longitude")


def copy_rate(items: Sequence[EventItem]) -> float:
    """Events per second, with the text of their rows made first. There is nothing to look up, compare or record. The
    database's trigger updates the search index of events on this side too."""
    events_text, occurrences_text = _ready(items)
    columns = [column for column in rows.EVENT_COLUMNS if column not in _NOT_OF_EVENTS]
    with transaction() as connection:
        connection.execute(text(_FREE))

    def both() -> None:
        with transaction() as connection:
            _copy(connection, "events", ["source_id", *columns], events_text)
            times = [column for column in rows.OCCURRENCE_COLUMNS if column != "uid"]
            _copy(connection, "occurrences", ["event_id", *times], occurrences_text)

    took = seconds(both)
    with transaction() as connection:
        stored = connection.execute(text("SELECT count(*) FROM events")).scalar_one()
    if stored != len(items):
        raise BenchFailed(f"COPY brought {stored} of {len(items)} events")
    return len(items) / took


def _ready(items: Sequence[EventItem]) -> tuple[str, str]:
    kept = [number for number, column in enumerate(rows.EVENT_COLUMNS) if column not in _NOT_OF_EVENTS]
    events, occurrences = [], []
    for number, item in enumerate(items, 1):
        fields = rows.event_fields(item)
        events.append("\t".join(["1", *(fields[place] for place in kept)]))
        occurrences += ["\t".join([str(number), *row[1:]]) for row in rows.occurrence_fields(item, {})]
    return "\n".join([*events, ""]), "\n".join([*occurrences, ""])


def _copy(connection: Connection, table: str, columns: Sequence[str], lines: str) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", io.StringIO(lines))
