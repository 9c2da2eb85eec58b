"""Upgrades and downgrades a database's schema with Alembic."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg2.errors import LockNotAvailable
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from core.database_url import parameters
from storage.database.engine import DIALECT

LOCK_WAIT_S = 3.0
PAUSE_S = 2.0
TRIES = 60

logger = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[2]


def config(database_url: str) -> Config:
    result = Config(attributes={"database_url": database_url})
    result.set_main_option("script_location", str(ROOT / "migrations"))
    return result


def upgrade(database_url: str, revision: str = "head") -> None:
    """Applies the migrations up to `revision` that are still missing.

    A migration that waits for a table blocks everybody after it. So it waits for at most LOCK_WAIT_S, rolls back, lets
    the others continue, and tries again. After TRIES it raises sqlalchemy's OperationalError.
    """
    for left in reversed(range(TRIES)):
        try:
            command.upgrade(config(database_url), revision)
        except OperationalError as error:
            if left == 0 or not isinstance(error.orig, LockNotAvailable):
                raise
            logger.warning("A table is in use; the migration tries again in %g s", PAUSE_S)
            time.sleep(PAUSE_S)
        else:
            return


def downgrade(database_url: str, revision: str = "base") -> None:
    """Reverts the migrations down to `revision`. The data of dropped tables is lost."""
    command.downgrade(config(database_url), revision)


def pending(database_url: str) -> bool:
    """Whether the database is behind the code's migrations."""
    head = ScriptDirectory.from_config(config(database_url)).get_current_head()
    engine = create_engine(DIALECT, connect_args=parameters(database_url))
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() != head
    finally:
        engine.dispose()


def known(revision: str) -> bool:
    """Whether the code has this migration."""
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    return any(script.revision == revision for script in scripts.walk_revisions())
