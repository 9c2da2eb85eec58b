"""Settles what this worker has finished, and decides with the other workers who ends the run."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from redis.exceptions import RedisError
from scrapy.crawler import Crawler
from scrapy.http import Request

from core.errors import SourceError
from scrapers.frontier.run_queue import Counts, Ending, FrontierLost, RunQueue, Superseded
from scrapers.platforms.account import OtherWorkers, Problem, Stores
from scrapers.platforms.base import SourceSpider
from scrapers.platforms.failures import NOT_SENT, NotSent

TICK_S = 0.25
"""Between two settlements: what a killed worker finished since the last one is fetched again."""
CLAIM_S = 0.2
PAUSES_S = (0.5, 1, 2, 4, 8, 15)
"""Between tries while Redis is down."""
ADVICE = "Run the source again: it fetches what was not finished."

logger = logging.getLogger(__name__)
T = TypeVar("T")


class Keeper:
    """A request is finished when the engine no longer works on it, which is after the pipelines; it is settled when the
    items they gathered are written. One that was not sent because the crawl is stopping goes back to the queue, and is
    not a problem of the run."""

    def __init__(self, crawler: Crawler, spider: SourceSpider) -> None:
        self.crawler = crawler
        self.spider = spider
        self.backlog: list[Request] = []
        """Requests to push when Redis is back."""
        self.run_finished = False
        self._ticking: asyncio.Task[None] | None = None
        self._leaving = asyncio.Event()
        self._lost = False
        self._reported = 0
        """How many of the spider's problems are in Redis."""

    def start(self, queue: RunQueue) -> None:
        self.queue = queue
        self._ticking = asyncio.create_task(self._tick())
        self._ticking.add_done_callback(self._close_if_failed)

    async def leave(self, reason: str) -> None:
        """Settle what is finished, give back the rest, and find out who ends the run. If Redis stays down nobody does:
        the run's lease expires, and its next attempt resumes here."""
        if self._ticking is None:
            return
        self._leaving.set()
        await self._ticking
        if self._lost:
            return
        try:
            await patiently(lambda: self._settle(leave=True))
            self.spider.account.other_workers = replace(self.spider.account.other_workers, continue_run=True)
            ending = await patiently(self._claim)
        except FrontierLost as error:
            self._lose(error)
        except RedisError as error:
            logger.error("Redis is down, so the run stays open: %s", error)
            self.spider.account.other_workers = OtherWorkers(continue_run=True)
        else:
            if ending is not None:
                self._end(ending, reason)

    async def _tick(self) -> None:
        while not await self._is_leaving():
            if (store := self._store()) and store.lost:
                self._close("storage_failed")
                return
            try:
                await self._settle()
            except FrontierLost as error:
                self._lose(error)
                self._close("superseded" if isinstance(error, Superseded) else "frontier_lost")
                return
            except RedisError as error:
                logger.warning("Redis is down; the crawl waits for it: %s", error)
            else:
                _engine_slot(self.crawler).nextcall.schedule()

    async def _is_leaving(self) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._leaving.wait(), TICK_S)
        return self._leaving.is_set()

    async def _settle(self, *, leave: bool = False) -> None:
        """The order matters: a page's requests are queued, its items stored, and then it is settled with its problems,
        so that a worker that dies in between leaves nothing undone."""
        in_progress = _engine_slot(self.crawler).inprogress
        finished = [one for one in self.queue.held if one not in in_progress and NOT_SENT not in one.meta]
        while self.backlog:
            await asyncio.to_thread(self.queue.push, self.backlog[0])
            del self.backlog[0]
        new = self.spider.account.problems[self._reported :]
        if store := self._store():
            if finished:
                await store.flush()
            if store.lost:
                finished, new = [], []  # a worker that fetches these pages again meets the same problems
        problems = [_to_json(problem) for problem in new if not isinstance(problem.error, NotSent)]
        counts = Counts(self._pages(), self.spider.account.rejected, self._reported + len(problems))
        all_counts = await asyncio.to_thread(self.queue.settle, finished, counts, problems, leave=leave)
        self._reported += len(new)
        others = [one for worker, one in all_counts.items() if worker != self.queue.worker]
        pages, rejected, count = (sum(column) for column in zip(Counts(0, 0, 0), *others, strict=True))
        self.spider.account.other_workers = OtherWorkers(pages, rejected, count)

    async def _claim(self) -> Ending | None:
        """None: another worker ends the run. One that died counts as alive for a while, so wait until a worker gives a
        sign of life or none is left."""
        try:
            while (ending := await asyncio.to_thread(self.queue.claim)) is None:
                await asyncio.sleep(CLAIM_S)
        except FrontierLost:
            return None
        return ending

    def _end(self, ending: Ending, reason: str) -> None:
        if reason == "finished" and ending.left:
            text = f"{ending.left} requests of the run were not fetched"
            self.spider.account.note(SourceError(text, advice=ADVICE), essential=True)
        others = _of_others(ending.problems, self.queue.worker)
        self.spider.account.other_workers = OtherWorkers(
            self.spider.account.other_workers.pages,
            self.spider.account.other_workers.rejected,
            len(others),
            [problem["error"] for problem in others],
            [problem["unread"] for problem in others if problem["unread"]],
        )
        self.run_finished = reason == "finished"

    def _lose(self, error: FrontierLost) -> None:
        self._lost = True
        self.spider.account.note(SourceError(f"the run's frontier in Redis: {error}", advice=ADVICE), essential=True)

    def _close_if_failed(self, ticking: asyncio.Task[None]) -> None:
        """Without ticks nothing would be settled, and the crawl would never end."""
        if not ticking.cancelled() and ticking.exception() is not None:
            logger.error("The frontier failed", exc_info=ticking.exception())
            self._close("frontier_failed")

    def _close(self, reason: str) -> None:
        assert self.crawler.engine is not None
        self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=reason))

    def _store(self) -> Stores | None:
        return self.crawler.get_item_pipeline(Stores)  # type: ignore[type-abstract]  # it only asks isinstance

    def _pages(self) -> int:
        assert self.crawler.stats is not None
        return int(self.crawler.stats.get_value("response_received_count", 0))


async def patiently(action: Callable[[], Awaitable[T]]) -> T:
    """Tries again for half a minute while Redis is down, then raises its error."""
    for pause in PAUSES_S:
        try:
            return await action()
        except FrontierLost:
            raise
        except RedisError as error:
            logger.warning("Redis is down; trying again in %s s: %s", pause, error)
            await asyncio.sleep(pause)
    return await action()


def _engine_slot(crawler: Crawler) -> Any:
    """The frontier's only look into Scrapy's engine: `inprogress` has the requests it works on, up to the end of the
    pipelines; `nextcall.schedule()` makes it ask for the next request. Scrapy 2.19 offers neither in public."""
    assert crawler.engine is not None
    return crawler.engine._slot


def _to_json(problem: Problem) -> str:
    unread = str(problem.error) if problem.essential else None
    return json.dumps({"error": problem.to_json(), "unread": unread}, sort_keys=True)


def _of_others(problems: Mapping[str, Sequence[str]], worker: str) -> list[dict[str, Any]]:
    """The problems that only other workers met. One that several met word for word (at a page that a worker died at,
    or before the first request) counts once."""
    met = {name: Counter(texts) for name, texts in problems.items()}
    mine = met.get(worker, Counter())
    return [json.loads(text) for text in (reduce(or_, met.values(), mine) - mine).elements()]
