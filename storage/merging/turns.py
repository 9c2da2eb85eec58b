"""Takes turns with crawls and with other processes that write what people see of events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from storage.database.engine import transaction

LOCK_WAIT = "500ms"
"""How long to wait for a crawl that writes the same rows: less than Postgres takes to look for a deadlock."""
TRIES = 20
_WRITING = 0x6D657267
"""Advisory lock of a transaction that writes groups or series."""
_LOCKED = "55P03"

T = TypeVar("T")


class RowsBusy(RuntimeError):
    """A crawl writes the same events now."""


def patiently(work: Callable[[Connection], T]) -> T:
    """Does the work in a transaction, and tries again while a crawl holds the rows."""
    for left in reversed(range(TRIES)):
        try:
            with transaction() as connection:
                _take_turn(connection)
                return work(connection)
        except OperationalError as error:
            if not _is_locked(error) or not left:
                raise
    raise AssertionError("unreachable")


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """For a person's act: one after the other, in the caller's transaction. Raises RowsBusy."""
    _take_turn(connection)
    try:
        yield
    except OperationalError as error:
        if not _is_locked(error):
            raise
        raise RowsBusy("A crawl is writing these events. Try again in a moment.") from error


def _take_turn(connection: Connection) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITING})
    connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'"))


def _is_locked(error: OperationalError) -> bool:
    return getattr(error.orig, "pgcode", None) == _LOCKED
