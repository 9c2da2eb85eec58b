"""The application's role reads and writes rows, and can do nothing that only an owner or a superuser may."""

from __future__ import annotations

from contextlib import closing

import psycopg2
import pytest
from psycopg2 import sql
from psycopg2.extensions import make_dsn
from sqlalchemy import text
from typer.testing import CliRunner

from app.cli import app as command_line
from app.services import addresses, roles
from app.services.errors import ServiceError
from core.config import Settings, settings
from core.database_url import parameters
from storage.database import engine, migrate
from storage.database.engine import connected
from tests.api.harvest import concert, harvest, seed

PASSWORD = "it's a 'secret' @ home"


def with_user(url: str, user: str, password: str) -> str:
    return make_dsn(**{**parameters(url), "user": user, "password": password})


@pytest.fixture
def other_url(database_url):
    """Of a role that `grant` creates, and that is dropped with all its rights at the end."""
    yield with_user(database_url, "plain_app", PASSWORD)
    with closing(psycopg2.connect(database_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = 'plain_app'")
        if cursor.fetchone():
            cursor.execute(sql.SQL("DROP OWNED BY plain_app; DROP ROLE plain_app"))


@pytest.fixture
def as_application(database_url, other_url, redis_url, monkeypatch):
    """This process, its settings, and the command line, with the application's role."""
    roles.grant(database_url, other_url)
    monkeypatch.setenv("DATABASE_URL", other_url)
    monkeypatch.setenv("REDIS_URL", redis_url)
    settings.cache_clear()
    yield other_url
    engine.engine().dispose()
    engine.engine.cache_clear()
    settings.cache_clear()


def test_it_harvests(as_application, database_url):
    seed()
    harvest(concert("a"), concert("b"))
    harvest(concert("a"))
    with connected(database_url) as connection:
        assert connection.execute(text("SELECT count(*) FROM events WHERE withdrawn_at IS NULL")).scalar() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE events",
        "ALTER TABLE events ADD COLUMN x int",
        "TRUNCATE events",
        "CREATE TABLE mine (x int)",
        "CREATE ROLE other SUPERUSER",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('postgresql.conf')",
        "SET ROLE marquee",
        "CREATE EXTENSION plpython3u",
    ],
)
def test_it_owns_nothing(as_application, statement):
    refused = (psycopg2.errors.InsufficientPrivilege, psycopg2.errors.FeatureNotSupported)
    with closing(psycopg2.connect(as_application)) as connection, connection.cursor() as cursor, pytest.raises(refused):
        cursor.execute(statement)


def test_migrate_uses_the_owner(empty_database_url, monkeypatch, redis_url, tmp_path):
    other_url = with_user(empty_database_url, "other_app", PASSWORD)
    for name, value in (
        ("DATABASE_URL", other_url),
        ("DATABASE_OWNER_URL", empty_database_url),
        ("REDIS_URL", redis_url),
        ("DATA_DIR", str(tmp_path)),
    ):
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    try:
        for _ in range(2):
            ran = CliRunner().invoke(command_line, ["migrate"])
            assert ran.exit_code == 0, ran.output
        assert not migrate.pending(other_url)
        with closing(psycopg2.connect(other_url)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user")
            assert cursor.fetchone() == (False, False, False)
            cursor.execute("SELECT count(*) FROM sources")
            assert cursor.fetchone()[0] > 0
    finally:
        settings.cache_clear()
        with closing(psycopg2.connect(empty_database_url)) as connection, connection, connection.cursor() as cursor:
            cursor.execute("DROP OWNED BY other_app; DROP ROLE other_app")


def test_one_role_keeps_working(database_url, monkeypatch, redis_url):
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("REDIS_URL", redis_url)
    settings.cache_clear()
    ran = CliRunner().invoke(command_line, ["migrate"])
    settings.cache_clear()
    assert ran.exit_code == 0, ran.output


def test_an_owner_that_may_not_create_roles_says_what_to_do(database_url, other_url):
    roles.grant(database_url, other_url)
    with pytest.raises(ServiceError, match=r"plain_app, who owns the database, couldn't set up the role third: perm"):
        roles.grant(other_url, with_user(database_url, "third", PASSWORD))


def test_the_embedded_server_has_both(tmp_path, postgres_server):
    """The folder knows its owner from the application's address, also in a shell that only has that."""
    server = postgres_server
    with closing(psycopg2.connect(server.application_url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("marquee_app", False)
    (tmp_path / addresses.POSTGRES).symlink_to(server.data_dir)
    plain = Settings(_env_file=None)
    assert addresses.owner(plain, tmp_path, server.application_url) == server.url
    assert addresses.owner(plain, tmp_path, server.url) == server.url
    assert addresses.owner(plain, tmp_path / "other", server.application_url) == server.application_url
