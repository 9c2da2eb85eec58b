"""Crawls of the sandbox with a delay, and the Redis that holds their turns."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import redis

from tests.crawl.fixtures import crawls, pytest_configure, running_sandbox, sandbox

__all__ = ["crawls", "pytest_configure", "running_sandbox", "sandbox"]


@pytest.fixture
def server(redis_url: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        yield client
