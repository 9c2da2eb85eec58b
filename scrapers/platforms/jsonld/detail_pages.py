"""Reads the pages of single events: one after the other, only those that changed, and within limits."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from core.errors import Blocked, PageChanged, PageGone, SourceError
from core.items import EventItem
from scrapers.incremental.changes import read_changes
from scrapers.incremental.conditional_requests import NotModifiedFeeds, cached_validators, conditional_headers
from scrapers.incremental.conditions import Conditions
from scrapers.incremental.pending import save_answers
from scrapers.incremental.whole_body import whole
from scrapers.platforms.base import SourceSpider, named
from scrapers.platforms.failures import name_failure
from scrapers.platforms.jsonld.links import own_events, plain_addresses
from scrapers.platforms.jsonld.reader import VERSION, read_events
from scrapers.reading.contract import Context, Reading, Window
from storage.database.engine import transaction
from storage.feed_cache.answers import Validators
from storage.feed_cache.save import forget_answers
from storage.sources.rules import NO_RULES

MOST_DETAILS = 100
"""Pages of single events that a run asks: with a second between them, they take two minutes."""
MOST_BYTES = 100 * 1024 * 1024
LONGEST_S = 900.0
"""Half of the time that a crawl has by default."""


class DetailPages(SourceSpider):
    """A page that answers 304, or with the body that it had, leaves its events as they are stored, and counts them as
    seen. Events before yesterday are left out. A page that can't be read leaves what is stored of its event."""

    url: str | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting: deque[str] = deque()
        self.pages: frozenset[str] = frozenset()
        self.validators: dict[str, Validators] = {}
        self.not_modified = NotModifiedFeeds()
        self.bytes_read = 0
        self.refusals = 0
        self.began = 0.0

    def ask_details(self, urls: Sequence[str]) -> Iterator[Request]:
        """Asks the first; each answer leads to the next."""
        if not urls:
            return
        self.pages = plain_addresses(urls)
        self.waiting.extend(urls[:MOST_DETAILS])
        self.began = time.monotonic()
        if len(urls) > MOST_DETAILS:
            self._leave_unread(f"{MOST_DETAILS} of {len(urls)} pages of events were asked")
        yield from self._ask_next()

    def _ask_next(self) -> Iterator[Request]:
        if self.waiting and (self.bytes_read > MOST_BYTES or time.monotonic() - self.began > LONGEST_S):
            self._leave_unread(f"{len(self.waiting)} pages of events weren't asked, after {self.bytes_read:,} bytes")
            self.waiting.clear()
        if self.waiting:
            yield self._ask(self.waiting.popleft())

    def _leave_unread(self, what: str) -> None:
        self.account.listing_read = False
        advice = "What the other pages say stays as it is stored. Use a feed of the site if it has one."
        self.account.note(PageChanged(what, url=self.url or self.base_url, advice=advice), essential=False)

    def _ask(self, url: str, *, again: bool = False) -> Request:
        headers = {} if again else conditional_headers(self.validators.get(url))
        callback, errback = self.parse_detail, self._detail_failed
        return self.get(url, callback, essential=False, errback=errback, headers=headers, asked=url, again=again)

    async def parse_detail(
        self, response: Response, asked: str, again: bool = False
    ) -> AsyncIterator[Request | EventItem]:
        """asked: the address, before redirects. again: asked without conditions, after a 304 for which the cached
        answer could not be used."""
        self.bytes_read += len(response.body)
        if self.run is not None and response.status == 304 and not again:
            known = await self.not_modified.mark_seen(self.run, asked, response.url, self._conditions)
            self.account.seen_updates += 1
            if not known:
                yield self._ask(asked, again=True)
                return
        else:
            for event in self.emit(await self._read(response, asked)):
                yield event
        for request in self._ask_next():
            yield request

    async def _read(self, response: Response, asked: str) -> Reading:
        """What is new on the page; nothing if it can't be read."""
        context = self.context(response, self._window)
        try:
            if self.run is None:
                return self._own(response.body, context)
            split = whole(self._own)
            changes = await asyncio.to_thread(read_changes, self.run, asked, response, context, self._conditions, split)
        except SourceError as error:
            self.account.listing_read = False
            self.account.note(name_failure(error, context.url), essential=False)
            return Reading()
        self.account.seen_updates += 1
        if changes.answer is not None and not changes.answer.expected:
            await asyncio.to_thread(save_answers, {changes.answer: ()})
        return changes.reading

    def _own(self, body: bytes, context: Context) -> Reading:
        reading = read_events(body, context)
        return replace(reading, events=own_events(reading.events, context.url, self.pages))

    def _detail_failed(self, failure: Failure) -> Iterator[Request]:
        """Only the first refusal is noted."""
        _, error = named(failure)
        self.account.listing_read &= isinstance(error, PageGone)
        self.refusals += isinstance(error, Blocked)
        if not isinstance(error, Blocked) or self.refusals == 1:
            self.account.note(error, essential=False)
        yield from self._ask_next()

    async def load_validators(self) -> None:
        """Call it before the first page is asked."""
        if self.run is not None:
            self.validators = await asyncio.to_thread(self._cached_validators, self.run.source_id)

    def _cached_validators(self, source_id: int) -> dict[str, Validators]:
        if self.fresh:
            with transaction() as connection:
                forget_answers(connection, source_id)
        return cached_validators(source_id, self._conditions)

    @cached_property
    def _window(self) -> Window:
        return Window(starts=self.now.astimezone(ZoneInfo(self.timezone)).date() - timedelta(days=1))

    @cached_property
    def _conditions(self) -> Conditions:
        rules = () if self.rules == NO_RULES else (self.rules.model_dump_json(exclude_defaults=True),)
        return Conditions.of(self._window, VERSION, self.timezone, *rules)
