"""The spider for pages without structured data: reads a list page by page, by the source's recipe if it has one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from core.errors import Blocked, PageChanged, SourceError
from core.items import EventItem
from core.recipes.recipe import Recipe
from scrapers.incremental.changes import cached_with
from scrapers.incremental.conditional_requests import cached_validators, conditional_headers
from scrapers.incremental.conditions import Conditions
from scrapers.platforms.base import SourceSpider, named, same_site
from scrapers.platforms.cards.details import lacks_details, with_details
from scrapers.platforms.cards.recipes.list_pages import MOST_PAGES, ListPages
from scrapers.platforms.cards.recipes.read import joined, misfit, revised
from scrapers.platforms.failures import name_failure
from scrapers.reading.contract import Context, Window
from scrapers.reading.no_events import says_no_events
from storage.database.engine import transaction
from storage.feed_cache.answers import Validators
from storage.sources.recipes import drop_offer, save_offer

MOST_DETAILS = 50
"""Pages of single events that a run asks, the soonest first."""
VERSION = 6
"""Raised when the same page of an event gives other details."""


class CardsSpider(SourceSpider):
    """Covers no days, because one list may not hold every event. See `storage.runs.listings` for what is withdrawn.

    Where a card lacks the hour, the event's own page is asked, on the same site.

    It follows the links to the next page up to the first page without a new upcoming event. If the pages don't fit the
    recipe, nothing is passed on, the run is suspect, and the recipe that fits the first page is offered.
    """

    name = "cards"
    platform: ClassVar[str | None] = "cards"
    url: str | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages: ListPages
        """From `start` on, which knows the source's address and recipe."""
        self.first: tuple[bytes, Context] | None = None
        self.listed: set[str] = set()
        """The addresses of the list's pages."""
        self.refusals = 0

    async def start(self) -> AsyncIterator[Request]:
        url = self.url or self.base_url
        if not url:
            self.account.note(
                SourceError("no address", advice="Pass -a url=ADDRESS, or -a source_id=N of a source that has one."),
                essential=True,
            )
            return
        self.pages = ListPages(url, self.recipe)
        yield self._ask(url, 1)

    async def parse(self, response: Response, page: int = 1) -> AsyncIterator[Request | EventItem]:
        """One page. If a later one can't be read, the events so far are kept and the harvest is incomplete."""
        context = self.context(response)
        self.listed.add(response.url)
        try:
            following = self.pages.take(response.body, context)
        except SourceError as error:
            self.account.note(name_failure(error, context.url), essential=True)
            async for event in self._finish():
                yield event
            return
        if self.first is None:
            self.first = response.body, context
        if following is not None:
            if page < MOST_PAGES:
                yield self._ask(following, page + 1)
                return
            self.account.note(PageChanged(f"the list goes on after {page} pages", url=context.url), essential=False)
        else:
            self.account.listing_read = True
        async for event in self._finish():
            yield event

    def _ask(self, url: str, page: int) -> Request:
        return self.get(url, self.parse, errback=self._failed, headers=self.pages.headers, page=page)

    async def _failed(self, failure: Failure) -> AsyncIterator[Request | EventItem]:
        _, error = named(failure)
        self.account.note(error, essential=True)
        async for event in self._finish():
            yield event

    async def _finish(self) -> AsyncIterator[Request | EventItem]:
        if self.first is None:
            return
        body, context = self.first
        self.account.says_empty = not self.pages.read.matched and says_no_events(body, context)
        if self.recipe is not None and not (self.account.says_empty and not self.pages.read.others):
            why = misfit(self.recipe, self.pages.read)
            await asyncio.to_thread(self._judge, self.recipe, why)
            if why:
                return
        for problem in self.pages.read.problems:
            self.account.reject(problem)
        for found in await asyncio.to_thread(self._details, joined(self.pages.read.events, context)):
            yield found

    def _details(self, events: Sequence[EventItem]) -> list[Request | EventItem]:
        """Requests for the pages of upcoming events that lack something; the other events."""
        today = self.now.astimezone(ZoneInfo(self.timezone)).date()
        home = self.url or self.base_url
        lacking = [
            one
            for one in events
            if lacks_details(one, self.recipe)
            and one.url
            and one.occurrences[0].local_date >= today
            and same_site(one.url, home)
            and one.url not in self.listed
        ]
        asked = sorted(lacking, key=lambda one: one.occurrences[0].starts_at)[:MOST_DETAILS]
        validators = {} if self.run is None or self.fresh else cached_validators(self.run.source_id, self._conditions)
        for one in lacking[MOST_DETAILS:]:
            self.account.incomplete[one.uid] = None
        return [
            *(self._ask_detail(one, validators.get(one.url or "")) for one in asked),
            *(one for one in events if one not in asked),
        ]

    def _ask_detail(self, event: EventItem, known: Validators | None) -> Request:
        return self.get(
            str(event.url),
            self.parse_detail,
            essential=False,
            errback=self._detail_failed,
            headers=conditional_headers(known),
            event=event,
        )

    def parse_detail(self, response: Response, event: EventItem) -> Iterator[EventItem]:
        """A page that hasn't changed, or can't be read, leaves what is stored of the event."""
        if response.status == 304:
            self.account.incomplete[event.uid] = None
            yield event
            return
        try:
            whole = with_details(event, self.recipe, response.body, self.context(response))
        except SourceError as error:
            self.account.note(name_failure(error, response.url), essential=False)
            self.account.incomplete[event.uid] = None
            yield event
            return
        if self.run is None:
            yield whole
        else:
            yield cached_with(whole, self.run, str(event.url), response, self._conditions)

    def _detail_failed(self, failure: Failure) -> Iterator[EventItem]:
        """Use the card. Only the first refusal is noted."""
        request, error = named(failure)
        self.refusals += isinstance(error, Blocked)
        if not isinstance(error, Blocked) or self.refusals == 1:
            self.account.note(error, essential=False)
        event = request.cb_kwargs["event"]
        self.account.incomplete[event.uid] = None
        yield event

    @cached_property
    def _conditions(self) -> Conditions:
        """Another recipe, zone, or reader reads every page again."""
        recipe = None if self.recipe is None else self.recipe.to_json()
        today = self.now.astimezone(ZoneInfo(self.timezone)).date()
        return Conditions.of(Window(starts=today), VERSION, self.timezone, recipe)

    def _judge(self, recipe: Recipe, why: str) -> None:
        """Notes that the pages don't fit, and offers what fits; an earlier offer is dropped if they do."""
        assert self.first is not None
        fitting = revised(recipe, *self.first) if why else None
        if why:
            end = "another recipe, which fits, is offered" if fitting else "no recipe that fits was found"
            self.account.misfit = f"the page no longer fits its recipe: {why}; {end}"
        if self.run is None:
            return
        with transaction() as connection:
            if fitting is None:
                drop_offer(connection, self.run.source_id)
            else:
                save_offer(connection, self.run.source_id, recipe=fitting, why=why, run_id=self.run.run_id)
