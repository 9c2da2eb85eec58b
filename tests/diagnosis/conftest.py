"""A Redis and a Postgres of the test's own, in which faults are planted, and a worker to be at fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from app.diagnosis import workers
from tests.tasks.conftest import Worker, running_worker


@pytest.fixture
def server(service_environment: None, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[redis.Redis]:
    """Without a worker nobody answers, for which there is no need to wait long."""
    monkeypatch.setattr(workers, "ANSWER_S", 0.05)
    with redis.Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
def worker(
    server: redis.Redis, database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Worker]:
    """It takes from `default` alone."""
    monkeypatch.setattr(workers, "ANSWER_S", 3.0)
    with running_worker(database_url, redis_url, tmp_path, arguments=("-Q", "default")) as worker:
        yield worker
