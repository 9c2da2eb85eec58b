"""scrapy-redis' scheduler made reliable: what Scrapy's engine asks of a run's frontier."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import uuid
from datetime import timedelta
from typing import Self

import redis
import scrapy_redis.scheduler
from redis.exceptions import RedisError
from scrapy import signals
from scrapy.core.scheduler import BaseScheduler, Scheduler
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Request
from scrapy.utils.defer import deferred_from_coro
from scrapy_redis.dupefilter import RFPDupeFilter
from twisted.internet.defer import Deferred

from core.config import settings
from core.errors import SourceError
from scrapers.frontier.entries import Garbled, Unserialisable
from scrapers.frontier.keeper import Keeper
from scrapers.frontier.run_queue import FrontierLost, RunQueue, prefix
from scrapers.platforms.base import SourceSpider

SOCKET_TIMEOUT_S = 5.0
logger = logging.getLogger(__name__)


class FrontierScheduler(scrapy_redis.scheduler.Scheduler):  # type: ignore[misc]  # scrapy-redis has no types
    """Requests live in Redis under the run's keys. What a worker pops stays its own until its items are stored; what it
    holds when it is killed goes to another worker of the run, or to the run's next attempt.

    Several processes with one run id share the frontier; each goes idle only when nothing waits and nobody holds
    anything. The setting FRONTIER_ALIVE_S is how long a silent worker is still believed to live.
    """

    def __init__(self, crawler: Crawler, spider: SourceSpider, server: redis.Redis) -> None:
        key = f"{prefix(str(spider.run_id))}:seen"
        super().__init__(server, persist=True, dupefilter=RFPDupeFilter(server, key))
        self.crawler = crawler
        self.spider = spider
        self.stats = crawler.stats
        self.alive = timedelta(seconds=crawler.settings.getfloat("FRONTIER_ALIVE_S", 15.0))
        self.keeper: Keeper | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self | BaseScheduler:
        """Scrapy's own scheduler, in memory, for a spider that keeps state between callbacks, or without a run."""
        spider = crawler.spider
        assert isinstance(spider, SourceSpider)
        reason = ""
        if not spider.stateless:
            reason = f"{spider.name} keeps state between its pages"
        elif not crawler.settings.getbool("STORE_EVENTS"):
            reason = "without STORE_EVENTS there is no run to keep it for"
        if reason:
            logger.info("The frontier is in memory: %s", reason)
            return Scheduler.from_crawler(crawler)
        server = redis.Redis.from_url(
            settings().redis_url, socket_timeout=SOCKET_TIMEOUT_S, socket_connect_timeout=SOCKET_TIMEOUT_S
        )
        scheduler = cls(crawler, spider, server)
        crawler.signals.connect(scheduler.begin, signals.engine_started)
        return scheduler

    def open(self, spider: SourceSpider) -> None:
        """Only looks whether Redis is there: who may crawl is for the run ledger to say, at the spider's opening."""
        try:
            self.server.ping()
        except RedisError as error:
            spider.note(SourceError(f"FRONTIER=redis, and Redis does not answer: {error}"), essential=True)
            raise CloseSpider("no_frontier") from error

    async def begin(self) -> None:
        """The spider is open, its run is its own, and its first request is not yet made."""
        run = self.spider.run
        assert run is not None
        # The engine drops its scheduler before it stops, and a receiver is held weakly.
        self.crawler.signals.connect(self.forget, signals.engine_stopped, weak=False)
        worker = f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self.queue = RunQueue(self.server, self.spider, run.run_id, run.token, worker, self.alive)
        keeper = Keeper(self.crawler, self.queue, self.spider, self.alive)
        try:
            await keeper.begin()
        except (RedisError, FrontierLost) as error:
            self.spider.note(SourceError(f"the run's frontier in Redis: {error}"), essential=True)
            engine = self.crawler.engine
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason="no_frontier"))
        else:
            self.keeper = keeper

    def enqueue_request(self, request: Request) -> bool:
        """False for a request that the run knows, or that cannot be kept: then an error stands on the run."""
        keeper = self.keeper
        if keeper is None or keeper.gone:
            return False
        try:
            encoded = self.queue.encoded(request, self.crawler.request_fingerprinter.fingerprint(request))
        except Unserialisable as error:
            advice = f"{self.spider.name} is not stateless as it says: its requests must be JSON."
            self.spider.note(SourceError(str(error), url=request.url, advice=advice), essential=True)
            return False
        try:
            queued = self.queue.push_encoded(*encoded)
        except RedisError as error:
            logger.warning("Redis is away, %s waits here: %s", request, error)
            keeper.backlog.append(encoded)
            return True
        except FrontierLost as error:
            logger.error("%s is not queued: %s", request, error)
            return False
        if queued:
            self._count("enqueued")
        else:
            self.df.log(request, self.spider)
        return queued

    def next_request(self) -> Request | None:
        """The next request of the run, of any worker's making. An entry that cannot be read is dropped aloud."""
        keeper = self.keeper
        if keeper is None or keeper.gone:
            return None
        try:
            while popped := self.queue.pop():
                number, entry = popped
                try:
                    request = self.queue.decoded(entry)
                except Garbled as error:
                    self._drop(number, error)
                    continue
                keeper.held[request] = number
                self._count("dequeued")
                return request
        except RedisError as error:
            logger.warning("Redis is away: %s", error)
        except FrontierLost as error:
            logger.error("No request from the frontier: %s", error)
        keeper.settle_soon()
        return None

    def has_pending_requests(self) -> bool:
        """Whether anything waits or is held by any worker: while it is, this one must not end."""
        keeper = self.keeper
        if keeper is None or keeper.gone:
            return False
        try:
            return bool(keeper.backlog) or len(self.queue) > 0
        except (RedisError, FrontierLost):
            return True

    def close(self, reason: str) -> Deferred[None] | None:
        return None if self.keeper is None else deferred_from_coro(self.keeper.leave(reason))

    async def forget(self) -> None:
        """After the run's end: its keys are deleted if nothing of it is to be taken up again."""
        self.crawler.signals.disconnect(self.forget, signals.engine_stopped, weak=False)
        if self.keeper is not None and self.keeper.over and self.spider.run_ended:
            await asyncio.to_thread(self.queue.clear)
        self.server.close()

    def _drop(self, number: bytes, error: Garbled) -> None:
        """It may have been one of the run's pages, so the harvest is not complete."""
        self.spider.note(SourceError(f"an entry of the frontier was dropped: {error}"), essential=True)
        assert self.keeper is not None
        self.keeper.dropped.append(number)

    def _count(self, what: str) -> None:
        assert self.stats is not None
        self.stats.inc_value(f"scheduler/{what}/redis")

    def __len__(self) -> int:
        return 0 if self.keeper is None else len(self.queue)
