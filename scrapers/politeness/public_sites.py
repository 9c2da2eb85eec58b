"""Keeps a crawl on the public internet: DNS may have changed since the source was added, and sites can redirect."""

from __future__ import annotations

import asyncio
import ipaddress
from contextlib import suppress
from functools import lru_cache
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.exceptions import IgnoreRequest

from core import addresses
from core.config import settings
from core.errors import Blocked
from core.networks import is_public
from scrapers.platforms.base import SourceSpider
from storage.database.engine import NoDatabase, transaction
from storage.sources import records as sources


class PrivateAddress(Blocked, IgnoreRequest):
    """A public source led into a private network."""

    advice = "Marquee does not request it. If the source is in your own network, set PRIVATE_SOURCES=true to allow it."


def public_ips(host: str, port: int) -> list[str]:
    """The IP addresses to connect to. Raises PrivateAddress; OSError or UnicodeError if the name has none."""
    try:
        return addresses.public_ips(host, port, addresses.resolved)
    except addresses.NotPublic as error:
        raise PrivateAddress(str(error)) from error


async def refuse_private_name(url: str) -> None:
    """For a request through a proxy, which looks the name up again itself. A name that only the proxy knows passes.
    Raises PrivateAddress."""
    parts = urlsplit(url)
    port = parts.port if parts.port is not None else 443 if parts.scheme == "https" else 80
    with suppress(OSError, UnicodeError):
        await asyncio.to_thread(public_ips, parts.hostname or "", port)


async def may_ask_private_addresses(spider: Spider | None) -> bool:
    """With PRIVATE_SOURCES, and for a source whose own address is literally private (`http://127.0.0.1:8099`): the API
    refuses to add these, so someone with access to this machine did."""
    return settings().private_sources or is_literally_private(await _home(spider))


async def _home(spider: Spider | None) -> str:
    """The source's own address. A spider that continues another process's requests has not loaded it yet."""
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
    return not is_public(host)
