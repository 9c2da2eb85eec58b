"""Alembic's entry: runs migrations over one connection, in one transaction, under an advisory lock."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine, text

from core.config import settings
from core.database_url import parameters
from storage.database import migrate
from storage.database.engine import DIALECT, NoDatabase
from storage.tables import metadata

LOCK = 0x6D617271  # "marq": two starts at once migrate one after the other


def run() -> None:
    url = context.config.attributes.get("database_url") or settings().database_url
    if url is None:
        raise NoDatabase("DATABASE_URL is not set")
    engine = create_engine(DIALECT, connect_args=parameters(url))
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        connection.execute(text(f"SET LOCAL lock_timeout = {round(migrate.LOCK_WAIT_S * 1000)}"))
        context.configure(connection=connection, target_metadata=metadata, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
