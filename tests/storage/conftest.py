"""A source, and short ways to store what a run of it saw."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, create_engine, text

from core.database_url import parameters
from core.items import EventItem, Occurrence
from storage.database.engine import DIALECT, connected
from storage.events import write as events
from storage.runs import finish as reconcile
from storage.runs import ledger as runs
from storage.sources import records as sources
from tests.plugins.services import NamedDatabase

ZONE = "America/New_York"
SOURCE = sources.SourceSeed(id=1, name="hall", title="The Hall", base_url="https://hall.example", timezone=ZONE)


REWIND = """
SELECT 'SELECT ' || string_agg(format('setval(%L, %s, %L)', format('%I.%I', schemaname, sequencename),
                                      coalesce(last_value, start_value), last_value IS NOT NULL), ', ')
  FROM pg_sequences
"""
"""Writes the statement that sets all sequences to what they are now; a rollback doesn't."""


@pytest.fixture(scope="session")
def _shared(named_database: NamedDatabase) -> Iterator[tuple[Connection, str]]:
    """A connection and its REWIND. The first harvest over a new connection to a new database takes Postgres 60 ms,
    which is longer than most tests here take."""
    with named_database("storage") as url:
        engine = create_engine(DIALECT, connect_args=parameters(url))
        with engine.connect() as connection:
            with connection.begin():
                rewind = connection.execute(text(REWIND)).scalar_one()
            yield connection, rewind
        engine.dispose()


@pytest.fixture
def connection(_shared: tuple[Connection, str]) -> Iterator[Connection]:
    """A transaction on a database without other rows, which is rolled back at the test's end."""
    connection, rewind = _shared
    with connection.begin() as test:
        connection.exec_driver_sql(rewind)
        sources.seed(connection, [SOURCE])
        yield connection
        test.rollback()


@pytest.fixture
def fresh_connection(database_url: str) -> Iterator[Connection]:
    """On a database of the test's own, whose tables have no dead rows."""
    with connected(database_url) as connection:
        sources.seed(connection, [SOURCE])
        yield connection


class Harvests:
    """Stores runs of source 1, one after the other, each with the events it saw."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.numbers = count(1)

    def __call__(self, *items: EventItem, **end: object) -> runs.Run:
        run = self.open()
        events.store_batch(self.connection, run, items)
        return self.close(run, **end)

    def replay(self, *items: EventItem, **end: object) -> runs.Run:
        """A run that read kept answers."""
        run = self.open(runs.REPLAY)
        events.store_batch(self.connection, run, items)
        return self.close(run, replays=True, **end)

    def open(self, launched_by: str = "test") -> runs.RunToken:
        return runs.open_run(
            self.connection, run_id=f"run-{next(self.numbers)}", source_id=1, spider="hall", launched_by=launched_by
        )

    def close(self, run: runs.RunToken, **end: object) -> runs.Run:
        facts = {
            "finish_reason": "finished",
            "pages": 1,
            "rejected": 0,
            "errors": [],
            "essential_errors": [],
            "covered_from": datetime.now(UTC),
            **end,
        }
        reconcile.finish_run(self.connection, run, reconcile.RunEnd(**facts))
        ended = runs.read_run(self.connection, run.run_id)
        assert ended is not None
        return ended


@pytest.fixture
def harvest(connection: Connection) -> Harvests:
    return Harvests(connection)


@pytest.fixture
def at() -> Callable[..., Occurrence]:
    """An occurrence this many days from today, at an hour or with only its date."""

    def occurrence(days: int, hour: int | None = None, **fields: object) -> Occurrence:
        day = datetime.now(ZoneInfo(ZONE)).replace(hour=hour or 0, minute=0, second=0, microsecond=0)
        return Occurrence(starts_at=day + timedelta(days=days), timezone=ZONE, time_known=hour is not None, **fields)

    return occurrence
