"""Sends tasks through the broker and waits for the rows of their runs."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from celery import Celery
from sqlalchemy import text

from celery_app import app
from quality.bench.environment.sources import count
from quality.bench.figures import BenchFailed
from storage.database.engine import transaction

_ROUTING = ("task_queues", "task_routes", "task_default_queue", "task_default_exchange", "task_default_routing_key")


@dataclass(frozen=True)
class Client:
    celery: Celery

    def crawl(self, source_id: int, *, delay: float = 0.0) -> str:
        """Sends `scrape_vanwezel` for a source. Returns the id of its task and run."""
        sent = self.celery.send_task("app.tasks.scrape_vanwezel", kwargs={"source_id": source_id, "delay": delay})
        return str(sent.id)

    def crawl_all(self, source_ids: Sequence[int], *, delay: float = 0.0, timeout_s: float) -> float:
        """Sends a task for each source and waits for all. Returns the seconds from the first to the last run's end."""
        before = _finished()
        started = time.time()
        for source_id in source_ids:
            self.crawl(source_id, delay=delay)
        wait_until(lambda: _finished() >= before + len(source_ids), timeout_s, f"{len(source_ids)} crawls")
        with transaction() as connection:
            last = connection.execute(text("SELECT extract(epoch FROM max(finished_at)) FROM runs")).scalar_one()
        return float(last) - started


@contextmanager
def client(redis_url: str) -> Iterator[Client]:
    celery = Celery("bench", broker=redis_url, backend=redis_url, set_as_current=False)
    celery.conf.update({name: app.conf[name] for name in _ROUTING})
    try:
        yield Client(celery)
    finally:
        celery.close()


def wait_until(true: Any, timeout_s: float, what: str) -> None:
    """Raises BenchFailed if it takes longer."""
    give_up = time.monotonic() + timeout_s
    while not true():
        if time.monotonic() > give_up:
            raise BenchFailed(f"{what} did not end within {timeout_s:g} s")
        time.sleep(0.1)


def _finished() -> int:
    return count("SELECT count(*) FROM runs WHERE status <> 'running'")
