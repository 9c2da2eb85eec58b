"""Labels a crawl's log lines with its run, source, and spider."""

from __future__ import annotations

from scrapy import signals
from scrapy.crawler import Crawler

from core.logs import about_process, attach
from scrapers.platforms.base import SourceSpider

CROCHET = "crochet"
"""Launches many crawls in one process; there `scrapers.launch.in_process` labels the lines."""


class Logs:
    """Enabled for every crawl, no matter how it was launched."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Logs:
        logs = cls()
        crawler.signals.connect(logs.spider_opened, signals.spider_opened)
        return logs

    def spider_opened(self, spider: SourceSpider) -> None:
        """Waits until now because Scrapy creates a new log handler for each crawl, after the extensions."""
        attach()
        if isinstance(spider, SourceSpider) and spider.launched_by != CROCHET:
            about_process(run=spider.run_id, source=spider.source_id, spider=spider.name)
