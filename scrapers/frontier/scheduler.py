"""scrapy-redis's scheduler, with the requests of a run shared by its workers and held until they are finished."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import uuid
from datetime import timedelta
from functools import partial
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
from twisted.internet.defer import Deferred

from core.config import settings
from core.errors import SourceError
from core.redis_client import connect
from scrapers.frontier.dupefilter import RunDupeFilter
from scrapers.frontier.keeper import Keeper, patiently
from scrapers.frontier.run_queue import RunQueue, run_key
from scrapers.frontier.serializer import RequestJson
from scrapers.platforms.base import SourceSpider

SOCKET_TIMEOUT_S = 5.0
logger = logging.getLogger(__name__)


class FrontierScheduler(scrapy_redis.scheduler.Scheduler):  # type: ignore[misc]  # scrapy-redis has no types
    """Queues, filters and hands out requests as scrapy-redis does, from the run's own keys. A worker becomes idle only
    when nothing waits and no worker holds anything.

    The setting FRONTIER_ALIVE_S says for how long a silent worker counts as alive.
    """

    def __init__(self, crawler: Crawler, spider: SourceSpider, server: redis.Redis) -> None:
        key = run_key(str(spider.run_id))
        dupefilter = RunDupeFilter(server, f"{key}:seen")
        super().__init__(
            server,
            persist=True,
            queue_key=key,
            queue_cls=partial(RunQueue, dupefilter=dupefilter),
            dupefilter=dupefilter,
            serializer=RequestJson(spider),
        )
        self.crawler = crawler
        self.spider = spider
        self.stats = crawler.stats
        self.keeper = Keeper(crawler, spider)

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
        server = connect(settings().redis_url, SOCKET_TIMEOUT_S)
        scheduler = cls(crawler, spider, server)
        crawler.signals.connect(scheduler.begin, signals.engine_started)
        return scheduler

    def open(self, spider: SourceSpider) -> None:
        """Reports a Redis that is down on the run. Whether this process may crawl is decided when the spider opens."""
        try:
            super().open(spider)
        except RedisError as error:
            spider.account.note(SourceError(f"FRONTIER=redis, but Redis does not answer: {error}"), essential=True)
            raise CloseSpider("no_frontier") from error

    async def begin(self) -> None:
        """Joins the run's frontier: the run is open, and its first request is not yet made."""
        run, spider = self.spider.run, self.spider
        assert run is not None
        # The engine drops its scheduler before it stops, and holds receivers weakly.
        self.crawler.signals.connect(self.forget, signals.engine_stopped, weak=False)
        worker = f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        alive = timedelta(seconds=self.crawler.settings.getfloat("FRONTIER_ALIVE_S", 15.0))
        join = partial(self.queue.join, run.token, worker, alive, spider.now.isoformat())
        try:
            spider.now = type(spider.now).fromisoformat(await patiently(lambda: asyncio.to_thread(join)))
        except RedisError as error:
            spider.account.note(SourceError(f"the run's frontier in Redis: {error}"), essential=True)
            assert self.crawler.engine is not None
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="no_frontier"))
        else:
            self.keeper.start(self.queue)

    def enqueue_request(self, request: Request) -> bool:
        """Keeps the request in this process while Redis is down."""
        try:
            return bool(super().enqueue_request(request))
        except RedisError as error:
            logger.warning("Redis did not accept %s, so it waits in this process: %s", request, error)
            self.keeper.backlog.append(request)
            return True

    def next_request(self) -> Request | None:
        """Returns None while Redis is down; the keeper makes the engine ask again."""
        try:
            request: Request | None = super().next_request()
        except RedisError as error:
            logger.warning("No request from Redis: %s", error)
            return None
        return request

    def has_pending_requests(self) -> bool:
        """While Redis is down nobody knows, so the crawl must not end."""
        try:
            return bool(self.keeper.backlog) or bool(super().has_pending_requests())
        except RedisError:
            return True

    def close(self, reason: str) -> Deferred[None]:
        """Leaves the run's requests to its other workers and attempts."""
        return deferred_from_coro(self.keeper.leave(reason))

    async def forget(self) -> None:
        """Deletes the run's keys once the run is closed and nothing is left to do."""
        self.crawler.signals.disconnect(self.forget, signals.engine_stopped, weak=False)
        if self.keeper.run_finished and self.spider.account.closed:
            await asyncio.to_thread(self.queue.clear)
        self.server.close()
