"""Scrapy's part in the logs: what a crawl says is about its run."""

from __future__ import annotations

from scrapy import signals
from scrapy.crawler import Crawler

from core.logs import about_process, attach
from scrapers.platforms.base import SourceSpider

CROCHET = "crochet"
"""What launches many crawls in one process; there `scrapers.launch.in_process` says what each line is about."""


class Logs:
    """Enabled for every crawl, however it was launched."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Logs:
        logs = cls()
        crawler.signals.connect(logs.spider_opened, signals.spider_opened)
        return logs

    def spider_opened(self, spider: SourceSpider) -> None:
        """Not sooner: Scrapy sets up its handler anew for each crawl, after the extensions."""
        attach()
        if isinstance(spider, SourceSpider) and spider.launched_by != CROCHET:
            about_process(run=spider.run_id, source=spider.source_id, spider=spider.name)
