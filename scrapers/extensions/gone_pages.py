"""Asks the pages of missing events where a crawl alone does not prove that they are gone."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, NotConfigured
from sqlalchemy.exc import SQLAlchemyError
from twisted.python.failure import Failure

from core.config import Frontier, settings
from core.errors import PageGone
from scrapers.platforms.account import Coverage, Stores
from scrapers.platforms.base import NOT_KEPT, SourceSpider, named
from storage.database.engine import transaction
from storage.runs.ledger import RunToken
from storage.runs.own_pages import PagesToAsk, pages_to_ask
from storage.runs.spans import Span

MAX_PAGES = 20
"""How many pages a run asks: those never asked, then those of the soonest events. Later runs ask the others."""

logger = logging.getLogger(__name__)


class GonePages:
    """Once, when the crawl has nothing left to do: if too many events are missing to be believed, or if the crawl
    covers no days, because what its listing lacks may be on another page.

    An event whose own page answers 404 or 410 is gone; any other answer says nothing. Neither do the pages of a host at
    which the page of a listed event answers so, too: the site has moved its pages, or its feed has wrong addresses.
    The requests go through the crawl's robots.txt, delays and address checks like all others.

    Not with FRONTIER=redis: no worker of a shared run knows that the others are done.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.checking: asyncio.Task[None] | None = None
        self.pages = PagesToAsk({})
        self.gone: set[str] = set()
        self.unreliable: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GonePages:
        if not crawler.settings.getbool("STORE_EVENTS") or settings().frontier is Frontier.REDIS:
            raise NotConfigured
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_idle, signals.spider_idle)
        return extension

    def spider_idle(self, spider: SourceSpider) -> None:
        """Raises DontCloseSpider until it is known which pages to ask."""
        if self.checking is None:
            if spider.run is None or spider.harvests_feeds or spider.account.fell_short:
                return
            self.checking = asyncio.ensure_future(self._check(spider, spider.run))
        if not self.checking.done():
            raise DontCloseSpider

    async def _check(self, spider: SourceSpider, run: RunToken) -> None:
        """Asks the pages, or ends the crawl if it has no page to ask."""
        engine = self.crawler.engine
        assert engine is not None
        store = self.crawler.get_item_pipeline(Stores)  # type: ignore[type-abstract]  # it only asks isinstance
        if store is not None:
            await store.flush()
        try:
            self.pages = await asyncio.to_thread(_pages, run, spider.account.covered, spider.now)
        except SQLAlchemyError as error:
            logger.warning("Cannot look up which events are missing, so their pages are not asked: %s", error)
        if engine.spider is None:  # the crawl was stopped meanwhile
            return
        spider.account.asked_pages = set(self.pages.missing.values())
        for url in (*self.pages.seen, *self.pages.missing):
            request = spider.get(url, self._exists, errback=self._failed, essential=False)
            engine.crawl(request.replace(meta={**request.meta, NOT_KEPT: True}))
        if not self.pages.missing:
            asyncio.get_running_loop().call_soon(end_when_idle, self.crawler)

    def _exists(self, _response: Any) -> None:
        """It says nothing: many sites keep the pages of events that they no longer list."""

    def _failed(self, failure: Failure) -> None:
        spider = self.crawler.spider
        assert isinstance(spider, SourceSpider)
        request, error = named(failure)
        if isinstance(error, PageGone) and request.url in self.pages.missing:
            self.gone.add(request.url)
        elif isinstance(error, PageGone):
            self.unreliable.add(_host(request.url))
            logger.info("%s is the page of a listed event and gone: its host's pages say nothing", request.url)
        else:
            logger.info("%s does not say whether its event is gone: %s", request.url, error)
        trusted = (url for url in self.gone if _host(url) not in self.unreliable)
        spider.account.gone_pages = {self.pages.missing[url] for url in trusted}


def end_when_idle(crawler: Crawler) -> None:
    """On its own, Scrapy asks for the next request only every five seconds."""
    assert crawler.engine is not None
    slot: Any = crawler.engine._slot
    if slot is not None:
        slot.nextcall.schedule()


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()


def _pages(run: RunToken, covered: Coverage | None, now: datetime) -> PagesToAsk:
    known = covered or Coverage(now, None)
    span = Span(run.run_id, run.source_id, known.since, known.until, known.running)
    with transaction() as connection:
        return pages_to_ask(connection, span, now=now, few_too=covered is None, most=MAX_PAGES)
