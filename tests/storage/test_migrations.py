"""Migrations can be applied and reverted, and make the schema that the tables describe."""

from __future__ import annotations

import threading
import time

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from storage.database import migrate
from storage.database.engine import connected
from storage.sources import records as sources
from storage.tables import metadata
from tests.storage.conftest import SOURCE


def test_up_down_and_up_again(empty_database_url):
    assert migrate.pending(empty_database_url)
    migrate.upgrade(empty_database_url)
    assert not migrate.pending(empty_database_url)
    with connected(empty_database_url) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    migrate.downgrade(empty_database_url)
    with connected(empty_database_url) as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    migrate.upgrade(empty_database_url)
    assert not migrate.pending(empty_database_url)


def test_a_table_in_use_delays_only_the_migration(empty_database_url, monkeypatch, caplog):
    """A run that read the table is still going, and others read it after the migration started to wait."""
    monkeypatch.setattr(migrate, "LOCK_WAIT_S", 0.2)
    monkeypatch.setattr(migrate, "PAUSE_S", 0.05)
    migrate.upgrade(empty_database_url, "0003")
    migrating = threading.Thread(target=migrate.upgrade, args=(empty_database_url,))
    with connected(empty_database_url) as harvest:
        harvest.execute(text("SELECT count(*) FROM events"))
        migrating.start()
        give_up = time.monotonic() + 90
        while "tries again" not in caplog.text:
            assert time.monotonic() < give_up
            with connected(empty_database_url) as reader:
                assert reader.execute(text("SELECT count(*) FROM events")).scalar_one() == 0
    migrating.join(90)
    assert not migrate.pending(empty_database_url)


def test_a_table_that_stays_in_use(empty_database_url, monkeypatch):
    monkeypatch.setattr(migrate, "LOCK_WAIT_S", 0.05)
    monkeypatch.setattr(migrate, "PAUSE_S", 0.0)
    monkeypatch.setattr(migrate, "TRIES", 2)
    migrate.upgrade(empty_database_url, "0003")
    with connected(empty_database_url) as harvest:
        harvest.execute(text("SELECT count(*) FROM events"))
        with pytest.raises(OperationalError, match="lock timeout"):
            migrate.upgrade(empty_database_url)
    migrate.upgrade(empty_database_url)
    assert not migrate.pending(empty_database_url)


def test_events_from_before_the_cheaper_index_are_found_with_it(empty_database_url):
    """Events stored after a downgrade are found too; the full downgrade removes everything."""
    migrate.upgrade(empty_database_url, "0011")
    _store(empty_database_url, "before")
    migrate.upgrade(empty_database_url)
    _store(empty_database_url, "with")
    migrate.downgrade(empty_database_url, "0011")
    _store(empty_database_url, "down")
    migrate.upgrade(empty_database_url)
    assert _found(empty_database_url) == ["before", "with", "down"]
    with connected(empty_database_url) as connection:
        connection.execute(text("DELETE FROM events WHERE uid <> 'with'"))
    assert _found(empty_database_url) == ["with"]
    migrate.downgrade(empty_database_url)
    with connected(empty_database_url) as connection:
        assert (
            connection.execute(
                text("SELECT proname FROM pg_proc WHERE proname ~ '^index_(new|changed|gone|events|times)'")
            ).all()
            == []
        )


def _store(database_url, uid):
    with connected(database_url) as connection:
        sources.seed(connection, [SOURCE])
        event_id = connection.execute(
            text("""
                INSERT INTO events (source_id, uid, title, content_hash, status, sold_out, categories, raw)
                VALUES (1, :uid, 'Jazz night', 'hash', 'scheduled', false, '{Music}', '{}') RETURNING id"""),
            {"uid": uid},
        ).scalar_one()
        connection.execute(
            text("""
                INSERT INTO occurrences (event_id, key, starts_at, local_date, timezone, all_day, time_known, status)
                VALUES (:id, 'k', now(), current_date, 'America/New_York', false, true, 'scheduled')"""),
            {"id": event_id},
        )


def _found(database_url):
    with connected(database_url) as connection:
        return list(
            connection.execute(
                text("""
                    SELECT e.uid FROM event_search x JOIN event_words w USING (entry_id)
                      LEFT JOIN events e ON e.id = entry_id
                     WHERE x.first_at IS NOT NULL AND w.words @@ to_tsquery('jazz') ORDER BY entry_id""")
            ).scalars()
        )
