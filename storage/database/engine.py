"""Creates the process's one database engine, and opens transactions."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from core.config import settings
from core.database_url import parameters

DIALECT = "postgresql+psycopg2://"
"""SQLAlchemy's name for the driver; libpq gets the address as parameters, because SQLAlchemy's URLs cannot express all
of them. Without the driver, SQLAlchemy 2.1 would use psycopg 3."""

CONNECTING = {
    "connect_timeout": 10,
    "application_name": "marquee",
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""libpq options, unless DATABASE_URL sets them. If the server's machine or network disappears silently, we notice after
a minute, not after TCP's default of more than two hours."""
SESSION = {
    "idle_in_transaction_session_timeout": "60s",
    "tcp_keepalives_idle": "30s",
    "tcp_keepalives_interval": "10s",
    "tcp_keepalives_count": "3",
}
"""Postgres session options. A process that hangs in a transaction, or whose machine is gone, holds the lock on its
run's row, and the run's next attempt waits for it: Postgres disconnects it after a minute. There is no lock_timeout: a
lock is held for one batch or for that minute, and a process that gave up would only lose its place in the queue."""


class NoDatabase(RuntimeError):
    """DATABASE_URL is not set, and no running Marquee was found to take it from."""


DATABASE_AWAY = (OperationalError, InterfaceError, PoolExhausted)
"""What a statement raises while Postgres does not respond."""
DATABASE_UNUSABLE = (*DATABASE_AWAY, ProgrammingError, NoDatabase)
"""The same, and what is raised if DATABASE_URL is not set or the migrations have not run."""


@cache
def engine() -> Engine:
    """The process's engine, created at first use; a forked worker must call `dispose` before that."""
    url = settings().database_url
    if url is None:
        raise NoDatabase('DATABASE_URL is not set: start Marquee and run eval "$(python -m app env)", or set it.')
    made = create_engine(
        DIALECT,
        # A worker runs up to a hundred crawls, in bursts. Opening a connection and creating a batch's temporary tables
        # costs as much as twenty of their transactions, so connections stay open, and the last used is used first.
        # Nor does a new one look for hstore, which no table has: Postgres takes 2 ms for that.
        pool_size=20,
        max_overflow=5,
        pool_use_lifo=True,
        use_native_hstore=False,
        connect_args={**CONNECTING, **parameters(url)},
    )
    event.listen(made, "connect", _set_session)
    event.listen(made, "checkout", _refuse_ended)
    return made


def _refuse_ended(connection: Any, *_: object) -> None:
    """Makes the pool replace a connection that Postgres has ended. One that waits in the pool has nothing to read until
    it is ended: to look costs two microseconds, while `pool_pre_ping` costs a round trip for each transaction."""
    if connection.closed:
        raise DisconnectionError
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        raise DisconnectionError


def _set_session(connection: Any, _: object) -> None:
    """Uses SET, because libpq's `options` would override those in the address."""
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET {name} = '{value}'" for name, value in SESSION.items()))
    connection.autocommit = False


@contextmanager
def transaction() -> Iterator[Connection]:
    """A connection whose transaction is committed at the end, or rolled back if anything is raised."""
    with engine().begin() as connection:
        yield connection


@contextmanager
def trial() -> Iterator[Connection]:
    """As `transaction`, but rolled back at the end: what was written shows what would happen."""
    with engine().connect() as connection:
        yield connection


def dispose() -> None:
    """Drops connections that a fork inherited, without closing the parent's sockets."""
    if engine.cache_info().currsize:
        engine().dispose(close=False)
        engine.cache_clear()


@contextmanager
def connected(database_url: str) -> Iterator[Connection]:
    """A transaction on a database other than the process's own, for example one that is being set up."""
    own = create_engine(DIALECT, use_native_hstore=False, connect_args=parameters(database_url))
    try:
        with own.begin() as connection:
            yield connection
    finally:
        own.dispose()
