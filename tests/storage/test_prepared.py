"""Statements that a connection keeps."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import text

from storage.database import prepared

SQL = "SELECT cast(:name AS text) || ':%' AS name, cast(:at AS timestamptz) AS at, :name::text AS again"


def kept(connection):
    return connection.execute(text("SELECT count(*) FROM pg_prepared_statements")).scalar_one()


def test_a_statement_is_prepared_once(fresh_connection):
    connection = fresh_connection
    before = kept(connection)
    at = datetime(2031, 12, 1, tzinfo=UTC)
    assert prepared.run(connection, SQL, {"name": "a", "at": at, "unused": 1}).one() == ("a:%", at, "a")
    assert prepared.run(connection, SQL, {"name": "b", "at": None}).one() == ("b:%", None, "b")
    assert kept(connection) == before + 1


def test_a_connection_keeps_only_so_many(connection):
    statements = [f"SELECT {number} + cast(:more AS integer)" for number in range(2 * prepared.MOST)]
    assert [prepared.run(connection, one, {"more": 1}).scalar_one() for one in statements] == [
        number + 1 for number in range(2 * prepared.MOST)
    ]
    assert kept(connection) <= prepared.MOST
