"""How often somebody may try to log in: counted in Redis for all API processes, in this process while it is away."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http import HTTPStatus

import redis

from app.api.problems import Problem
from app.config import settings

WINDOW_S = 900
MOST_OF_ADDRESS = 30
"""Failures within the window, whatever the names."""
MOST_OF_PAIR = 10
"""Failures within the window with one name from one address: the account stays open to others."""
MOST_KEPT = 10_000
PREFIX = "marquee:logins:"

logger = logging.getLogger(__name__)


@dataclass
class Memory:
    """Counts of this process: those of a window that is over are dropped, the oldest first when there are too many."""

    counts: dict[str, tuple[int, float]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, name: str, add: int) -> int:
        now = time.monotonic()
        with self.lock:
            counted, ends = self.counts.get(name, (0, 0.0))
            if ends <= now:
                self.counts.pop(name, None)
                counted, ends = 0, now + WINDOW_S
            if add:
                while len(self.counts) >= MOST_KEPT and name not in self.counts:
                    del self.counts[next(iter(self.counts))]
                self.counts[name] = (counted + add, ends)
            return counted + add

    def forget(self, name: str) -> None:
        with self.lock:
            self.counts.pop(name, None)


memory = Memory()


def check(address: str, name: str) -> None:
    """Before the password is looked at. Raises Problem 429, the same for a name that nobody has."""
    if _count(_of_address(address), 0) >= MOST_OF_ADDRESS or _count(_of_pair(address, name), 0) >= MOST_OF_PAIR:
        raise Problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"Too many failed log-ins: try again in {WINDOW_S // 60} minutes.",
            headers={"Retry-After": str(WINDOW_S)},
        )


def failed(address: str, name: str) -> None:
    for counter in (_of_address(address), _of_pair(address, name)):
        _count(counter, 1)


def succeeded(address: str, name: str) -> None:
    """The pair begins anew. The address does not: one account of one's own would buy guesses at all others."""
    counter = _of_pair(address, name)
    memory.forget(counter)
    try:
        _client(settings().redis_url).delete(counter)
    except redis.RedisError as error:
        logger.warning("Log-ins are counted in this process only: %s", error)


def _count(counter: str, add: int) -> int:
    """How many failures there are after adding so many."""
    here = memory.count(counter, add)
    try:
        client = _client(settings().redis_url)
        if not add:
            return max(here, int(client.get(counter) or 0))
        with client.pipeline(transaction=True) as pipe:
            pipe.incrby(counter, add)
            pipe.expire(counter, WINDOW_S, nx=True)
            return max(here, int(pipe.execute()[0]))
    except redis.RedisError as error:
        logger.warning("Log-ins are counted in this process only: %s", error)
        return here


def _of_address(address: str) -> str:
    return f"{PREFIX}address:{address}"


def _of_pair(address: str, name: str) -> str:
    """Names are hashed: people type passwords there."""
    return f"{PREFIX}pair:{address}:{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()}"


@cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=1.0, socket_connect_timeout=1.0)
