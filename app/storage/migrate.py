"""Bring a database's schema up or down with Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from app.storage.engine import normalise

ROOT = Path(__file__).resolve().parents[2]


def config(database_url: str) -> Config:
    result = Config(attributes={"database_url": database_url})
    result.set_main_option("script_location", str(ROOT / "migrations"))
    return result


def upgrade(database_url: str, revision: str = "head") -> None:
    """Apply the migrations up to `revision`; does nothing where they already are."""
    command.upgrade(config(database_url), revision)


def downgrade(database_url: str, revision: str = "base") -> None:
    """Take the migrations back down to `revision`. Data of dropped tables is gone."""
    command.downgrade(config(database_url), revision)


def pending(database_url: str) -> bool:
    """Whether the database is behind the code's migrations."""
    head = ScriptDirectory.from_config(config(database_url)).get_current_head()
    engine = create_engine(normalise(database_url))
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() != head
    finally:
        engine.dispose()


def known(revision: str) -> bool:
    """Whether the code has this migration."""
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    return any(script.revision == revision for script in scripts.walk_revisions())
