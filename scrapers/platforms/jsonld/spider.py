"""The spider for structured data: reads a list page by page, and the events' own pages where the list has no data."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from lxml import html
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from core.errors import Blocked, PageChanged, PageGone, SourceError
from core.items import EventItem
from scrapers.platforms.base import SourceSpider, named, same_site
from scrapers.platforms.failures import name_failure
from scrapers.platforms.jsonld.links import event_links
from scrapers.platforms.jsonld.reader import read_page
from scrapers.reading.bodies import decode, require_html
from scrapers.reading.contract import Context
from scrapers.reading.next_page import next_url
from scrapers.reading.no_events import says_no_events
from scrapers.reading.page_tree import page_tree
from scrapers.reading.structured.same_event import join_same

MOST_PAGES = 30
"""A list that has not ended by then is a calendar that goes on for ever, or repeats itself."""
MOST_DETAILS = 50
"""Pages of single events that a run asks."""


class JsonldSpider(SourceSpider):
    """Covers no days, because one list may not hold every event. See `storage.runs.listings` for what is withdrawn.

    It follows the links to the next page of a list with events, up to the first page without a new upcoming event. If
    the first page has no event in structured data, it reads the pages of single events that it links to.
    """

    name = "jsonld"
    platform: ClassVar[str | None] = "jsonld"
    url: str | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gathered: list[EventItem] = []
        self.refusals = 0

    async def start(self) -> AsyncIterator[Request]:
        url = self.url or self.base_url
        if not url:
            self.account.note(
                SourceError("no address", advice="Pass -a url=ADDRESS, or -a source_id=N of a source that has one."),
                essential=True,
            )
            return
        yield self.get(url, self.parse, errback=self._page_failed)

    def parse(self, response: Response, page: int = 1) -> Iterator[Request | EventItem]:
        """One page of the list. If a later one fails, the events so far are kept and the harvest is incomplete."""
        context = self.context(response)
        try:
            tree = self._tree(response.body, context)
            reading = read_page(tree, context)
        except SourceError as error:
            self.account.note(name_failure(error, context.url), essential=True)
            yield from self._finish()
            return
        for problem in reading.problems:
            self.account.reject(problem)
        fresh = [one for one in reading.events if one not in self.gathered]
        self.gathered += fresh
        following = next_url(tree, context.url)
        if following and same_site(following, self.url or self.base_url) and any(map(self._is_upcoming, fresh)):
            if page < MOST_PAGES:
                yield self.get(following, self.parse, errback=self._page_failed, page=page + 1)
                return
            self.account.note(PageChanged(f"the list goes on after {page} pages", url=context.url), essential=False)
        else:
            self.account.listing_read = True
        details = [] if self.gathered or reading.problems else event_links(tree, context.url)
        self.account.listing_read &= len(details) <= MOST_DETAILS
        for url in details[:MOST_DETAILS]:
            yield self.get(url, self.parse_detail, essential=False, errback=self._detail_failed)
        if not self.gathered and not reading.problems and not details:
            self.account.says_empty = says_no_events(response.body, context)
        yield from self._finish()

    def parse_detail(self, response: Response) -> Iterator[EventItem]:
        """A page that can't be read leaves what is stored of its event."""
        context = self.context(response)
        try:
            yield from self.emit(read_page(self._tree(response.body, context), context))
        except SourceError as error:
            self.account.listing_read = False
            self.account.note(name_failure(error, context.url), essential=False)

    def _tree(self, body: bytes, context: Context) -> html.HtmlElement:
        text = decode(body, context)
        require_html(text, context)
        return page_tree(text, context)

    def _page_failed(self, failure: Failure) -> Iterator[EventItem]:
        self.on_failure(failure)
        yield from self._finish()

    def _detail_failed(self, failure: Failure) -> None:
        """Only the first refusal is noted."""
        _, error = named(failure)
        self.account.listing_read &= isinstance(error, PageGone)
        self.refusals += isinstance(error, Blocked)
        if not isinstance(error, Blocked) or self.refusals == 1:
            self.account.note(error, essential=False)

    def _finish(self) -> Iterator[EventItem]:
        gathered, self.gathered = self.gathered, []
        yield from join_same([gathered])

    def _is_upcoming(self, event: EventItem) -> bool:
        today = self.now.astimezone(ZoneInfo(self.timezone)).date()
        return any(one.local_date >= today for one in event.occurrences)
