"""Two roles in Postgres: the owner migrates, and the application reads and writes rows and owns nothing.

A fault in the application then cannot drop a table, read the server's files, or run a program on its machine, which a
superuser can.
"""

from __future__ import annotations

from contextlib import closing

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812  # a class in spite of its name
from psycopg2.extensions import encrypt_password, make_dsn

from app.services.errors import ServiceError
from core.database_url import parameters

_GRANTS = """
GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role};
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT SELECT, USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, USAGE, UPDATE ON SEQUENCES TO {role};
"""
"""TEMPORARY, because batches are staged in temporary tables. The default privileges are for what the owner creates
later."""


def grant(owner_url: str, application_url: str) -> None:
    """Gives the role of `application_url` the rows of the owner's database, and creates the role if it is missing.

    Does nothing if both addresses have the same role. Can be repeated. Raises ServiceError if the owner may not do it.
    """
    role = parameters(application_url).get("user", "")
    password = parameters(application_url).get("password", "")
    with closing(psycopg2.connect(make_dsn(**{"connect_timeout": "10"} | parameters(owner_url)))) as connection:
        if role in ("", connection.info.user):
            return
        try:
            with connection:
                _create(connection, role, password)
                names = {"role": sql.Identifier(role), "database": sql.Identifier(connection.info.dbname)}
                with connection.cursor() as cursor:
                    cursor.execute(sql.SQL(_GRANTS).format(**names))
                    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
                    if cursor.fetchone() == (True,):  # so that `doctor` sees transactions of other roles
                        cursor.execute(sql.SQL("GRANT pg_read_all_stats TO {role}").format(**names))
        except psycopg2.Error as error:
            raise ServiceError(
                f"{connection.info.user}, who owns the database, couldn't set up the role {role}: "
                f"{str(error).strip().splitlines()[0]}. Create it as docs/security.md says."
            ) from error


def _create(connection: Connection, role: str, password: str) -> None:
    """Sends a verifier of the password, because Postgres may log the statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", (role,))
        if cursor.fetchone() is None:
            verifier = encrypt_password(password, role, scope=connection, algorithm="scram-sha-256")
            statement = "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD {}"
            cursor.execute(sql.SQL(statement).format(sql.Identifier(role), sql.Literal(verifier)))
