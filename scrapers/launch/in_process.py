"""Crawls in this process. All its crawls share one reactor, in a thread of its own (crochet)."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import crochet
from scrapy.crawler import Crawler, CrawlerRunner
from scrapy.settings import Settings
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.reactor import install_reactor
from twisted.internet.defer import Deferred

from core.logs import about
from scrapers import settings as settings_module
from scrapers.launch.order import CrawlOrder, DeadlineExceeded, Interrupted, LaunchFailure

GRACE_S = 30.0
"""How long a crawl may take to stop: it finishes its open downloads and its last batch."""

_starting = threading.Lock()
_started = False


class InProcessLauncher:
    """Many crawls can run at once: each has its own engine."""

    def crawl(self, order: CrawlOrder, check_in: Callable[[], None]) -> None:
        """See `Launcher.crawl`."""
        start_reactor()
        crawler = _create(order.spider)
        wait_for_end(crawler, _begin(crawler, order), order.deadline, check_in)


def wait_for_end(crawler: Crawler, ended: Any, deadline: timedelta, check_in: Callable[[], None]) -> None:
    """Waits for a crawl that was begun in the reactor. See `Launcher.crawl`."""
    spider = crawler.spidercls.name
    stop_at = time.monotonic() + deadline.total_seconds()
    while not _wait(ended, 1.0):
        try:
            check_in()
        except Interrupted:
            _end(crawler, ended, "shutdown")
            raise
        if time.monotonic() >= stop_at:
            _end(crawler, ended, "deadline")
            raise DeadlineExceeded(f"{spider} took longer than {deadline} and was stopped")


def start_reactor() -> None:
    """Starts this process's reactor, once. Started before a fork it would hang the children, so the first crawl starts
    it. The asyncio reactor must be installed first, because crochet starts the installed one."""
    global _started
    with _starting:
        if not _started:
            install_reactor(settings_module.TWISTED_REACTOR)
            crochet.setup()
            _collect_rarely()
            _started = True


def _collect_rarely() -> None:
    """Excludes the modules, which are most of this process's objects and live as long as it does, from garbage
    collection: scanning them again and again takes a fifth of a crawl's time. Crawls leave few reference cycles."""
    _runner()  # imports Scrapy and the files in `spiders/`
    gc.collect()
    gc.freeze()
    gc.set_threshold(2_000, 5, 5)


def _create(spider: str) -> Crawler:
    """A spider whose file is new since the worker started is found at the second look."""
    with _starting:
        try:
            return _runner().create_crawler(spider)
        except KeyError:
            _runner.cache_clear()
            return _runner().create_crawler(spider)


@cache
def _runner() -> CrawlerRunner:
    """Shared by all crawls: copying the settings and finding the spiders takes longer than a request."""
    settings = Settings()
    settings.setmodule(settings_module, priority="project")
    settings.set("STORE_EVENTS", True, priority="project")
    return CrawlerRunner(settings)


@crochet.run_in_reactor
def _begin(crawler: Crawler, order: CrawlOrder) -> Deferred[None]:
    with about(run=order.run_id, source=order.source_id, spider=order.spider):
        return crawler.crawl(source_id=order.source_id, run_id=order.run_id, launched_by="crochet", **order.arguments)


@crochet.run_in_reactor
def _stop(crawler: Crawler, reason: str) -> Any:
    return deferred_from_coro(_close(crawler, reason))


async def _close(crawler: Crawler, reason: str) -> None:
    """A crawl that is still opening has no run to close yet, so wait for it."""
    while crawler.crawling and (crawler.engine is None or not crawler.engine.running):
        await asyncio.sleep(0.05)
    if crawler.engine is not None and crawler.engine.running:
        await crawler.engine.close_spider_async(reason=reason)


def _end(crawler: Crawler, ended: Any, reason: str) -> None:
    """Stops a crawl: it sends no new request, and finishes open downloads and its current batch."""
    if not _wait(_stop(crawler, reason), GRACE_S) or not _wait(ended, GRACE_S):
        raise LaunchFailure(f"{crawler.spidercls.name} did not stop within {GRACE_S:g} s ({reason})")


def _wait(ended: Any, timeout: float) -> bool:
    """Whether the crawl has ended. Raises what the crawl raised."""
    try:
        ended.wait(timeout)
    except crochet.TimeoutError:
        return False
    return True
