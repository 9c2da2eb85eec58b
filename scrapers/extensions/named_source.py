"""Gives a crawl that stores nothing the row of the source that its arguments name, as a harvest has it."""

from __future__ import annotations

import asyncio
import logging

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured

from scrapers.platforms.base import SourceSpider
from storage.database.engine import DATABASE_UNUSABLE, transaction
from storage.sources.records import SourceRecord, UnknownSource, read_source

logger = logging.getLogger(__name__)


class NamedSource:
    """With `-a source_id=N`, the row's rules, recipe, zone, and address count, so that what is shown is what a harvest
    stores. Without a usable database, the spider's file alone counts."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> NamedSource:
        if crawler.settings.getbool("STORE_EVENTS"):
            raise NotConfigured
        extension = cls()
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    async def spider_opened(self, spider: SourceSpider) -> None:
        if not isinstance(spider, SourceSpider) or not spider.names_source or spider.source_id is None:
            return
        try:
            source = await asyncio.to_thread(_read, spider.source_id)
        except DATABASE_UNUSABLE as error:
            logger.warning("No database, so the rules of source %s don't count: %s", spider.source_id, error)
            return
        except UnknownSource as error:
            logger.error("%s", error)
            raise CloseSpider("no_source") from error
        spider.adopt(source)

    async def spider_closed(self, spider: SourceSpider) -> None:
        if isinstance(spider, SourceSpider) and spider.account.misfit:
            logger.error("%s", spider.account.misfit)


def _read(source_id: int) -> SourceRecord:
    with transaction() as connection:
        return read_source(connection, source_id)
