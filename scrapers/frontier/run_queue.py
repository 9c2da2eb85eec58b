"""The queue of one run, as one of its workers sees it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import redis
from redis.exceptions import RedisError, ResponseError
from scrapy.http import Request
from scrapy_redis.queue import PriorityQueue

from core.errors import SourceError
from scrapers.frontier.dupefilter import RunDupeFilter
from scrapers.frontier.script import SCRIPT
from scrapers.frontier.serializer import RequestJson, UnfitRequest
from scrapers.platforms.base import SourceSpider

KEPT = timedelta(days=1)
"""A run that nobody resumes within this time starts over."""
_AGE = 16
"""Digits before an entry's JSON."""


class FrontierLost(RedisError):
    """The frontier's keys are gone or of another type, or Redis refuses to write."""


class Superseded(FrontierLost):
    """A later attempt has taken over the run's frontier, or another worker ends the run or has ended it."""


class Counts(NamedTuple):
    """What one worker has done for the run."""

    pages: int
    rejected: int
    problems: int


class Ending(NamedTuple):
    """What the worker that ends a run must know: how many requests are left, and the problems (JSON) of each worker."""

    left: int
    problems: Mapping[str, Sequence[str]]


class RunQueue(PriorityQueue):  # type: ignore[misc]  # scrapy-redis has no types
    """scrapy-redis's priority queue, with a hold: a popped request stays in Redis until it is settled.

    Each method is one round trip and raises FrontierLost, Superseded, or RedisError while Redis is down.
    """

    spider: SourceSpider

    def __init__(
        self, server: redis.Redis, spider: SourceSpider, key: str, serializer: RequestJson, dupefilter: RunDupeFilter
    ) -> None:
        super().__init__(server, spider, key, serializer)
        self.dupefilter = dupefilter
        self._script = server.register_script(SCRIPT)
        self.held: dict[Request, bytes] = {}
        """The popped requests and their entries in Redis."""
        self.unreadable: list[bytes] = []
        """Popped entries that are not requests."""
        self._worker: tuple[Any, ...] = ()
        self._ticket = 0
        self._problems = 0

    def join(self, token: int, worker: str, alive: timedelta, now: str) -> str:
        """Returns the first worker's `now`: all workers and attempts of a run crawl the same span of time.
        `alive`: how long the worker counts as alive after its last call."""
        self.worker = worker
        self._worker = (token, worker, int(alive.total_seconds() * 1000), int(KEPT.total_seconds()))
        first: bytes = self._call("join", self.spider.name, now)
        return first.decode()

    def __len__(self) -> int:
        """Also counts what any worker holds: until that is settled, it may come back."""
        return int(self._call("count")) if self._worker else super().__len__()

    def push(self, request: Request) -> bool:
        """Records and queues the request in one step. False for one that the run knows or that does not fit in JSON;
        the latter is noted as a problem of the run."""
        try:
            text = self._encode_request(request)
        except ValueError as error:
            advice = f"{self.spider.name} declares itself stateless, so its requests must fit in JSON."
            self.spider.account.note(SourceError(f"{request}: {error}", url=request.url, advice=advice), essential=True)
            return False
        fingerprint = self.dupefilter.request_fingerprint(request)
        return bool(self._call("push", fingerprint, -request.priority, text))

    def pop(self, timeout: int = 0) -> Request | None:
        """Holds what it returns. An entry that is not one of our requests is dropped and noted as a problem: it may
        have stood for a page of the run. After a RedisError, call it again: it returns what the lost reply held."""
        while True:
            entry: bytes | None = self._call("pop", self._ticket)
            self._ticket += 1
            if entry is None:
                return None
            try:
                request: Request = self._decode_request(entry[_AGE:])
            except ValueError as error:
                self.spider.account.note(SourceError(f"an entry of the frontier was dropped: {error}"), essential=True)
                self.unreadable.append(entry)
            else:
                self.held[request] = entry
                return request

    def settle(
        self, finished: Sequence[Request], counts: Counts, problems: Sequence[str], *, leave: bool = False
    ) -> dict[str, Counts]:
        """Drops finished requests, stores counts and new problems, and gives a sign of life. Returns the counts of all
        workers. `leave`: this is the worker's last call but `claim`; others get what it still holds. After a
        RedisError, pass the same problems again, followed by new ones."""
        unreadable = list(self.unreadable)
        entries = [*unreadable, *(self.held[request] for request in finished)]
        counted = json.dumps([counts.pages, counts.rejected, counts.problems])
        known = self._problems
        all_counts = self._call("settle", int(leave), counted, known, len(problems), *problems, *entries)
        self._problems += len(problems)
        del self.unreadable[: len(unreadable)]
        for request in finished:
            del self.held[request]
        return {worker: Counts(*json.loads(text)) for worker, text in _pairs(all_counts)}

    def claim(self) -> Ending | None:
        """After `settle(leave=True)`: an Ending if this worker must end the run, None while that is open. Raises
        Superseded if another worker does."""
        claimed = self._call("claim")
        if claimed is None:
            return None
        left, flat = claimed
        problems: dict[str, list[str]] = {}
        for number, text in sorted(_pairs(flat)):
            problems.setdefault(number.rpartition(" ")[0], []).append(text)
        return Ending(left, problems)

    def clear(self) -> None:
        """Also deletes the keys that scrapy-redis does not know."""
        held = [f"held:{worker.decode()}" for worker in self.server.hkeys(f"{self.key}:counts")]
        names = ("run", "seen", "workers", "counts", "problems", *held)
        self.server.delete(self.key, *(f"{self.key}:{name}" for name in names))

    def _encode_request(self, request: Request) -> str:
        """Also refuses a method of another spider object, which Scrapy would accept for its name."""
        for method in (request.callback, request.errback):
            if getattr(method, "__self__", self.spider) is not self.spider:
                raise UnfitRequest(f"{method} is not a method of the spider {self.spider.name}")
        text: str = super()._encode_request(request)
        return text

    def _call(self, command: str, *arguments: Any) -> Any:
        try:
            return self._script(keys=[self.key], args=[command, *self._worker, *arguments])
        except ResponseError as error:
            kind, _, text = str(error).partition(" ")
            raise (Superseded(text) if kind == "SUPERSEDED" else FrontierLost(str(error))) from error


def run_key(run_id: str) -> str:
    """The key of a run's queue, and what the names of its other keys begin with."""
    return f"marquee:crawl:{run_id}"


def _pairs(flat: Sequence[bytes]) -> list[tuple[str, str]]:
    """A hash, as a script returns it."""
    return [(name.decode(), value.decode()) for name, value in zip(flat[::2], flat[1::2], strict=True)]
