"""Downloads: in turn, from public addresses, and with bounded answers.

This is a download handler, the last step before the network. A downloader middleware comes before Scrapy's own queue of
the host: a request would book its turn there, wait behind a slow response, and go out in another worker's turn.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time

from redis.exceptions import RedisError
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import Request, Response
from scrapy.responsetypes import responsetypes

from core.config import settings
from core.fetching.unpacking import Damaged, TooLong, unpack
from scrapers.platforms.failures import NOT_SENT, NotSent
from scrapers.politeness.connections import Connections
from scrapers.politeness.public_sites import may_ask_private_addresses, refuse_private_name
from scrapers.politeness.turns import Turn, Turns, host_of

STOP_CHECK_S = 0.2
"""How soon a waiting request notices that its crawl is stopping: Scrapy sends no signal when a stop begins."""
AWAY_S = 20.0
"""How long a crawl continues without Redis before it asks Redis again."""

logger = logging.getLogger(__name__)
_turns = Turns()


class PoliteDownloads(HTTP11DownloadHandler):
    """Scrapy's handler for http and https, with at least DOWNLOAD_DELAY between two requests to a host by all workers.

    A delay of 0 needs no turn: use it only for your own servers. Without Redis each crawl keeps its own delay.
    If a crawl stops, its waiting requests are not sent: they fail with NotSent, and their meta says so. FRONTIER=redis
    keeps them for the next attempt; otherwise the run lists them as problems, so that no page is skipped silently.

    DOWNLOAD_TIMEOUT limits head and body together. DOWNLOAD_MAXSIZE limits the body, also while it is unpacked.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor  # importing it installs one

        self._pool = self._connections = Connections(
            reactor,
            self._contextFactory,
            per_host=crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
            connect_timeout=crawler.settings.getfloat("DOWNLOAD_TIMEOUT"),
        )
        self._joined = False
        self._away_until = 0.0

    async def download_request(self, request: Request) -> Response:
        self._connections.anywhere = await may_ask_private_addresses(self.crawler.spider)
        if request.meta.get("proxy") and not self._connections.anywhere:
            await refuse_private_name(request.url)
        delay = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        if delay > 0:
            await self._wait_for_turn(request, delay)
        return _unpacked(await super().download_request(request), self._default_maxsize or sys.maxsize)

    async def close(self) -> None:
        if self._joined:
            self._joined = False
            await _turns.leave()
        await super().close()

    async def _wait_for_turn(self, request: Request, delay: float) -> None:
        host = host_of(request.url)
        booked = 0
        while True:
            self._give_up_if_stopping(request)
            turn = await self._ask(host, delay, booked)
            if turn is None:
                return
            if turn.wait_s == 0:
                break
            booked = turn.booked
            await self._sleep(turn.wait_s, request)
        logger.debug("Turn at %s taken at %d", host, turn.at_ms)
        self._count_delay_from_now(request)

    async def _ask(self, host: str, delay: float, booked: int) -> Turn | None:
        """None while Redis is down."""
        if time.monotonic() < self._away_until:
            return None
        if not self._joined:
            self._joined = True
            _turns.join()
        try:
            return await _turns.ask(settings().redis_url, host, delay, booked)
        except (RedisError, ValueError) as error:
            self._away_until = time.monotonic() + AWAY_S
            self._warn_once(error)
            return None

    def _warn_once(self, error: Exception) -> None:
        stats = self.crawler.stats
        assert stats is not None
        if not stats.get_value("politeness/redis_away"):
            logger.warning(
                "Redis does not answer, so this crawl keeps its own delay and ignores other crawls of the host: %s",
                error,
            )
        stats.inc_value("politeness/redis_away")

    async def _sleep(self, seconds: float, request: Request) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._give_up_if_stopping(request)
            await asyncio.sleep(min(left, STOP_CHECK_S))

    def _give_up_if_stopping(self, request: Request) -> None:
        assert self.crawler.engine is not None
        engine_slot = self.crawler.engine._slot
        if engine_slot is not None and engine_slot.closing is None:
            return
        request.meta[NOT_SENT] = True
        raise NotSent("not sent because the crawl was stopping", url=request.url)

    def _count_delay_from_now(self, request: Request) -> None:
        """Scrapy and its AutoThrottle would count from before the wait, when they handed over the request."""
        assert self.crawler.engine is not None
        slots = self.crawler.engine.downloader.slots
        if slot := slots.get(request.meta.get("download_slot", "")):
            slot.lastseen = time.monotonic()


def _unpacked(response: Response, limit: int) -> Response:
    """Without its Content-Encoding. Raises Scrapy's errors for an answer that is too large or cut short, because these
    decide what is retried."""
    encodings = response.headers.getlist("Content-Encoding")
    try:
        body = unpack([response.body], b",".join(encodings).decode("latin-1"), limit)
    except TooLong as error:
        raise DownloadCancelledError("the decompressed body is larger than DOWNLOAD_MAXSIZE") from error
    except Damaged as error:
        raise ResponseDataLossError(f"the answer's compression is broken: {error}") from error
    if not encodings and body == response.body:
        return response
    headers = response.headers.copy()
    headers.pop("Content-Encoding", None)
    kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
    return response.replace(cls=kind, body=body, headers=headers)
