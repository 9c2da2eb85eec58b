"""The spider for pages without structured data: reads a list page by page, by the source's recipe if it has one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from core.errors import PageChanged, SourceError
from core.items import EventItem
from core.recipes.recipe import Reads, Recipe
from scrapers.platforms.base import SourceSpider, named, same_site
from scrapers.platforms.cards.recipes.read import joined, misfit, read_by_recipe, read_without, revised
from scrapers.platforms.cards.recipes.reading import RecipeReading
from scrapers.platforms.failures import name_failure
from scrapers.reading.contract import Context
from scrapers.reading.no_events import says_no_events
from storage.database.engine import transaction
from storage.sources.recipes import drop_offer, save_offer

MOST_PAGES = 30
"""A list that has not ended by then is a calendar that goes on for ever, or repeats itself."""


class CardsSpider(SourceSpider):
    """Covers no days, because one list may not hold every event: a run never withdraws any.

    It follows the links to the next page up to the first page without a new upcoming event. If the pages don't fit the
    recipe, nothing is passed on, the run is suspect, and the recipe that fits the first page is offered.
    """

    name = "cards"
    platform: ClassVar[str | None] = "cards"
    url: str | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read = RecipeReading()
        self.first: tuple[bytes, Context] | None = None

    async def start(self) -> AsyncIterator[Request]:
        url = self.url or self.base_url
        if not url:
            self.account.note(
                SourceError("no address", advice="Pass -a url=ADDRESS, or -a source_id=N of a source that has one."),
                essential=True,
            )
            return
        yield self._ask(url, 1)

    async def parse(self, response: Response, page: int = 1) -> AsyncIterator[Request | EventItem]:
        """One page. If a later one can't be read, the events so far are kept and the harvest is incomplete."""
        context = self.context(response)
        try:
            read = self._read(response.body, context)
        except SourceError as error:
            self.account.note(name_failure(error, context.url), essential=True)
            async for event in self._finish():
                yield event
            return
        if self.first is None:
            self.first = response.body, context
        known = {(event.title, event.occurrences) for event in self.read.events}
        self.read += read
        following = read.next_url
        goes_on = following is not None and same_site(following, self.url or self.base_url)
        if goes_on and any(self._is_new(event, known) for event in read.events):
            if page < MOST_PAGES:
                yield self._ask(str(following), page + 1)
                return
            self.account.note(PageChanged(f"the list goes on after {page} pages", url=context.url), essential=False)
        async for event in self._finish():
            yield event

    def _read(self, body: bytes, context: Context) -> RecipeReading:
        return read_without(body, context) if self.recipe is None else read_by_recipe(self.recipe, body, context)

    def _is_new(self, event: EventItem, known: set[Any]) -> bool:
        today = self.now.astimezone(ZoneInfo(self.timezone)).date()
        return (event.title, event.occurrences) not in known and any(
            one.local_date >= today for one in event.occurrences
        )

    def _ask(self, url: str, page: int) -> Request:
        headers = {"Accept": "application/json"} if self.recipe and self.recipe.reads is Reads.JSON else None
        return self.get(url, self.parse, errback=self._failed, headers=headers, page=page)

    async def _failed(self, failure: Failure) -> AsyncIterator[EventItem]:
        _, error = named(failure)
        self.account.note(error, essential=True)
        async for event in self._finish():
            yield event

    async def _finish(self) -> AsyncIterator[EventItem]:
        if self.first is None:
            return
        body, context = self.first
        self.account.says_empty = not self.read.matched and says_no_events(body, context)
        if self.recipe is not None and not (self.account.says_empty and not self.read.others):
            why = misfit(self.recipe, self.read)
            await asyncio.to_thread(self._judge, self.recipe, why)
            if why:
                return
        for problem in self.read.problems:
            self.account.reject(problem)
        for event in joined(self.read.events, context):
            yield event

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
