"""The Postgres and Redis of the benches, with the settings of `python -m app up`. Their data goes with the run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import psycopg2
import redis

from app.services.embedded.postgres import PostgresServer
from app.services.embedded.redis import RedisServer
from app.services.embedded.start import started
from core.config import settings
from storage.database import engine, migrate

TEMPLATE, DATABASE = "migrated", "bench"


@dataclass
class Servers:
    """Both servers, each started at its first use."""

    folder: Path
    measured: dict[tuple[str, int], float] = field(default_factory=dict)
    """What one bench measured and others report too."""
    _kept: set[str] = field(default_factory=set)

    @cached_property
    def postgres(self) -> PostgresServer:
        server = started(lambda port: PostgresServer(self.folder / "postgres", port))
        self._execute(server, f"CREATE DATABASE {TEMPLATE}")
        migrate.upgrade(server.url_of(TEMPLATE))
        return server

    @cached_property
    def redis(self) -> RedisServer:
        return started(lambda port: RedisServer(self.folder / "redis", port))

    def stop(self) -> None:
        for name in ("postgres", "redis"):
            if name in self.__dict__:
                self.__dict__.pop(name).stop()

    @contextmanager
    def database(self) -> Iterator[str]:
        """An empty, migrated database, for this process (`transaction()`) and, by DATABASE_URL, for its children."""
        self._execute(self.postgres, f"CREATE DATABASE {DATABASE} TEMPLATE {TEMPLATE} STRATEGY file_copy")
        self._execute(self.postgres, "CHECKPOINT")
        try:
            with self.using(DATABASE) as url:
                yield url
        finally:
            self._execute(self.postgres, f"DROP DATABASE {DATABASE} WITH (FORCE)")

    def kept(self, name: str, fill: Callable[[], None]) -> str:
        """The address of a database that several benches read: migrated, filled at the first call, and analyzed."""
        if name not in self._kept:
            self._execute(self.postgres, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
            with self.using(name):
                fill()
            with closing(psycopg2.connect(self.postgres.url_of(name))) as connection:
                connection.autocommit = True
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM ANALYZE")
                    cursor.execute("CHECKPOINT")
            self._kept.add(name)
        return self.postgres.url_of(name)

    @contextmanager
    def using(self, name: str) -> Iterator[str]:
        """A database of this server, for this process (`transaction()`) and, by DATABASE_URL, for its children."""
        url = self.postgres.url_of(name)
        before = os.environ.get("DATABASE_URL")
        os.environ["DATABASE_URL"] = url
        settings.cache_clear()
        _forget_engine()
        try:
            yield url
        finally:
            _forget_engine()
            if before is None:
                del os.environ["DATABASE_URL"]
            else:
                os.environ["DATABASE_URL"] = before
            settings.cache_clear()

    def empty_redis(self) -> str:
        """Empties Redis and returns its address."""
        with redis.Redis.from_url(self.redis.url) as client:
            client.flushall()
        return self.redis.url

    @staticmethod
    def _execute(server: PostgresServer, statement: str) -> None:
        with closing(psycopg2.connect(server.url_of("postgres"))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)


def _forget_engine() -> None:
    if engine.engine.cache_info().currsize:
        engine.engine().dispose()
        engine.engine.cache_clear()
