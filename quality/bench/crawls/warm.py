"""Crawls in this process, as in a worker that has crawled before: the reactor runs and all modules are imported."""

from __future__ import annotations

import gc
import time
import uuid
from functools import cache
from pathlib import Path
from typing import Any

import crochet
import httpx
from scrapy.crawler import Crawler, CrawlerRunner
from scrapy.settings import Settings

from quality.bench.crawls.crawling import PACE, Crawled
from quality.bench.environment import site, sources
from scrapers.launch.in_process import start_reactor

WARM_UP_S = 60
EVENTS = 50


def crawled_warm(spider: str, url: str, *, source_id: int = 1, timeout_s: float = 300) -> Crawled:
    """Crawls the source's feeds until its run ends. Raises what the crawl raises."""
    start_reactor()
    crawler = _runner().create_crawler(spider)
    gc.collect()  # this crawl doesn't pay for the garbage of the last one
    arguments = {"source_id": str(source_id), "base_url": url, "delay": "0", "limit": "100000"}
    started = time.perf_counter()
    _begin(crawler, {**arguments, "run_id": str(uuid.uuid4())}).wait(timeout_s)
    took = time.perf_counter() - started
    stats = crawler.stats
    assert stats is not None
    pages = stats.get_value("downloader/response_status_count/200", 0)
    return Crawled(pages=pages, items=stats.get_value("item_scraped_count", 0), seconds=took)


def warm_up(folder: Path) -> int:
    """Crawls a small feed of source 2 three times: new, changed, and unchanged. Returns how many events that stored."""
    (folder / "warm").mkdir()
    with site.running(folder / "warm", shows=0, feed_events=EVENTS) as running:
        sources.add_feeds(2, [f"{running.urls[0]}/feeds/0.ics"])
        for changed in (0, EVENTS // 10, 0):
            if changed:
                httpx.get(f"{running.urls[0]}/change/{changed}", trust_env=False)
            crawled_warm("ics", running.urls[0], source_id=2, timeout_s=WARM_UP_S)
    return EVENTS


@cache
def _runner() -> CrawlerRunner:
    settings = Settings()
    settings.setmodule("scrapers.settings", priority="project")
    settings.update({**PACE, "STORE_EVENTS": True, "LOG_LEVEL": "WARNING"}, priority="cmdline")
    return CrawlerRunner(settings)


@crochet.run_in_reactor
def _begin(crawler: Crawler, arguments: dict[str, str]) -> Any:
    return crawler.crawl(**arguments)
