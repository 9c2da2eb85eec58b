"""Whose turn it is to ask a host, kept in Redis for the crawls of all workers."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

PREFIX = "marquee:politeness:"
ANSWER_S = 3.0
"""How long Redis may take to connect or to answer one question before it counts as away. Waiting for a connection that
another crawl of the process uses is none of it: that says nothing of Redis."""
CONNECTIONS = 4
"""Per process: one question takes a fraction of a millisecond, and a crawl has one to ask at a time."""
CLIENT_NAME = "marquee-politeness"
"""What CLIENT LIST of Redis calls these connections."""

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
"""Take a turn at a host, or book the next free one. All times are milliseconds of Redis' own clock.

KEYS[1]   hash of one host: `sent`, the last turn that was taken, rounded up, with the `gap` its crawl wants;
          `tail`, the last turn that was booked, with the gap that its crawl wants
ARGV      the crawl's delay; the turn that it has booked, 0 for none
returns   the booked turn; how long to wait before asking again, 0: the turn is taken, send now; the time

Turns are booked in the order of asking. A turn is taken by asking again once it is due, so whoever comes late to its
own (a busy process, a stopped machine) moves those behind it, and two turns taken are never nearer than the longer
delay of the two. What is booked lies 10 ms further apart than that, so that the usual lateness of a timer moves nobody.
A turn whose crawl has died is left out. A booking that the hash does not know (Redis was emptied, or its clock set
back) is made anew. Ten minutes without a turn, the longest delay that a spider takes, and the key is gone.
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """`booked`: its number to ask with again; `wait_s`: seconds until then, 0 for "send now"; `at_ms`: Redis' time."""

    booked: int
    wait_s: float
    at_ms: int


class Turns:
    """Asks for turns. One for all crawls of a process: the first opens its connections, the last closes them.

    More crawls than connections queue for these, as long as it takes. When Redis does not answer one of them, those who
    queue behind it learn it at once, so that a hundred crawls do not find out one after the other.
    """

    def __init__(self) -> None:
        self._users = 0
        self._redis: Redis | None = None
        self._free = asyncio.Semaphore(CONNECTIONS)
        self._silences = 0

    def join(self) -> None:
        """One crawl more. Opens nothing yet."""
        self._users += 1

    async def leave(self) -> None:
        """One crawl less."""
        self._users -= 1
        if self._users == 0 and self._redis is not None:
            leaving, self._redis = self._redis, None
            await leaving.aclose()

    async def ask(self, redis_url: str, host: str, delay_s: float, booked: int) -> Turn:
        """Take the turn at a host, or learn when to ask again. Raises RedisError, and ValueError for an address that
        is none of Redis'."""
        if self._redis is None:
            self._redis = _connect(redis_url)
        take = self._redis.register_script(TAKE_TURN)
        silences = self._silences
        async with self._free:
            if self._silences != silences:
                raise RedisError("it did not answer another crawl of this process just now")
            try:
                answer = await take(keys=[PREFIX + host], args=[math.ceil(delay_s * 1000), booked])
            except RedisError:
                self._silences += 1
                raise
        booked, wait_ms, at_ms = answer
        return Turn(booked, wait_ms / 1000, at_ms)


def host_of(url: str) -> str:
    """The host that an address asks, lower-cased: with its port, unless that is the usual one, so that http:// and
    https:// of a site share their turns."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if parts.port is None or parts.port == DEFAULT_PORTS.get(parts.scheme):
        return host
    return f"{host}:{parts.port}"


def _connect(redis_url: str) -> Redis:
    return Redis.from_url(
        redis_url,
        socket_timeout=ANSWER_S,
        socket_connect_timeout=ANSWER_S,
        retry=Retry(NoBackoff(), 1),
        client_name=CLIENT_NAME,
    )
