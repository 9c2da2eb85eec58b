"""Scrapy's part in the logs: what a crawl says is about its run."""

from __future__ import annotations

import uuid

from scrapy import signals
from scrapy.crawler import Crawler

from app.logs import about_process, attach
from scrapers.platforms.base import SourceSpider

CROCHET = "crochet"
"""What launches many crawls in one process; there `scrapers.launch.in_process` says what each line is about."""


class Logs:
    """Enabled for every crawl, however it was launched."""

    def __init__(self, *, has_run: bool) -> None:
        self.has_run = has_run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Logs:
        logs = cls(has_run=crawler.settings.getbool("STORE_EVENTS"))
        crawler.signals.connect(logs.spider_opened, signals.spider_opened)
        return logs

    def spider_opened(self, spider: SourceSpider) -> None:
        """Not sooner: Scrapy sets up its handler anew for each crawl, after the extensions."""
        attach()
        if not isinstance(spider, SourceSpider) or spider.source_id is None:
            return
        if self.has_run:
            # Here and not only when the run is opened, which is a little later: its first lines are its own too.
            spider.run_id = spider.run_id or str(uuid.uuid4())
        if spider.launched_by != CROCHET:
            about_process(run=spider.run_id, source=spider.source_id, spider=spider.name)
