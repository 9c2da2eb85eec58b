"""Reads a single address with a platform's reader: for platforms that need no more than one page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import ClassVar

from scrapy.http import Request, Response

from core.errors import SourceError
from core.items import EventItem
from scrapers.platforms.base import SourceSpider
from scrapers.platforms.platform import Platform


class PageSpider(SourceSpider):
    """Covers no days, since one page need not hold every event: nothing is withdrawn after it."""

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
        yield from self.emit(self.described.read_events(response.body, self.context(response)))


def page_spider(described: Platform) -> type[SourceSpider]:
    """The spider of a platform that has none of its own."""
    name = "".join(part.title() for part in described.name.split("_"))
    return type(
        name,
        (PageSpider,),
        {"name": described.name, "described": described, "platform": described.name, "__doc__": f"{described.title}."},
    )
