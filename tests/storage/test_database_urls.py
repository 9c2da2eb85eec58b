"""Every form of DATABASE_URL that libpq understands works for all that connects; the others get one sentence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import quote

import psycopg2
import pytest
from psycopg2.extensions import make_dsn
from sqlalchemy import text

from app.services import ports, probes
from app.services.embedded.postgres import PostgresServer
from app.services.embedded.start import started
from app.worker import recovery
from core import database_url
from core.config import Settings, settings
from storage.database import backup, engine, migrate
from storage.database.engine import connected, transaction
from tests.plugins import starts
from tests.plugins.memory import temporary_folder
from tests.plugins.services import FAST

SECRET = "p@ss/w:rd%? '\\"
FORMS = {
    "address": "postgresql://odd:{pw}@127.0.0.1:{port}/town",
    "postgres://": "postgres://odd:{pw}@127.0.0.1:{port}/town",
    "driver": "postgresql+psycopg2://odd:{pw}@127.0.0.1:{port}/town?sslmode=prefer",
    "key and value": "host=127.0.0.1 port={port} user=odd password={quoted} dbname=town",
    "two hosts": "postgresql://odd:{pw}@127.0.0.1:{dead},127.0.0.1:{port}/town?target_session_attrs=read-write",
    "two hosts, key and value": "host=127.0.0.1,127.0.0.1 port={dead},{port} user=odd password={quoted} dbname=town",
    "two hosts, SQLAlchemy's form": "postgresql+psycopg2://odd:{pw}@/town?host=127.0.0.1:{dead}&host=127.0.0.1:{port}",
    "socket": "postgresql://odd:{pw}@/town?host={socket}&port={port}",
    "socket as host": "postgresql://odd:{pw}@{encoded}:{port}/town",
    "socket, driver": "postgresql+psycopg2://odd:{pw}@/town?host={socket}&port={port}",
    "options": "postgres://odd:{pw}@localhost:{port}/town?connect_timeout=7&application_name=mine&options=-c%20jit%3Doff",
}


@pytest.fixture(scope="module")
def parts() -> Iterator[dict[str, object]]:
    """A server on TCP and a unix socket, with a user whose password must be encoded, and a migrated database."""
    with temporary_folder() as folder:
        folder.chmod(0o777)
        options = {**FAST, "unix_socket_directories": str(folder)}
        with started(lambda port: PostgresServer(folder / "data", port, options=options)) as server:
            administrator = psycopg2.connect(server.url_of("postgres"))
            administrator.autocommit = True
            with administrator.cursor() as cursor:
                cursor.execute("CREATE ROLE odd LOGIN SUPERUSER PASSWORD %s", (SECRET,))
                cursor.execute("CREATE DATABASE town OWNER odd")
            administrator.close()
            migrate.upgrade(server.url_of("town"))
            yield {
                "port": server.port,
                "dead": ports.choose(),
                "pw": quote(SECRET, safe=""),
                "quoted": make_dsn(password=SECRET).partition("=")[2],
                "socket": folder,
                "encoded": quote(str(folder), safe=""),
            }


@pytest.fixture(params=FORMS.values(), ids=FORMS)
def url(request, parts, monkeypatch) -> Iterator[str]:
    address = request.param.format_map(parts)
    monkeypatch.setenv("DATABASE_URL", address)
    settings.cache_clear()
    engine.dispose()
    yield address
    if engine.engine.cache_info().currsize:
        engine.engine().dispose()
    engine.dispose()
    settings.cache_clear()


def test_all_that_connects_reaches_the_database(url, tmp_path):
    assert probes.postgres(url).startswith("18.")
    assert not migrate.pending(url)
    migrate.upgrade(url)
    for opened in (transaction(), connected(url), recovery.connection()):
        with opened as connection:
            assert connection.execute(text("SELECT current_user, current_database()")).one() == ("odd", "town")
    assert backup.occupied(url) is None or "sources" in str(backup.occupied(url))
    assert SECRET not in database_url.place(url)


def test_options_in_the_address_apply(parts, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", FORMS["options"].format_map(parts))
    settings.cache_clear()
    engine.dispose()
    with transaction() as connection:
        shown = [connection.execute(text(f"SHOW {name}")).scalar_one() for name in ("application_name", "jit")]
    assert shown == ["mine", "off"]
    engine.engine().dispose()
    engine.dispose()


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("postgresql://u:p@h/d", "h:5432"),
        ("host=a,b port=1,2 password=p", "a:1, b:2"),
        ("host=a,b port=1", "a:1, b:1"),
        ("dbname=d", "localhost:5432"),
        ("postgresql://u:p@/d?host=/run/postgresql", "/run/postgresql"),
        ("postgresql://u:p@[::1]:7/d", "::1:7"),
        ("postgresql://u:p?host=s3cret@h/d", "h:5432"),
        ("postgresql+psycopg2://u:p?host=s3cret@h/d", "h:5432"),
    ],
)
def test_place(address, where):
    assert database_url.place(address) == where


WRONG = {
    "postgresql+asyncpg://u:s3cret@h/d": "begins with postgresql+asyncpg://",
    "mysql://u:s3cret@h/d": "begins with mysql://",
    "sqlite:///s3cret.db": "begins with sqlite://",
    "s3cret": "isn't a Postgres address",
    "host=h password=a s3cret": "isn't a Postgres address",
    "host=h password=a s3cret=1": "isn't a Postgres address",
    "postgresql://u:s3%zzcret@h/d": "isn't a Postgres address",
    "postgresql://u:x@s3cret@h/d": "must be percent-encoded",
    "postgresql://u:s3/cret@h/d": "must be percent-encoded",
    "postgresql://u:s3cret@h:port/d": "port must be a number",
    "postgresql://u:s3cret@h/d?pgbouncer=true": "libpq has no option pgbouncer",
}


@pytest.mark.parametrize(("address", "said"), WRONG.items())
def test_one_sentence_about_what_libpq_cannot_use(address, said, monkeypatch):
    with pytest.raises(ValueError, match="DATABASE_URL") as refused:
        database_url.parameters(address)
    assert said in str(refused.value)
    assert "cret" not in str(refused.value)
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(ValueError) as invalid:
        Settings(_env_file=None)
    assert "cret" not in str(invalid.value)


NEW_PROCESSES = [
    "app up",
    "celery -A celery_app worker",
    "scrapy crawl mote",
    "uvicorn --factory app.api:create_app",
    "alembic current",
    "app.services.healthcheck api",
]
"""The others are forks (tests.plugins.starts)."""


@pytest.mark.parametrize(
    "command",
    [
        *NEW_PROCESSES,
        *(f"app {name}" for name in ("doctor", "migrate", "sources", "runs", "events", "backup f", "prune")),
        "app crawl mote",
        *(f"celery -A celery_app {name}" for name in ("beat", "flower", "report")),
    ],
)
def test_every_command_ends_with_that_sentence(command, tmp_path):
    environment = {**os.environ, "DATABASE_URL": "postgresql+asyncpg://u:s3cret@h/d", "DATA_DIR": str(tmp_path)}
    ran = starts.run(command.split(), environment, forked=command not in NEW_PROCESSES)
    assert ran.returncode == 1
    assert "DATABASE_URL begins with postgresql+asyncpg://" in ran.stderr
    assert "Traceback" not in ran.stderr + ran.stdout
    assert len(ran.stderr.strip().splitlines()) == 1
    assert "s3cret" not in ran.stderr + ran.stdout
