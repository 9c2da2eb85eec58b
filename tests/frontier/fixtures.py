"""A source of many calendars on a fixed day, and crawls of it by the `scrapy` command."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import redis
from sqlalchemy import text

from sandbox.calendars.site import all_traps
from sandbox.server import Sandbox
from storage.database.engine import transaction
from storage.runs import ledger as runs
from storage.sources import records as sources
from storage.sources.records import SourceSeed
from tests.plugins.starts import Fork, NewProcess

REPOSITORY = Path(__file__).resolve().parents[2]
TODAY = date(2028, 11, 22)
NOW = "2028-11-22T12:00:00-05:00"
SITE, SOURCE = "feeds", 3
ALIVE_S = 3.0
PATIENCE_S = 60.0
ICS = ("-a", f"source_id={SOURCE}", "-a", "delay=0", "-a", f"now={NOW}", "-s", "AUTOTHROTTLE_ENABLED=False")


@dataclass(frozen=True)
class Worker:
    """A process that crawls."""

    process: NewProcess
    log: Path

    def ended(self) -> str:
        """The log of a crawl that must succeed."""
        log = self.log_at_end()
        assert self.process.returncode == 0, log
        return log

    def log_at_end(self) -> str:
        """The log of a crawl that may fail."""
        self.process.wait(PATIENCE_S)
        return self.log.read_text()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> str:
        self.process.terminate()
        return self.log_at_end()


@dataclass
class Feeds:
    """The source's calendars. `begin` starts a process that crawls them; those that still run are killed at the end."""

    sandbox: Sandbox
    server: redis.Redis
    folder: Path
    paths: list[str] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)

    def add(self, path: str) -> None:
        """Adds a feed to the source."""
        self.paths.append(path)
        with transaction() as connection:
            connection.execute(
                text("INSERT INTO source_feeds (source_id, url, kind, label) VALUES (:id, :url, 'ics', '')"),
                {"id": SOURCE, "url": self.sandbox.url(SITE, path)},
            )

    def begin(self, run_id: str, *arguments: str, frontier: str = "redis", start: type[NewProcess] = Fork) -> Worker:
        log = self.folder / f"{len(self.workers)}.log"
        command = ["scrapy", "crawl", "ics", *ICS, "-a", f"run_id={run_id}", "-s", f"FRONTIER_ALIVE_S={ALIVE_S}"]
        with log.open("w") as stderr:
            process = start([*command, *arguments], env={**os.environ, "FRONTIER": frontier}, stderr=stderr)
        self.workers.append(Worker(process, log))
        return self.workers[-1]

    def crawl(self, run_id: str, *arguments: str, frontier: str = "redis") -> str:
        """Crawls to the end; returns the log."""
        return self.begin(run_id, *arguments, frontier=frontier).ended()

    def be_slow(self, seconds: float) -> None:
        """Delays the site's answers by this much."""
        self.sandbox.trouble.clear()
        self.sandbox.trouble.add(SITE, "slow", value=seconds, path="^/calendars/")

    def asked(self) -> Counter[str]:
        """How often each calendar was requested."""
        return Counter(one.path for one in list(self.sandbox.requests) if one.path in self.paths)

    def until(self, met: Callable[[], object]) -> None:
        """Waits until a condition is true."""
        give_up = time.monotonic() + PATIENCE_S
        while not met():
            assert time.monotonic() < give_up, "it did not happen in time"
            time.sleep(0.02)

    def keys(self) -> list[str]:
        return sorted(key.decode() for key in self.server.keys("marquee:crawl:*"))

    def stored(self) -> dict[str, tuple[Any, ...]]:
        """Each stored event with its occurrences, without ids and times of writing."""
        with transaction() as connection:
            rows = connection.execute(
                text("""
                    SELECT e.uid, e.title, e.status, encode(e.content_hash, 'hex'), e.withdrawn_at,
                           array_agg(o.key || ' ' || o.starts_at || ' ' || o.status ORDER BY o.key)
                      FROM events e JOIN occurrences o ON o.event_id = e.id GROUP BY e.id""")
            ).all()
        return {row[0]: tuple(map(str, row[1:])) for row in rows}

    def forget_events(self) -> None:
        with transaction() as connection:
            connection.execute(text("DELETE FROM remembered_answers"))
            connection.execute(text("DELETE FROM events"))
            connection.execute(text("DELETE FROM runs"))


def lapse(run_id: str) -> None:
    """Makes the lease of a run expire."""
    with transaction() as connection:
        connection.execute(
            text("UPDATE runs SET lease_until = now() - interval '1 second' WHERE id = :id"), {"id": run_id}
        )


def read_run(run_id: str) -> runs.Run:
    with transaction() as connection:
        run = runs.read_run(connection, run_id)
    assert run is not None
    return run


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[Sandbox]:
    with Sandbox(today=TODAY) as sandbox:
        yield sandbox


@pytest.fixture
def server(redis_url: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
def feeds(running_sandbox: Sandbox, service_environment: None, server: redis.Redis, tmp_path: Path) -> Iterator[Feeds]:
    sandbox = running_sandbox
    seed = SourceSeed(id=SOURCE, name=SITE, title="Feeds", base_url=sandbox.url(SITE), timezone="America/New_York")
    with transaction() as connection:
        sources.seed(connection, [seed])
    sandbox.requests.clear()
    feeds = Feeds(sandbox, server, tmp_path)
    for name in all_traps(TODAY):
        feeds.add(f"/calendars/{name}.ics")
    try:
        yield feeds
    finally:
        sandbox.trouble.clear()
        for worker in feeds.workers:
            worker.kill()


@pytest.fixture(scope="session")
def _harvested() -> dict[str, tuple[Any, ...]]:
    return {}


@pytest.fixture
def undisturbed(feeds: Feeds, _harvested: dict[str, tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    """What a crawl with its frontier in memory stores. Crawls once per session, and leaves the database empty."""
    if not _harvested:
        feeds.crawl("undisturbed", frontier="memory")
        _harvested.update(feeds.stored())
        feeds.forget_events()
        feeds.sandbox.requests.clear()
    return _harvested
