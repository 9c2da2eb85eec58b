"""Counts what clients do: in Redis for all API processes together, in this process while Redis is down."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from limits import RateLimitItem
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter

from core.config import settings
from core.redis_client import connect

KEY_PREFIX = "marquee:limits"
TIMEOUT_S = 1.0
RETRY_AFTER_S = 10.0
"""After a failure Redis is left alone this long, so that a hanging Redis does not slow every request down."""

logger = logging.getLogger(__name__)
T = TypeVar("T")


class SharedCounts:
    """Fixed windows: each begins with the first hit on its key and ends after the limit's time."""

    def __init__(self, redis_url: str) -> None:
        pool = connect(redis_url, TIMEOUT_S).connection_pool
        # The pool decides where to connect; of the address, RedisStorage only reads the scheme.
        shared = RedisStorage("redis://", connection_pool=pool, key_prefix=KEY_PREFIX, wrap_exceptions=True)
        self._shared = FixedWindowRateLimiter(shared)
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._own_lock = threading.Lock()  # MemoryStorage can lose a count when two threads open a window at once
        self._shared_again_at = 0.0

    def hit(self, limit: RateLimitItem, key: str) -> int:
        """Counts one, also when that exceeds the limit. Returns 0, or how many seconds to wait once it is exceeded."""

        def count(counts: FixedWindowRateLimiter) -> int:
            if counts.hit(limit, key):
                return 0
            return max(1, math.ceil(counts.get_window_stats(limit, key).reset_time - time.time()))

        return self._ask(count)

    def give_back(self, limit: RateLimitItem, key: str) -> None:
        """Takes one off the count, unless its window is over: the next one must not begin below zero."""

        def take_back(counts: FixedWindowRateLimiter) -> None:
            if counts.storage.get(limit.key_for(key)) > 0:
                counts.storage.incr(limit.key_for(key), limit.get_expiry(), amount=-1)

        self._ask(take_back)

    def clear(self, limit: RateLimitItem, key: str) -> None:
        self._ask(lambda counts: counts.clear(limit, key))

    def _ask(self, question: Callable[[FixedWindowRateLimiter], T]) -> T:
        if time.monotonic() >= self._shared_again_at:
            try:
                return question(self._shared)
            except StorageError as error:
                self._shared_again_at = time.monotonic() + RETRY_AFTER_S
                logger.warning("Redis is down, so each API process counts requests and logins alone: %s", error)
        with self._own_lock:
            return question(self._own)


def shared_counts() -> SharedCounts:
    """The counts on REDIS_URL."""
    return _counts_on(settings().redis_url)


@cache
def _counts_on(redis_url: str) -> SharedCounts:
    return SharedCounts(redis_url)
