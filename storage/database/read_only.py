"""Transactions that only read, see one moment of the database, and are ended when they take too long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Connection

from storage.database.engine import transaction

LONGEST = timedelta(seconds=5)
"""What one statement of a reading request may take; OperationalError after that."""
_BEGIN = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; "
    f"SET LOCAL statement_timeout = {LONGEST // timedelta(milliseconds=1)}; SET LOCAL jit = off; "
    "SET LOCAL max_parallel_workers_per_gather = 0"
)
"""To compile a plan, or to start workers for it, costs more than any of these statements takes."""


@contextmanager
def reading() -> Iterator[Connection]:
    """A connection in such a transaction."""
    with transaction() as connection:
        connection.exec_driver_sql(_BEGIN)
        yield connection
