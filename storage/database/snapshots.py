"""Whether anything was committed since: the database's snapshot, as text."""

from __future__ import annotations

from threading import Lock

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from storage.database.engine import engine


class Watch:
    """Asks over a connection that it keeps, so that to ask costs one message and its answer."""

    def __init__(self) -> None:
        self._connection: Connection | None = None
        self._lock = Lock()

    def current(self) -> str:
        """Equal texts see equal rows: a transaction that commits leaves the list of those in progress, or was not begun
        (PostgreSQL manual, 9.28.6). No table is read. A connection that was lost is opened anew, once."""
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
