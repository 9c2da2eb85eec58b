"""Take feeds that answered 304 as seen, those that answered meanwhile together: one transaction for many of them."""

from __future__ import annotations

import asyncio

from scrapers.incremental.remembering import sight_unmodified
from scrapers.reading.contract import Context
from storage.runs.ledger import RunToken

MANY = 100
PAUSE_S = 0.005
"""Answers are gathered for as long as one comes within the pause, up to so many: a transaction costs as much processor
time as an answer."""


class Unmodified:
    """Of one crawl. While one transaction is under way, the answers that come gather for the next."""

    def __init__(self) -> None:
        self.gathered: dict[str, str] = {}
        self.next: asyncio.Future[frozenset[str]] | None = None
        self.writing = asyncio.Lock()

    async def sighted(self, run: RunToken, feed: str, answered_by: str, context: Context) -> bool:
        """Whether the feed's events were sighted. False: ask without conditions, some must be read again."""
        self.gathered[feed] = answered_by
        if self.next is None:
            self.next = asyncio.ensure_future(self._sight(run, context))
        return feed in await asyncio.shield(self.next)

    async def _sight(self, run: RunToken, context: Context) -> frozenset[str]:
        async with self.writing:
            await self._more()
            gathered, self.gathered, self.next = self.gathered, {}, None
            return await asyncio.to_thread(sight_unmodified, run, gathered, context)

    async def _more(self) -> None:
        before = 0
        while before < len(self.gathered) < MANY:
            before = len(self.gathered)
            await asyncio.sleep(PAUSE_S)
