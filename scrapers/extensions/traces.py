"""Adds the crawl and each of its pages to the run's trace."""

from __future__ import annotations

import time

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response

from core.tracing import enabled, past_span
from scrapers.platforms.base import SourceSpider


class Traces:
    """Enabled only if tracing is on and the crawl is a run."""

    def __init__(self) -> None:
        self.opened = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Traces:
        if not enabled() or not crawler.settings.getbool("STORE_EVENTS"):
            raise NotConfigured
        traces = cls()
        crawler.signals.connect(traces.spider_opened, signals.spider_opened)
        crawler.signals.connect(traces.response_received, signals.response_received)
        crawler.signals.connect(traces.spider_closed, signals.spider_closed)
        return traces

    def spider_opened(self) -> None:
        self.opened = time.monotonic()

    def response_received(self, response: Response, request: Request, spider: SourceSpider) -> None:
        assert spider.run_id is not None
        past_span(
            "page", request.meta.get("download_latency", 0.0), spider.run_id, url=response.url, status=response.status
        )

    def spider_closed(self, spider: SourceSpider, reason: str) -> None:
        assert spider.run_id is not None
        past_span(
            f"crawl {spider.name}",
            time.monotonic() - self.opened,
            spider.run_id,
            source=spider.source_id,
            reason=reason,
            problems=len(spider.account.problems),
        )
