"""Conditional requests (RFC 9110, 13.1): what to send, and what a 304 stands for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from sqlalchemy.exc import SQLAlchemyError

from scrapers.incremental.conditions import Conditions
from storage.database.engine import transaction
from storage.feed_cache import answers, poll_rate
from storage.feed_cache.answers import Validators
from storage.runs.ledger import RunToken, StaleRun

BATCH = 100
PAUSE_S = 0.005
"""A batch of 304s closes at BATCH feeds, or when none arrives within the pause: a transaction costs as much processor
time as an answer."""

logger = logging.getLogger(__name__)


def cached_validators(source_id: int, conditions: Conditions) -> dict[str, Validators]:
    """By address; empty while the database is down."""
    try:
        with transaction() as connection:
            return answers.validators(connection, source_id, conditions.digest)
    except SQLAlchemyError as error:
        logger.warning("Cannot look up the cached validators, so requests are unconditional: %s", error)
        return {}


def conditional_headers(validators: Validators | None) -> dict[str, str]:
    """If-None-Match and If-Modified-Since."""
    if validators is None:
        return {}
    headers = {"If-None-Match": validators.etag, "If-Modified-Since": validators.modified}
    return {name: value for name, value in headers.items() if value is not None}


class NotModifiedFeeds:
    """Marks the events of feeds that answered 304 as seen, many feeds in one transaction. While a transaction is under
    way, the next batch gathers."""

    def __init__(self) -> None:
        self.gathered: dict[str, str] = {}
        self.next: asyncio.Future[frozenset[str]] | None = None
        self.writing = asyncio.Lock()

    async def mark_seen(self, run: RunToken, feed: str, answered_by: str, conditions: Conditions) -> bool:
        """False: ask the feed again without conditions, some of it must be read again.

        answered_by  the address the 304 came from, after redirects.
        """
        self.gathered[feed] = answered_by
        if self.next is None:
            self.next = asyncio.ensure_future(self._mark_batch(run, conditions))
        return feed in await asyncio.shield(self.next)

    async def _mark_batch(self, run: RunToken, conditions: Conditions) -> frozenset[str]:
        async with self.writing:
            await self._gather()
            gathered, self.gathered, self.next = self.gathered, {}, None
            return await asyncio.to_thread(_mark_seen, run, gathered, conditions)

    async def _gather(self) -> None:
        before = 0
        while before < len(self.gathered) < BATCH:
            before = len(self.gathered)
            await asyncio.sleep(PAUSE_S)


def _mark_seen(run: RunToken, answered_by: Mapping[str, str], conditions: Conditions) -> frozenset[str]:
    try:
        with transaction() as connection:
            seen = answers.mark_seen_after_304(
                connection, run, answered_by, conditions=conditions.digest, starts=conditions.first_day
            )
            poll_rate.record_answers(connection, run, seen, changed=False)
            return seen
    except (SQLAlchemyError, StaleRun) as error:
        logger.warning("Cannot look up the cached answers of %d feeds: %s", len(answered_by), error)
        return frozenset()
