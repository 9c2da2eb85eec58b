"""The worker's sign of life: what is stored is settled, what others did is learned, the last one ends the run."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any, Protocol, TypeVar, runtime_checkable

from redis.exceptions import RedisError
from scrapy.crawler import Crawler
from scrapy.http import Request

from core.errors import SourceError
from scrapers.frontier.run_queue import Counts, Ending, FrontierLost, RunQueue, Superseded
from scrapers.platforms.base import Problem, SourceSpider
from scrapers.platforms.failures import NOT_SENT, NotSent
from scrapers.platforms.other_workers import Elsewhere

TICK_S = 0.25
"""Between two settlements: what a killed worker had finished since the last is fetched again."""
LIVE_S = 1.0
"""Between two signs of life of a worker that finishes nothing."""
CLAIM_S = 0.2
PAUSES_S = (0.5, 1, 2, 4, 8, 15)
"""Between tries while Redis is away."""
ADVICE = "Run the source again: what was not finished is fetched then."

NOT_HERE = Ending(ends_run=False, certain=True, living={})

logger = logging.getLogger(__name__)
T = TypeVar("T")


@runtime_checkable
class Stores(Protocol):
    """The pipeline step that gathers items before it writes them. `lost`: how many it could not write."""

    lost: int

    async def flush(self) -> None: ...


class Unstored(RuntimeError):
    """Items of finished pages were not stored, so these pages must not be settled."""


class Keeper:
    """Holds what this worker has taken. A request is finished once the engine works at it no more, which is after the
    pipelines; it is settled once the items that they gathered are written. One that was not sent, since the crawl is
    being stopped, is not finished: it is given back, and no problem of the run."""

    def __init__(self, crawler: Crawler, queue: RunQueue, spider: SourceSpider, alive: timedelta) -> None:
        self.crawler = crawler
        self.queue = queue
        self.spider = spider
        self.alive = alive
        self.held: dict[Request, bytes] = {}
        self.dropped: list[bytes] = []
        self.backlog: list[tuple[str, int, bytes]] = []
        self.gone: FrontierLost | None = None
        self.over = False
        self._leaving = False
        self._wake = asyncio.Event()
        self._told = 0
        self._settled_at = 0.0
        self._ticking: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Join the run's frontier, in the present in which the run began: its window must not move under it."""
        began, waiting, _ = await _patiently(lambda: asyncio.to_thread(self.queue.begin, self.spider.now.isoformat()))
        self.spider.now = type(self.spider.now).fromisoformat(began)
        if waiting:
            logger.info("The run's frontier has %d requests already", waiting)
        self._ticking = asyncio.create_task(self._tick())
        self._ticking.add_done_callback(self._not_by_a_fault)

    def settle_soon(self) -> None:
        """Nothing is left to take: do not wait for the next tick if all that is held is finished."""
        if (self.held or self.dropped) and len(self._finished()) == len(self.held):
            self._wake.set()

    async def leave(self, reason: str) -> None:
        """Settle what is finished, give the rest back, and learn whether to end the run. Without Redis' word nobody
        writes the end: the run's lease runs out, and its next attempt goes on from here."""
        self._leaving = True
        self._wake.set()
        if self._ticking is not None:
            await self._ticking
        if self.gone is not None:
            return
        try:
            await _patiently(lambda: self._settle(leave=True))
            self.spider.elsewhere = replace(self.spider.elsewhere, goes_on=True)
            ending = await _patiently(self._claim)
        except FrontierLost as error:
            self._lose(error)
        except RedisError as error:
            logger.error("Redis is away, so the run is left open: %s", error)
            self.spider.elsewhere = Elsewhere(goes_on=True)
        else:
            self._end(ending, reason)

    async def _tick(self) -> None:
        while not await self._time_to_leave():
            if not self._due():
                continue
            try:
                await self._settle()
            except RedisError as error:
                logger.warning("Redis is away, the crawl waits for it: %s", error)
            except Unstored:
                self._close("storage_failed")
                return
            except FrontierLost as error:
                self._lose(error)
                self._close("superseded" if isinstance(error, Superseded) else "frontier_lost")
                return
            self._engine()._slot.nextcall.schedule()

    async def _time_to_leave(self) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), TICK_S)
        self._wake.clear()
        return self._leaving

    def _due(self) -> bool:
        news = self.backlog or self.dropped or self._finished()
        return bool(news) or time.monotonic() - self._settled_at >= LIVE_S

    async def _settle(self, *, leave: bool = False) -> None:
        """The order matters: children are queued, then items stored, then their page is settled with its problems."""
        finished = self._finished()
        await self._push_backlog()
        store = self.crawler.get_item_pipeline(Stores)  # type: ignore[type-abstract]  # it asks isinstance only
        if store is not None:
            await store.flush()
            if store.lost and not leave:
                raise Unstored
        unstored = store is not None and store.lost > 0
        met = self.spider.problems[self._told :] if not unstored else []
        problems = [problem for problem in met if not isinstance(problem.error, NotSent)]
        counts = Counts(self._pages(), self.spider.rejected, self._told + len(problems))
        dropped = list(self.dropped)
        numbers = [] if unstored else [*dropped, *(self.held[request] for request in finished)]
        news = [_problem(self.queue.worker, problem) for problem in problems]
        told = await asyncio.to_thread(self.queue.settle, numbers, counts, news, leave=leave)
        self._settled_at = time.monotonic()
        for request in finished:
            self.held.pop(request, None)
        del self.dropped[: len(dropped)]
        self._told += len(met)
        others = [one for worker, one in told.items() if worker != self.queue.worker]
        self.spider.elsewhere = Elsewhere(
            pages=sum(one.pages for one in others),
            rejected=sum(one.rejected for one in others),
            problems=sum(one.problems for one in others),
        )

    async def _push_backlog(self) -> None:
        while self.backlog:
            await asyncio.to_thread(self.queue.push_encoded, *self.backlog[0])
            del self.backlog[0]

    async def _claim(self) -> Ending:
        """Wait until somebody is known to end the run: this worker when nobody else is alive, else one that has shown a
        sign of life after this one left. A worker that died may be believed to live for as long as `alive`."""
        living: Mapping[bytes, float] = {}
        give_up = time.monotonic() + 2 * self.alive.total_seconds()
        while True:
            try:
                ending = await asyncio.to_thread(self.queue.claim)
            except FrontierLost:
                return NOT_HERE  # another has ended the run already, and its keys are gone
            shown = any(until > living.get(worker, until) for worker, until in ending.living.items())
            if ending.certain or shown or time.monotonic() >= give_up:
                return ending
            living = living or ending.living
            await asyncio.sleep(CLAIM_S)

    def _end(self, ending: Ending, reason: str) -> None:
        if not ending.ends_run:
            return
        elsewhere = self.spider.elsewhere
        if reason == "finished" and ending.left:
            text = f"{ending.left} requests of the run were not fetched"
            self.spider.note(SourceError(text, advice=ADVICE), essential=True)
        others = _of_others(ending.problems, self.queue.worker)
        self.spider.elsewhere = Elsewhere(
            elsewhere.pages,
            elsewhere.rejected,
            len(others),
            [problem["error"] for problem in others],
            [problem["unread"] for problem in others if problem["unread"]],
        )
        self.over = reason == "finished"

    def _lose(self, error: FrontierLost) -> None:
        self.gone = error
        self.spider.note(SourceError(f"the run's frontier in Redis: {error}", advice=ADVICE), essential=True)

    def _not_by_a_fault(self, ticking: asyncio.Task[None]) -> None:
        """Without ticks nothing would be settled, and the crawl would never end."""
        if not ticking.cancelled() and ticking.exception() is not None:
            logger.error("The frontier failed", exc_info=ticking.exception())
            self._close("frontier_failed")

    def _close(self, reason: str) -> None:
        self._closing = asyncio.ensure_future(self._engine().close_spider_async(reason=reason))

    def _finished(self) -> list[Request]:
        in_progress = self._engine()._slot.inprogress
        return [one for one in self.held if one not in in_progress and NOT_SENT not in one.meta]

    def _engine(self) -> Any:
        """Scrapy's engine; which requests it works at stands nowhere but in its slot, which is not typed as public."""
        return self.crawler.engine

    def _pages(self) -> int:
        assert self.crawler.stats is not None
        return int(self.crawler.stats.get_value("response_received_count", 0))


async def _patiently(action: Callable[[], Awaitable[T]]) -> T:
    for pause in PAUSES_S:
        try:
            return await action()
        except RedisError as error:
            logger.warning("Redis is away, trying again in %s s: %s", pause, error)
            await asyncio.sleep(pause)
    return await action()


def _problem(worker: str, problem: Problem) -> str:
    unread = str(problem.error) if problem.essential else None
    return json.dumps({"worker": worker, "error": problem.to_json(), "unread": unread}, sort_keys=True)


def _of_others(problems: Sequence[bytes], worker: str) -> list[dict[str, Any]]:
    """The problems that only other workers met. One that several met word for word (at a page that a worker died at,
    or before the first request) counts once."""
    met: dict[str, Counter[str]] = {worker: Counter()}
    for line in problems:
        problem = json.loads(line)
        met.setdefault(problem.pop("worker"), Counter())[json.dumps(problem, sort_keys=True)] += 1
    together = reduce(or_, met.values())
    return [json.loads(text) for text in (together - met[worker]).elements()]
