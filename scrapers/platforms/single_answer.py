"""A spider for a platform whose list is one answer: it is read only if it has changed since the last run."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import cached_property
from importlib import import_module
from typing import Any

from scrapy.http import Request, Response

from core.errors import SourceError
from core.items import EventItem
from scrapers.incremental.changes import read_changes
from scrapers.incremental.conditional_requests import NotModifiedFeeds, cached_validators, conditional_headers
from scrapers.incremental.conditions import Conditions
from scrapers.incremental.pending import save_answers
from scrapers.incremental.whole_body import whole
from scrapers.platforms.account import Coverage
from scrapers.platforms.asking import Ask
from scrapers.platforms.failures import name_failure
from scrapers.platforms.paged_spider import PagedSpider
from scrapers.reading.contract import Context
from scrapers.reading.windows import feed_window
from storage.database.engine import transaction
from storage.feed_cache.answers import Validators
from storage.feed_cache.save import forget_answers


class SingleAnswerSpider(PagedSpider):
    """Sends conditional requests, and takes the events of an answer that it knows already as seen. Its window is that
    of feeds: from yesterday to the end of the month 13 months ahead. Without a run, everything is read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.not_modified = NotModifiedFeeds()
        self.validators: dict[str, Validators] = {}

    async def start(self) -> AsyncIterator[Request]:
        if self.run is not None and not self.url:
            self.validators = await asyncio.to_thread(self._cached_validators, self.run.source_id)
        async for request in super().start():
            yield request

    async def parse(  # type: ignore[override]  # Scrapy takes either kind of callback
        self, response: Response, asked: Ask, page: int, again: bool = False
    ) -> AsyncIterator[Request | EventItem]:
        """again: asked without conditions, after a 304 for which the cached answer could not be used."""
        if self.run is None or self.url:
            for found in super().parse(response, asked, page):
                yield found
            return
        if response.status == 304 and not again:
            known = await self.not_modified.mark_seen(self.run, asked.url, response.url, self._conditions)
            self.account.seen_updates += 1
            if known:
                self.account.covered = Coverage(self.now, self._end())
            else:
                self.validators = {}
                request = self._ask(asked, page)
                yield request.replace(cb_kwargs={**request.cb_kwargs, "again": True})
            return
        context = self.context(response, feed_window(self.now, self.timezone))
        split = whole(self.described.read_events)
        try:
            changes = await asyncio.to_thread(
                read_changes, self.run, asked.url, response, context, self._conditions, split
            )
        except SourceError as error:
            self.account.note(name_failure(error, response.url), essential=True)
            return
        self.account.seen_updates += 1
        for event in self.emit(changes.reading):
            yield event
        self.account.covered = Coverage(self.now, self._end())
        if changes.answer is not None and not changes.answer.expected:
            await asyncio.to_thread(save_answers, {changes.answer: ()})

    def _readable(self, response: Response) -> Context:
        return replace(super()._readable(response), window=feed_window(self.now, self.timezone))

    def _ask(self, asked: Ask, page: int) -> Request:
        request = super()._ask(asked, page)
        for name, value in conditional_headers(self.validators.get(asked.url)).items():
            request.headers[name] = value
        return request

    def _cached_validators(self, source_id: int) -> dict[str, Validators]:
        if self.fresh:
            with transaction() as connection:
                forget_answers(connection, source_id)
        return cached_validators(source_id, self._conditions)

    @cached_property
    def _conditions(self) -> Conditions:
        reader = import_module(f"scrapers.platforms.{self.described.name}.reader")
        return Conditions.of(feed_window(self.now, self.timezone), reader.VERSION, self.timezone)
