"""Obeys each host's robots.txt."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser

from core.errors import TransportFailure


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
