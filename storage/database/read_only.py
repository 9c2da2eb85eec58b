"""Opens transactions that only read, see one moment of the database, and have a time limit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Connection

from storage.database import prepared
from storage.database.engine import transaction

LONGEST = timedelta(seconds=5)
"""Time limit of one statement; after that it raises OperationalError."""
_BEGIN = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; "
    f"SET LOCAL statement_timeout = {LONGEST // timedelta(milliseconds=1)}; SET LOCAL jit = off; "
    f"SET LOCAL max_parallel_workers_per_gather = 0; {prepared.ONE_PLAN}"
)
"""Compiling a plan or starting parallel workers costs more than any of these statements takes."""


@contextmanager
def reading() -> Iterator[Connection]:
    """A connection in a read-only transaction."""
    with transaction() as connection:
        connection.exec_driver_sql(_BEGIN)
        yield connection
