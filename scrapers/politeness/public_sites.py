"""Keeps a crawl on the public internet: DNS may have changed since the source was added, and sites can redirect."""

from __future__ import annotations

import asyncio
import ipaddress
from functools import lru_cache
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Request

from core import addresses as public_addresses
from core.config import settings
from core.errors import Blocked
from scrapers.platforms.base import SourceSpider
from storage.database.engine import NoDatabase, transaction
from storage.sources import records as sources


class PrivateAddress(Blocked, IgnoreRequest):
    """A public source led into a private network."""

    advice = "Marquee does not request it. If the source is in your own network, set PRIVATE_SOURCES=true to allow it."


class PublicSites:
    """Downloader middleware. Off with PRIVATE_SOURCES, and for a source whose own address is literally private
    (`http://127.0.0.1:8099`): the API refuses to add these, so someone with access to this machine did."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.is_public: dict[str, bool] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PublicSites:
        if settings().private_sources:
            raise NotConfigured("PRIVATE_SOURCES allows private addresses")
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if is_literally_private(await self._home()):
            return
        host = urlsplit(request.url).hostname or ""
        if host not in self.is_public:
            self.is_public[host] = await asyncio.to_thread(_resolves_to_public, host)
        if not self.is_public[host]:
            raise PrivateAddress(f"{host} is not on the public internet", url=request.url)

    async def _home(self) -> str:
        """The source's own address. A spider that continues another process's requests has not loaded it yet."""
        spider = self.crawler.spider
        if not isinstance(spider, SourceSpider):
            return ""
        if not spider.home and spider.source_id is not None:
            spider.home = await asyncio.to_thread(_stored_address, spider.source_id)
        return spider.home


def _stored_address(source_id: int) -> str:
    try:
        with transaction() as connection:
            return sources.read_source(connection, source_id).base_url
    except (sources.UnknownSource, NoDatabase):
        return ""


@lru_cache(maxsize=64)
def is_literally_private(url: str) -> bool:
    """Whether the host is `localhost` or a private IP address."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return not public_addresses.is_public(host)


def _resolves_to_public(host: str) -> bool:
    """A name that does not resolve passes, because the downloader's error explains it better."""
    try:
        answers = public_addresses.resolved(host, 443)
    except (OSError, UnicodeError):
        return True
    return all(public_addresses.is_public(answer) for answer in answers)
