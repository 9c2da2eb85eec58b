"""Crawl in this process: one reactor in a thread of its own (crochet), shared by all crawls of the process."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Callable
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
"""How long a crawl may take to stop: its open downloads and its last batch."""

_starting = threading.Lock()
_started = False


class InProcessLauncher:
    """Many crawls at once are fine: each has its own engine, they share the reactor."""

    def crawl(self, order: CrawlOrder, tell: Callable[[], None]) -> None:
        """See `Launcher.crawl`."""
        start_reactor()
        crawler = _create(order.spider)
        ended = _begin(crawler, order)
        stop_at = time.monotonic() + order.deadline.total_seconds()
        while not _wait(ended, 1.0):
            try:
                tell()
            except Interrupted:
                _end(crawler, ended, "shutdown")
                raise
            if time.monotonic() >= stop_at:
                _end(crawler, ended, "deadline")
                raise DeadlineExceeded(f"{order.spider} took longer than {order.deadline}; it was stopped")


def start_reactor() -> None:
    """Start the reactor once in this process. Before a fork it would hang the children, so this is called at the first
    crawl; the asyncio reactor must be installed before crochet starts what is installed."""
    global _started
    with _starting:
        if not _started:
            install_reactor(settings_module.TWISTED_REACTOR)
            crochet.setup()
            _collect_seldom()
            _started = True


def _collect_seldom() -> None:
    """Of the objects of this process most are modules, which live as long as it does: set aside, they are not looked
    through again and again, which is a fifth of a crawl's time. What crawls leave in cycles is small."""
    _runner()  # imports the spiders
    gc.collect()
    gc.freeze()
    gc.set_threshold(2_000, 5, 5)


def _create(spider: str) -> Crawler:
    with _starting:
        return _runner().create_crawler(spider)


@cache
def _runner() -> CrawlerRunner:
    """One for all crawls: to copy the settings and look for the spiders anew takes longer than a request."""
    settings = Settings()
    settings.setmodule(settings_module, priority="project")
    return CrawlerRunner(settings)


@crochet.run_in_reactor
def _begin(crawler: Crawler, order: CrawlOrder) -> Deferred[None]:
    with about(run=order.run_id, source=order.source_id, spider=order.spider):
        return crawler.crawl(source_id=order.source_id, run_id=order.run_id, launched_by="crochet", **order.arguments)


@crochet.run_in_reactor
def _stop(crawler: Crawler, reason: str) -> Any:
    return deferred_from_coro(_close(crawler, reason))


async def _close(crawler: Crawler, reason: str) -> None:
    """A crawl that is still being opened has no run to close yet: wait for it."""
    while crawler.crawling and (crawler.engine is None or not crawler.engine.running):
        await asyncio.sleep(0.05)
    if crawler.engine is not None and crawler.engine.running:
        await crawler.engine.close_spider_async(reason=reason)


def _end(crawler: Crawler, ended: Any, reason: str) -> None:
    """Stop a crawl: no new request, the open ones and the batch in hand are finished."""
    if not _wait(_stop(crawler, reason), GRACE_S) or not _wait(ended, GRACE_S):
        raise LaunchFailure(f"{crawler.spidercls.name} did not stop within {GRACE_S:g} s ({reason})")


def _wait(ended: Any, timeout: float) -> bool:
    """Whether the crawl has ended; raises what it raised."""
    try:
        ended.wait(timeout)
    except crochet.TimeoutError:
        return False
    return True
