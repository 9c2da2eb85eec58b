"""Stops a crawl at a named point from outside: a trigger in the play's own database waits for a lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import Enum

import psycopg2

from tests.chaos.stage import AT_LEISURE_S, Lane, until

KEY = 4711


class Point(Enum):
    """Where a database session stops: the trigger that stops it."""

    MID_BATCH = "AFTER INSERT OR UPDATE ON events FOR EACH STATEMENT"
    """Events are written, but not their occurrences."""
    BEFORE_COMMIT = "AFTER INSERT ON run_sightings DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
    """In the COMMIT of a batch: a deferred trigger."""
    WITHDRAWING = "AFTER UPDATE ON events FOR EACH ROW WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL)"
    """The end of the run, while it withdraws missing events."""
    AFTER_COMMIT = "BEFORE DELETE ON deliveries FOR EACH STATEMENT"
    """The run is closed, but the task has not ended and its message is not acknowledged."""


@contextmanager
def held(lane: Lane, point: Point) -> Iterator[None]:
    """A process that reaches the point waits there until the end of the block; then it continues, if it still lives."""
    constraint = "CONSTRAINT" if "DEFERRABLE" in point.value else ""
    lane.sql(
        f"""CREATE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_advisory_xact_lock_shared({KEY}); RETURN coalesce(NEW, OLD); END $$;
            CREATE {constraint} TRIGGER stand_still {point.value} EXECUTE FUNCTION stand_still()"""
    )
    with closing(psycopg2.connect(lane.database_url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [KEY])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [KEY])


def reached(lane: Lane) -> None:
    """Waits until a process has reached the point."""
    waits = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted"
    until(lambda: lane.sql(waits, [KEY]), "somebody at the named point", pause_s=AT_LEISURE_S)
