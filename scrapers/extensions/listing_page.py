"""Compares a source now and then with the listing page of its site, which discovery compared it with first."""

from __future__ import annotations

import asyncio
import logging

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, NotConfigured
from scrapy.http import Response
from sqlalchemy.exc import SQLAlchemyError
from twisted.python.failure import Failure

from core.config import Frontier, settings
from core.errors import SourceError
from scrapers.discovery.pages import upcoming_titles
from scrapers.extensions.gone_pages import end_when_idle
from scrapers.platforms.base import NOT_KEPT, SourceSpider, named
from storage.database.engine import transaction
from storage.health.listing import page_due

logger = logging.getLogger(__name__)


class ListingPage:
    """One request, once the crawl has nothing left to do, if the last comparison is a week old. The page goes through
    the crawl's robots.txt, delays, and address checks like all others, and its failure says nothing about the run.
    A run that fell short doesn't ask: it keeps no comparison, and a site that blocks us should get fewer requests.

    Not with FRONTIER=redis: no worker of a shared run knows that the others are done.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.asking: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ListingPage:
        if not crawler.settings.getbool("STORE_EVENTS") or settings().frontier is Frontier.REDIS:
            raise NotConfigured
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_idle, signals.spider_idle)
        return extension

    def spider_idle(self, spider: SourceSpider) -> None:
        """Raises DontCloseSpider until it is known whether to ask for the page."""
        if self.asking is None:
            if spider.run is None or spider.harvests_feeds or spider.account.fell_short:
                return
            self.asking = asyncio.ensure_future(self._ask(spider))
        if not self.asking.done():
            raise DontCloseSpider

    async def _ask(self, spider: SourceSpider) -> None:
        """Asks for the page, or ends the crawl."""
        assert spider.run is not None
        engine = self.crawler.engine
        assert engine is not None
        url = None
        try:
            url = await asyncio.to_thread(_due, spider.run.source_id)
        except SQLAlchemyError as error:
            logger.warning("Cannot look up whether the site's listing page is due, so it is not asked: %s", error)
        if engine.spider is None:  # the crawl was stopped meanwhile
            return
        if url is None:
            asyncio.get_running_loop().call_soon(end_when_idle, self.crawler)
            return
        spider.account.site.listing_asked = True
        request = spider.get(url, self._read, errback=self._failed, essential=False)
        engine.crawl(request.replace(meta={**request.meta, NOT_KEPT: True}))

    async def _read(self, response: Response) -> None:
        spider = self.crawler.spider
        assert isinstance(spider, SourceSpider)
        try:
            found = await asyncio.to_thread(upcoming_titles, response.body, spider.context(response))
        except SourceError as error:
            logger.info("The site's listing page %s can't be compared: %s", response.url, error)
            return
        spider.account.site.listing_titles = found

    def _failed(self, failure: Failure) -> None:
        request, error = named(failure)
        logger.info("The site's listing page %s can't be compared: %s", request.url, error)


def _due(source_id: int) -> str | None:
    with transaction() as connection:
        return page_due(connection, source_id)
