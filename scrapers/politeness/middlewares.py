"""Middlewares that protect sites from us (robots.txt) and readers from bad responses."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser

from core.errors import SourceError, TransportFailure
from scrapers.platforms.base import SourceSpider
from scrapers.platforms.failures import check_body, check_status, name_failure


class NamedErrors:
    """Spider middleware. Callbacks see only responses with a good status and a body. If a callback raises a
    SourceError, it is noted and ends only that page. Any other exception is a bug of Marquee and goes to Scrapy's log.

    A request's meta may allow an empty body (`allow_empty`), such as the end of a "load more" list.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> NamedErrors:
        return cls(crawler)

    def process_spider_input(self, response: Response) -> None:
        check_status(response.status, response.url)
        if not response.meta.get("allow_empty"):
            check_body(response.body, response.status, response.url)

    def process_spider_exception(self, response: Response, exception: Exception) -> Iterable[Any] | None:
        spider = self.crawler.spider
        if not isinstance(exception, SourceError) or not isinstance(spider, SourceSpider):
            return None
        spider.account.note(name_failure(exception, response.url), essential=response.meta.get("essential", True))
        return []


class RobotsTxt(RobotsTxtMiddleware):
    """Scrapy's downloader middleware, except that only one request at a time waits for a host's robots.txt: if several
    wait together, Scrapy 2.19 checks only the first and lets the others pass (they share a Deferred, whose second
    `asFuture` returns None). A robots.txt that answers 5xx forbids everything (RFC 9309, 2.3.1.4)."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._failed: dict[str, int] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        host = urlsplit(request.url).netloc
        async with self._asking[host]:
            parser = await super().robot_parser(request)
        if host in self._failed:
            raise TransportFailure(f"its robots.txt answers HTTP {self._failed[host]}", url=request.url)
        return parser

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            self._failed[netloc] = response.status
        await super()._parse_robots(response, netloc, request)
