"""A Redis and a Postgres in which tests cause faults, and a worker that serves only one queue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from app.diagnosis import workers
from tests.tasks.conftest import Worker, running_worker


@pytest.fixture
def server(service_environment: None, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[redis.Redis]:
    """Redis. Without a worker no ping is answered, so there is no need to wait long for one."""
    monkeypatch.setattr(workers, "ANSWER_S", 0.05)
    with redis.Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
def worker(
    server: redis.Redis, database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Worker]:
    """A worker for the queue `default` only."""
    monkeypatch.setattr(workers, "ANSWER_S", 3.0)
    with running_worker(database_url, redis_url, tmp_path, arguments=("-Q", "default")) as worker:
        yield worker
