"""A spider that reads one address with a platform's reader, for platforms that need only one page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import ClassVar

from scrapy.http import Request, Response

from core.errors import SourceError
from core.items import EventItem
from scrapers.platforms.base import SourceSpider
from scrapers.platforms.platform import Platform
from scrapers.reading.no_events import says_no_events


class PageSpider(SourceSpider):
    """Covers no days, because one page may not hold every event. See `storage.runs.listings` for what is withdrawn."""

    stateless: ClassVar[bool] = True
    described: ClassVar[Platform]
    url: str | None

    async def start(self) -> AsyncIterator[Request]:
        url = self.url or self.base_url
        if not url:
            self.account.note(
                SourceError("no address", advice="Pass -a url=ADDRESS, or -a source_id=N of a source that has one."),
                essential=True,
            )
            return
        yield self.get(url, self.parse)

    def parse(self, response: Response) -> Iterator[EventItem]:
        context = self.context(response)
        reading = self.described.read_events(response.body, context)
        if not reading.events and not reading.problems:
            self.account.says_empty = says_no_events(response.body, context)
        self.account.listing_read = not self.described.unordered or in_date_order(reading.events)
        yield from self.emit(reading)


def in_date_order(events: Sequence[EventItem]) -> bool:
    """Whether an answer lists its events by date, as calendars do. Fewer than four may be in this order by chance."""
    starts = [event.occurrences[0].starts_at for event in events]
    return len(starts) >= 4 and starts == sorted(starts)


def page_spider(described: Platform) -> type[SourceSpider]:
    """A spider class for a platform without its own."""
    name = "".join(part.title() for part in described.name.split("_"))
    return type(
        name,
        (PageSpider,),
        {"name": described.name, "described": described, "platform": described.name, "__doc__": f"{described.title}."},
    )
