"""Decides in Redis which crawl may send the next request to a host."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from core.redis_client import client_url

PREFIX = "marquee:politeness:"
ANSWER_S = 3.0
"""How long Redis may take to connect or to answer before it counts as down. The time that a crawl waits for another
crawl of the process to free a connection does not count."""
CONNECTIONS = 4
"""Per process. A call takes a fraction of a millisecond, and a crawl makes one at a time."""
CLIENT_NAME = "marquee-politeness"
"""The name of these connections in Redis's CLIENT LIST."""

DEFAULT_PORTS = {"http": 80, "https": 443}

TAKE_TURN = """
local delay, booked = tonumber(ARGV[1]), tonumber(ARGV[2])
local slack, keep = 10, math.max(600000, delay)
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function read(name) return tonumber(redis.call('HGET', KEYS[1], name) or 0) end
local sent, gap, tail, tail_gap = read('sent'), read('gap'), read('tail'), read('tail_gap')

if sent > now + 1 then sent, gap, tail, tail_gap = 0, 0, 0, 0 end
local earliest = sent + math.max(gap, delay)
if booked == 0 or booked > tail then
  booked = math.max(now, earliest)
  if tail > sent then booked = math.max(booked, tail + math.max(tail_gap, delay) + slack) end
  tail, tail_gap = booked, delay
end
local due = math.max(booked, earliest)
if due <= now then sent, gap = now + 1, delay end

redis.call('HSET', KEYS[1], 'sent', sent, 'gap', gap, 'tail', tail, 'tail_gap', tail_gap)
redis.call('PEXPIRE', KEYS[1], math.max(sent, tail) - now + keep)
return {booked, math.max(due - now, 0), now}
"""
"""Takes a turn at a host, or books the next free one. All times are milliseconds on Redis's clock.

KEYS[1]   hash of one host: `sent`, the last turn taken, rounded up, with the `gap` that its crawl wants after it;
          `tail`, the last turn booked, with its crawl's gap
ARGV      the crawl's delay; the turn it has booked, or 0
returns   the booked turn; how long to wait before asking again (0: the turn is taken, send now); the current time

Turns are booked first come, first served. A crawl takes its turn by asking again when it is due, so a late one (busy
process, suspended machine) delays those behind it, and two turns taken are never closer than the longer of their two
delays. Booked turns are 10 ms further apart than that, so that the usual lateness of a timer delays nobody. The turn of
a dead crawl is skipped. A booking that the hash does not know (Redis was wiped, or its clock set back) is made again.
The key expires after ten minutes, the longest delay that a spider accepts, without a turn.
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """`booked`: the number to ask with again; `wait_s`: seconds until then, 0 for "send now"; `at_ms`: Redis's time."""

    booked: int
    wait_s: float
    at_ms: int


class Turns:
    """Asks for turns on behalf of all crawls of a process. The first one opens the connections, the last closes them.

    If there are more crawls than connections, they wait for one, without limit. If Redis does not answer one crawl,
    those waiting behind it fail at once, so that a hundred crawls do not time out one after another.
    """

    def __init__(self) -> None:
        self._users = 0
        self._redis: Redis | None = None
        self._free = asyncio.Semaphore(CONNECTIONS)
        self._silences = 0

    def join(self) -> None:
        """Adds a crawl. Opens nothing yet."""
        self._users += 1

    async def leave(self) -> None:
        """Removes a crawl."""
        self._users -= 1
        if self._users == 0 and self._redis is not None:
            leaving, self._redis = self._redis, None
            await leaving.aclose()

    async def ask(self, redis_url: str, host: str, delay_s: float, booked: int) -> Turn:
        """Takes the turn at a host, or returns when to ask again. Raises RedisError, or ValueError if `redis_url` isn't
        a Redis address."""
        if self._redis is None:
            self._redis = _connect(redis_url)
        take = self._redis.register_script(TAKE_TURN)
        silences = self._silences
        async with self._free:
            if self._silences != silences:
                raise RedisError("it just failed to answer another crawl of this process")
            try:
                answer = await take(keys=[PREFIX + host], args=[math.ceil(delay_s * 1000), booked])
            except RedisError:
                self._silences += 1
                raise
        booked, wait_ms, at_ms = answer
        return Turn(booked, wait_ms / 1000, at_ms)


def host_of(url: str) -> str:
    """The host of an address, in lower case, with its port unless it is the default one, so that http:// and https://
    share their turns."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if parts.port is None or parts.port == DEFAULT_PORTS.get(parts.scheme):
        return host
    return f"{host}:{parts.port}"


def _connect(redis_url: str) -> Redis:
    return Redis.from_url(
        client_url(redis_url, asynchronous=True),
        socket_timeout=ANSWER_S,
        socket_connect_timeout=ANSWER_S,
        retry=Retry(NoBackoff(), 1),
        client_name=CLIENT_NAME,
    )
