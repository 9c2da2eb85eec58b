"""A run's requests in Redis: one worker's hold on them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import redis
import scrapy
from redis.exceptions import ResponseError
from scrapy.http import Request
from scrapy_redis.queue import Base

from scrapers.frontier import scripts
from scrapers.frontier.entries import decode, encode, identity

KEPT = timedelta(days=1)
"""A run that nobody has taken up for so long is begun anew."""


class FrontierLost(RuntimeError):
    """The frontier is not what it was: its keys are gone or of another type, or Redis refuses to write."""


class Superseded(FrontierLost):
    """A later attempt at the run has taken its frontier over, or the run is at its end."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What one worker of the run has told of its work."""

    pages: int
    rejected: int
    problems: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How a worker stands to the run that it has left. `ends_run`: it must write the run's end; `certain`: else, it is
    known that another does. `living`: the other workers, with the times until which they are believed to live."""

    ends_run: bool
    certain: bool
    living: Mapping[bytes, float]
    left: int = 0
    problems: Sequence[bytes] = ()


class RunQueue(Base):  # type: ignore[misc]  # scrapy-redis has no types
    """scrapy-redis' queue by priority, with what was taken kept until it is finished.

    Each method is one round trip and raises FrontierLost, Superseded or redis' ConnectionError.
    """

    def __init__(
        self, server: redis.Redis, spider: scrapy.Spider, run_id: str, token: int, worker: str, alive: timedelta
    ) -> None:
        super().__init__(server, spider, prefix(run_id), serializer=json)
        self.worker = worker
        self._ticket = 0
        self._told = 0
        self._arguments = (token, worker, int(alive.total_seconds() * 1000), int(KEPT.total_seconds()))

    def __len__(self) -> int:
        """Entries that wait or are held, by any worker."""
        return int(self._call(scripts.LEFT))

    def begin(self, present: str) -> tuple[str, int, dict[str, Counts]]:
        """Join, or make, the run's frontier. Returns the present in which the run began, the number of entries that
        wait, and what earlier workers told."""
        began, waiting, told = self._call(scripts.BEGIN, self.spider.name, present)
        return began.decode(), int(waiting), _counts(told)

    def push(self, request: Request, fingerprint: bytes) -> bool:
        """Queue a request unless the run knows it. Raises Unserialisable."""
        return self.push_encoded(*self.encoded(request, fingerprint))

    def encoded(self, request: Request, fingerprint: bytes) -> tuple[str, int, bytes]:
        entry = encode(request, self.spider)
        return identity(request, fingerprint), -request.priority, entry

    def push_encoded(self, identity_: str, score: int, entry: bytes) -> bool:
        return bool(self._call(scripts.PUSH, identity_, score, entry))

    def pop(self, timeout: int = 0) -> tuple[bytes, bytes] | None:
        """The first entry's number and text (empty when there is none); it stays the worker's until it is settled.
        Called again after a ConnectionError it gives what the lost reply said."""
        popped = self._call(scripts.POP, self._ticket)
        self._ticket += 1
        return None if popped is None else (popped[0], popped[1] or b"")

    def decoded(self, entry: bytes) -> Request:
        """The request of an entry. Raises Garbled."""
        return decode(entry, self.spider)

    def settle(
        self, finished: Sequence[bytes], counts: Counts, problems: Sequence[str], *, leave: bool = False
    ) -> dict[str, Counts]:
        """Drop what is finished and give a sign of life; returns what every worker of the run has told. `leave`: it is
        the last one, and what the worker still holds is for others. After a ConnectionError, what was said is to be
        said again, with what is new behind it."""
        counted = json.dumps([counts.pages, counts.rejected, counts.problems])
        told = self._call(scripts.SETTLE, counted, int(leave), self._told, len(problems), *problems, *finished)
        self._told += len(problems)
        return _counts(told)

    def claim(self) -> Ending:
        """After `settle(leave=True)`: whether it is for this worker to end the run."""
        state, *rest = self._call(scripts.CLAIM)
        if state == 0:
            return Ending(False, False, dict(zip(rest[0][::2], map(float, rest[0][1::2]), strict=True)))
        return Ending(state == 1, True, {}, *rest)

    def clear(self) -> None:
        """Delete the run's keys."""
        held = [f"{self.key}:held:{worker.decode()}" for worker in self.server.hkeys(f"{self.key}:told")]
        names = ("run", "queue", "entries", "seen", "workers", "told", "problems")
        self.server.delete(*(f"{self.key}:{name}" for name in names), *held)

    def _call(self, script: str, *arguments: Any) -> Any:
        try:
            return self.server.register_script(script)(keys=[self.key], args=[*self._arguments, *arguments])
        except ResponseError as error:
            kind, _, told = str(error).partition(" ")
            raise (Superseded(told) if kind in ("SUPERSEDED", "OVER") else FrontierLost(str(error))) from error


def prefix(run_id: str) -> str:
    """What the names of a run's keys begin with."""
    return f"marquee:frontier:{run_id}"


def _counts(told: Sequence[bytes]) -> dict[str, Counts]:
    """A flat list of worker, counts, …: a hash as a script returns it."""
    return {name.decode(): Counts(*json.loads(counts)) for name, counts in zip(told[::2], told[1::2], strict=True)}
