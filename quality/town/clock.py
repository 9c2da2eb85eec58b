"""Sets the clock of an empty database: `now()` is a function of its own, which is found before Postgres's."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql


def set_clock(url: str, offset: timedelta) -> None:
    """For connections from then on, and for the defaults of tables that are created from then on."""
    database = urlsplit(url).path.removeprefix("/")
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(
            sql.SQL(
                "CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE "
                "AS $$ SELECT pg_catalog.now() + {} $$"
            ).format(sql.Literal(offset))
        )
        cursor.execute(
            sql.SQL("ALTER DATABASE {} SET search_path = public, pg_catalog").format(sql.Identifier(database))
        )
