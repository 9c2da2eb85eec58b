"""Detects whether anything was committed, by the database's snapshot."""

from __future__ import annotations

from threading import Lock

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from storage.database.engine import engine


class Watch:
    """Keeps a connection open, so that a check costs one round trip."""

    def __init__(self) -> None:
        self._connection: Connection | None = None
        self._lock = Lock()

    def current(self) -> str:
        """The snapshot as text. Equal texts mean equal rows: a transaction that commits leaves the list of those in
        progress (PostgreSQL manual, 9.28.6). Reads no table. Reopens a lost connection once."""
        with self._lock:
            if self._connection is not None:
                try:
                    return self._ask(self._connection)
                except DBAPIError:
                    self.close()
            connection = engine().connect().execution_options(isolation_level="AUTOCOMMIT")
            connection.detach()
            self._connection = connection
            return self._ask(connection)

    def _ask(self, connection: Connection) -> str:
        return str(connection.execute(_SNAPSHOT).scalar_one())

    def close(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.close()


_SNAPSHOT = text("SELECT pg_current_snapshot()::text")
