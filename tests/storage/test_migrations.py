"""The schema goes up and down, and is the one that the models describe."""

from __future__ import annotations

import threading
import time

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from app.storage import migrate
from app.storage.engine import connected
from app.storage.models import Base


def test_up_down_and_up_again(empty_database_url):
    assert migrate.pending(empty_database_url)
    migrate.upgrade(empty_database_url)
    assert not migrate.pending(empty_database_url)
    with connected(empty_database_url) as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    migrate.downgrade(empty_database_url)
    with connected(empty_database_url) as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    migrate.upgrade(empty_database_url)
    assert not migrate.pending(empty_database_url)


def test_a_table_in_use_holds_up_nobody_but_the_migration(empty_database_url, monkeypatch, caplog):
    """The harvest that has read the table is not at its end, and others come to read it after the migration."""
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
