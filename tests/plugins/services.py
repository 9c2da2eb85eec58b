"""Real Postgres and Redis: one server of each per test process, and an empty database per test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg2
import pytest
import redis

from app.services import roles
from app.services.embedded.postgres import PostgresServer
from app.services.embedded.redis import RedisServer
from app.services.embedded.start import started
from core.config import settings
from storage.database import engine, migrate
from tests.plugins.memory import temporary_folder

TEMPLATE = "migrated"
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "256MB",
    "shared_buffers": "32MB",  # dropping a database goes through all of them
    "io_method": "sync",  # asking another process to read from memory takes longer than reading
}


Execute = Callable[[str], None]
NamedDatabase = Callable[[str], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A Postgres server; its data is deleted at the end."""
    with temporary_folder() as folder:
        server = started(lambda port: PostgresServer(folder / "data", port, options=FAST))
        hash_passwords_once(server)
        try:
            yield server
        finally:
            server.stop()


def hash_passwords_once(server: PostgresServer) -> None:
    """A client hashes its password as often as the server did, and 4,096 times take as long as a small query."""
    with closing(psycopg2.connect(server.url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("SET scram_iterations = 1")
        for url in (server.url, server.application_url):
            address = urlsplit(url)
            cursor.execute(f"ALTER ROLE {address.username} PASSWORD %s", (unquote(address.password or ""),))


@pytest.fixture(scope="session")
def _execute(postgres_server: PostgresServer) -> Iterator[Execute]:
    """Runs a statement as the server's owner, always over one connection: a new one takes as long as a small test."""
    with closing(psycopg2.connect(postgres_server.url_of("postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor.execute


@pytest.fixture(scope="session")
def migrated_template(postgres_server: PostgresServer, _execute: Execute) -> str:
    """The name of a database with the latest schema and no rows. Copying it is faster than migrating again."""
    _execute(f"CREATE DATABASE {TEMPLATE}")
    migrate.upgrade(postgres_server.url_of(TEMPLATE))
    roles.grant(postgres_server.url_of(TEMPLATE), postgres_server.application_url)
    return TEMPLATE


@pytest.fixture
def empty_database_url(postgres_server: PostgresServer, _execute: Execute) -> Iterator[str]:
    """The URL of a database without tables, for tests of migrations."""
    yield from _database(postgres_server, _execute, "template1")


@pytest.fixture
def database_url(postgres_server: PostgresServer, _execute: Execute, migrated_template: str) -> Iterator[str]:
    """The URL of the test's own migrated database."""
    yield from _database(postgres_server, _execute, migrated_template)


def _database(server: PostgresServer, execute: Execute, template: str) -> Iterator[str]:
    with _copy(server, execute, template, "test") as url:
        yield url


@contextmanager
def _copy(server: PostgresServer, execute: Execute, template: str, name: str) -> Iterator[str]:
    execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    try:
        yield server.url_of(name)
    finally:
        execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def named_database(postgres_server: PostgresServer, _execute: Execute, migrated_template: str) -> NamedDatabase:
    """`named_database("town")` is a migrated database that several tests share; its context has the URL."""
    return lambda name: _copy(postgres_server, _execute, migrated_template, name)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A Redis-compatible server; its data is deleted at the end."""
    with temporary_folder() as folder:
        server = started(lambda port: RedisServer(folder / "data", port, options={"appendonly": "no"}))
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The URL of an empty Redis."""
    with redis.Redis.from_url(redis_server.url) as client:
        client.flushall()
    return redis_server.url


@pytest.fixture
def application_url(postgres_server: PostgresServer, database_url: str) -> str:
    """The URL of the same database for the application's role."""
    return url_of_application(postgres_server, database_url)


def url_of_application(server: PostgresServer, database_url: str) -> str:
    return urlsplit(server.application_url)._replace(path=urlsplit(database_url).path).geturl()


@pytest.fixture
def service_environment(
    database_url: str, application_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[None]:
    """Sets DATABASE_URL (of the role `marquee_app`), DATABASE_OWNER_URL, REDIS_URL, and CAPTURES_DIR for this process
    (`settings()`, the engine) and its children."""
    with environment_of(monkeypatch, database_url, application_url, redis_url, tmp_path):
        yield


@contextmanager
def environment_of(
    monkeypatch: pytest.MonkeyPatch, database_url: str, application_url: str, redis_url: str, folder: Path
) -> Iterator[None]:
    monkeypatch.setenv("CAPTURES_DIR", str(folder / "captures"))
    monkeypatch.setenv("DATABASE_URL", application_url)
    monkeypatch.setenv("DATABASE_OWNER_URL", database_url)
    monkeypatch.setenv("REDIS_URL", redis_url)
    settings.cache_clear()
    _forget_engine()
    try:
        yield
    finally:
        _forget_engine()
        settings.cache_clear()


def _forget_engine() -> None:
    if engine.engine.cache_info().currsize:
        engine.engine().dispose()
        engine.engine.cache_clear()
