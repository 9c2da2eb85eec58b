"""A spider that reads a platform's list page by page, with the addresses that the platform's folder describes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from core.errors import PageChanged, SourceError
from core.items import EventItem
from scrapers.platforms.account import Coverage
from scrapers.platforms.asking import Ask, key_of, pages_of, without_key
from scrapers.platforms.base import SourceSpider, captured, named
from scrapers.platforms.failures import name_failure
from scrapers.platforms.paged_list import MOST_PAGES, PagedList
from scrapers.platforms.platform import Platform
from scrapers.reading.contract import Context
from scrapers.reading.no_events import says_no_events
from scrapers.reading.records.series import joined


class PagedSpider(SourceSpider):
    """Asks for the first page and each page after it, and passes the events on at the end, because an event may have
    dates on several pages. Once the last page is read, the harvest covers the days that the platform's answers reach.
    With a single `url`, it covers nothing.
    """

    described: ClassVar[Platform]
    url: str | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home = self.url or self.base_url
        self.list = PagedList(self.described)
        self.gathered: list[EventItem] = []

    async def start(self) -> AsyncIterator[Request]:
        try:
            first = self._first()
        except ValueError as error:
            self.account.note(
                SourceError(str(error), url=self.home, advice="See the platform's guide, docs/platforms/."),
                essential=True,
            )
            return
        yield self._ask(first, 1)

    def parse(self, response: Response, asked: Ask, page: int) -> Iterator[Request | EventItem]:
        """One page. If it can't be read, the events so far are kept and the harvest is incomplete."""
        context = self._readable(response)
        try:
            reading, following = self.list.take(response.body, context, asked)
        except SourceError as error:
            self.account.note(name_failure(error, context.url), essential=True)
            yield from self._finish()
            return
        for problem in reading.problems:
            self.account.reject(problem)
        self.gathered += [captured(event, response) for event in reading.events]
        if following is not None and page < MOST_PAGES:
            yield self._ask(following, page + 1)
            return
        if following is not None:
            self.account.note(PageChanged(f"the list goes on after {page} pages", url=context.url), essential=True)
        elif self.url is None and asked.whole:
            self.account.covered = Coverage(self.now, self._end())
        else:
            self.account.listing_read = self.url is None
        if page == 1 and not reading.events and not reading.problems:
            self.account.says_empty = says_no_events(response.body, context)
        yield from self._finish()

    def _first(self) -> Ask:
        """Raises ValueError without an address or key, and as `Pages.first` does."""
        if self.url:
            return Ask(url=self.url, whole=False)
        if not self.base_url:
            raise ValueError("no address: pass -a url=ADDRESS, or -a source_id=N of a source that has one")
        today = self.now.astimezone(ZoneInfo(self.timezone)).date()
        return pages_of(self.described).first(self.base_url, today, key_of(self.described))

    def _ask(self, asked: Ask, page: int) -> Request:
        headers = {"Accept": "application/json, text/html;q=0.9, */*;q=0.5", **asked.headers}
        request = self.get(asked.url, self.parse, errback=self._failed, headers=headers, asked=asked, page=page)
        return request if asked.body is None else request.replace(method="POST", body=asked.body)

    def _failed(self, failure: Failure) -> Iterator[EventItem]:
        _, error = named(failure)
        error.url = without_key(error.url)
        self.account.note(error, essential=True)
        yield from self._finish()

    def _readable(self, response: Response) -> Context:
        context = self.context(response)
        return replace(context, url=without_key(context.url))

    def _finish(self) -> Iterator[EventItem]:
        gathered, self.gathered = self.gathered, []
        yield from joined(gathered)

    def _end(self) -> datetime | None:
        """The end of the last day that the answers reach, which is not covered itself."""
        if self.described.days_ahead is None:
            return None
        last = self.now.astimezone(ZoneInfo(self.timezone)).date() + timedelta(days=self.described.days_ahead)
        return datetime.combine(last, time(), ZoneInfo(self.timezone))


def paged_spider(described: Platform, base: type[PagedSpider] = PagedSpider) -> type[SourceSpider]:
    """A spider class for a platform that has pages and no spider of its own."""
    name = "".join(part.title() for part in described.name.split("_"))
    return type(
        name,
        (base,),
        {"name": described.name, "described": described, "platform": described.name, "__doc__": f"{described.title}."},
    )
