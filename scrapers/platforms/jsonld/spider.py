"""The spider for structured data: reads a list or a sitemap page by page, and the events' own pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from core.errors import PageChanged, SourceError
from core.items import EventItem
from scrapers.platforms.base import captured, same_site
from scrapers.platforms.failures import name_failure
from scrapers.platforms.jsonld.detail_pages import DetailPages
from scrapers.platforms.jsonld.list_pages import MOST_PAGES, ListPages
from scrapers.platforms.jsonld.sitemaps import is_sitemap, maps_of_events, pages_of_events, read_sitemap
from scrapers.reading.no_events import says_no_events
from scrapers.reading.structured.same_event import join_same


class JsonldSpider(DetailPages):
    """Covers no days, because one list may not hold every event. See `storage.runs.listings` for what is withdrawn.

    It follows the links to the next page of a list up to the first page without a new upcoming event, or without a new
    link to an event's page where the list has no data. Then it reads those pages. The address may also be a sitemap, or
    an index of sitemaps: it names the pages of events.
    """

    name = "jsonld"
    platform: ClassVar[str | None] = "jsonld"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.list: ListPages
        """From `start` on, which knows the source's address."""
        self.gathered: list[EventItem] = []
        """From the list's pages, each with the answer that it was read from."""
        self.maps: list[str] = []
        """Further sitemaps, which are still to be read."""

    async def start(self) -> AsyncIterator[Request]:
        url = self.url or self.base_url
        if not url:
            self.account.note(
                SourceError("no address", advice="Pass -a url=ADDRESS, or -a source_id=N of a source that has one."),
                essential=True,
            )
            return
        self.list = ListPages(url)
        await self.load_validators()
        yield self.get(url, self.parse, errback=self._page_failed)

    def parse(self, response: Response, page: int = 1) -> Iterator[Request | EventItem]:
        """One page of the list. If a later one fails, the events so far are kept and the harvest is incomplete."""
        if page == 1 and is_sitemap(response.body):
            yield from self.parse_sitemap(response)
            return
        context = self.context(response)
        try:
            reading, following = self.list.take(response.body, context)
        except SourceError as error:
            self.account.note(name_failure(error, context.url), essential=True)
            yield from self._finish()
            return
        for problem in reading.problems:
            self.account.reject(problem)
        self.gathered += [captured(one, response) for one in reading.events]
        if following is not None:
            if page < MOST_PAGES:
                yield self.get(following, self.parse, errback=self._page_failed, page=page + 1)
                return
            self.account.note(PageChanged(f"the list goes on after {page} pages", url=context.url), essential=False)
        else:
            self.account.listing_read = True
        if not self.gathered and not reading.problems and not self.list.links:
            self.account.says_empty = says_no_events(response.body, context)
        yield from self._finish()

    def parse_sitemap(self, response: Response) -> Iterator[Request | EventItem]:
        context = self.context(response)
        today = self.now.astimezone(ZoneInfo(self.timezone)).date()
        try:
            sitemap = read_sitemap(response.body, context)
        except SourceError as error:
            self.account.note(name_failure(error, context.url), essential=True)
            yield from self._finish()
            return
        home = self.url or self.base_url
        self.maps += [url for url in maps_of_events(sitemap) if same_site(url, home)] if not self.list.links else []
        self.list.links.update(
            dict.fromkeys(url for url in pages_of_events(sitemap, context.url, today) if same_site(url, home))
        )
        if self.maps:
            yield self.get(self.maps.pop(0), self.parse_sitemap, errback=self._page_failed)
            return
        self.account.listing_read = True
        yield from self._finish()

    def _page_failed(self, failure: Failure) -> Iterator[Request | EventItem]:
        self.on_failure(failure)
        yield from self._finish()

    def _finish(self) -> Iterator[Request | EventItem]:
        gathered, self.gathered = self.gathered, []
        yield from join_same([gathered])
        yield from self.ask_details(list(self.list.links))
