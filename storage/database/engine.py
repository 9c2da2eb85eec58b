"""The database address as SQLAlchemy wants it, and the process's one engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from core.config import settings

CONNECTING = {
    "connect_timeout": 10,
    "application_name": "marquee",
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""Of libpq. A server whose machine or network is gone without a word is known to be away after a minute, not after the
two hours and more of TCP's own default."""
SESSION = {
    "idle_in_transaction_session_timeout": "60s",
    "tcp_keepalives_idle": "30s",
    "tcp_keepalives_interval": "10s",
    "tcp_keepalives_count": "3",
}
"""Of Postgres. A process that stands still in the middle of a transaction, or whose machine is gone, holds its run's
row, and the run's next attempt waits for it: it is cut off after a minute. There is no lock_timeout: whoever waits for
a lock waits for a batch or for that minute, and giving up would only take its place in the queue away."""


class NoDatabase(RuntimeError):
    """DATABASE_URL is not set, and no running Marquee was found to take it from."""


DATABASE_AWAY = (OperationalError, InterfaceError, PoolExhausted)
"""What a statement raises while Postgres does not answer."""
DATABASE_UNUSABLE = (*DATABASE_AWAY, ProgrammingError, NoDatabase)
"""The same, and what comes when DATABASE_URL is not set or the tables are missing because nobody ran the migrations."""


def normalise(url: str) -> URL:
    """`postgres://` and `postgresql://` mean psycopg2 here; SQLAlchemy 2.1 would read the latter as psycopg 3."""
    parsed = make_url(url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg2")
    if parsed.drivername != "postgresql+psycopg2":
        raise ValueError(f"DATABASE_URL must be a postgresql:// address, not {parsed.drivername}://")
    return parsed


@cache
def engine() -> Engine:
    """One engine per process, made at first use: a forked worker must call `dispose` before that."""
    url = settings().database_url
    if url is None:
        raise NoDatabase('DATABASE_URL is not set: start Marquee and run eval "$(python -m app env)", or set it.')
    made = create_engine(
        normalise(url),
        pool_pre_ping=True,
        # A hundred crawls of a worker come and go in bursts: to open a connection, with the temporary tables of a
        # batch, costs as much as twenty of their transactions, so what was opened is kept, and the warmest used first.
        pool_size=20,
        max_overflow=5,
        pool_use_lifo=True,
        connect_args=CONNECTING,
    )
    event.listen(made, "connect", _set_session)
    return made


def _set_session(connection: Any, _: object) -> None:
    """By SET and not as libpq's `options`, which would take the place of those in the address."""
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET {name} = '{value}'" for name, value in SESSION.items()))
    connection.autocommit = False


@contextmanager
def transaction() -> Iterator[Connection]:
    """A connection whose work is committed at the end, or rolled back when anything is raised."""
    with engine().begin() as connection:
        yield connection


def dispose() -> None:
    """Forget connections that a fork inherited, without closing the parent's sockets."""
    if engine.cache_info().currsize:
        engine().dispose(close=False)
        engine.cache_clear()


@contextmanager
def connected(database_url: str) -> Iterator[Connection]:
    """A transaction on a database that is not the process's own, such as one that is just being set up."""
    own = create_engine(normalise(database_url))
    try:
        with own.begin() as connection:
            yield connection
    finally:
        own.dispose()
