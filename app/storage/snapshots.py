"""Whether anything was committed since: the database's snapshot, as text."""

from __future__ import annotations

from sqlalchemy import text

from app.storage.engine import engine


def current() -> str:
    """Equal texts see equal rows: a transaction that commits leaves the list of those in progress, or was not begun
    (PostgreSQL manual, 9.28.6). Costs no table access."""
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        return str(connection.execute(text("SELECT pg_current_snapshot()::text")).scalar_one())
