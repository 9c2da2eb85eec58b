"""The schema goes up and down, and is the one that the models describe."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

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
