"""Copies rows into a table while they are being made: the server reads the first while the next are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection

CHUNK = 64 * 1024


class _Lines:
    """File-like object for psycopg2: returns about CHUNK characters at a time."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self.rows: Iterator[Sequence[str]] = iter(rows)

    def read(self, size: int = CHUNK) -> str:
        lines: list[str] = []
        length = 0
        for fields in self.rows:
            line = "\t".join(fields)
            lines.append(line)
            length += len(line)
            if length >= size:
                break
        return "\n".join([*lines, ""]) if lines else ""


def copy_rows(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Each row has fields in COPY's text format, as made by `storage.events.rows`."""
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", _Lines(rows), CHUNK)
