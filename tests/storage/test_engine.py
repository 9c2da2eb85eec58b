"""Postgres disconnects hanging processes, and runs don't deadlock."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from core.items import EventItem, Occurrence
from storage.database import engine
from storage.database.engine import connected, transaction
from storage.events import write as events
from storage.runs import ledger as runs
from storage.sources import records as sources

from .conftest import SOURCE

ITEM = EventItem(
    uid="e",
    title="Regatta",
    occurrences=(Occurrence(starts_at=datetime(2028, 11, 29, 20, tzinfo=UTC), timezone="UTC"),),
)


@pytest.fixture
def seeded(service_environment):
    with transaction() as connection:
        sources.seed(connection, [SOURCE])


def begin(run_id="run"):
    with transaction() as connection:
        return runs.open_run(connection, run_id=run_id, source_id=1, spider="hall", launched_by="test")


def somebody_waits():
    give_up = time.monotonic() + 90
    while time.monotonic() < give_up:
        with transaction() as connection:
            waiting = connection.execute(
                text(
                    "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.datname = current_database()"
                    " JOIN pg_stat_activity a ON a.pid = l.pid AND a.datid = d.oid WHERE NOT l.granted"
                )
            ).scalar_one()
        if waiting:
            return True
        time.sleep(0.02)
    return False


def test_the_next_attempt_waits_for_a_batch_but_not_vice_versa(seeded):
    """The batch's rows refer to the source and the run: if those keys were locked, each would wait for the other."""
    first = begin()
    with ThreadPoolExecutor() as pool:
        with transaction() as connection:
            runs.require_current(connection, first)
            second = pool.submit(begin)
            assert somebody_waits()
            events.store_batch(connection, first, [ITEM])
        later = second.result(90)
    assert later.token > first.token
    with transaction() as connection:
        assert connection.execute(text("SELECT count(*) FROM events")).scalar_one() == 1
        with pytest.raises(runs.StaleRun):
            runs.require_current(connection, first)


def test_a_process_that_hangs_in_a_transaction_is_disconnected(seeded, monkeypatch):
    assert engine.SESSION["idle_in_transaction_session_timeout"] == "60s"
    monkeypatch.setitem(engine.SESSION, "idle_in_transaction_session_timeout", "300ms")
    engine.engine().dispose()
    first = begin()
    still = engine.engine().connect()
    runs.require_current(still, first)
    assert begin().token > first.token
    with pytest.raises(OperationalError):
        runs.require_current(still, first)
    still.invalidate()
    still.close()


def test_options_in_the_address_still_apply(seeded, database_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"{database_url}?options=-c%20work_mem%3D7MB")
    engine.settings.cache_clear()
    engine.dispose()
    with transaction() as connection:
        shown = [
            connection.execute(text(f"SHOW {name}")).scalar_one()
            for name in ("work_mem", "application_name", "idle_in_transaction_session_timeout")
        ]
    assert shown == ["7MB", "marquee", "1min"]


def test_a_connection_that_ended_in_the_pool_is_replaced(seeded, database_url):
    def number(connection):
        return connection.execute(text("SELECT pg_backend_pid()")).scalar_one()

    with transaction() as connection:
        ended = number(connection)
    with connected(database_url) as other:
        assert other.execute(text("SELECT pg_terminate_backend(:pid, 60000)"), {"pid": ended}).scalar_one()
    with transaction() as connection:
        assert number(connection) != ended
