"""A spider that finds the iCalendar feeds of a site by the signs that its platform describes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import ClassVar

from scrapy.http import Request, Response

from core.errors import PageChanged, SourceError, WrongKind
from core.items import FeedItem
from scrapers.platforms.base import SourceSpider
from scrapers.platforms.platform import Platform
from scrapers.reading.bodies import TextKind, decode, kind_of


class FeedSpider(SourceSpider):
    """Looks for the platform's signs in the source's address and, without any, on its page. A feed that answers
    with iCalendar becomes a feed of the source, which the `ics` spider reads.
    """

    harvests_feeds: ClassVar[bool] = True
    stateless: ClassVar[bool] = True
    described: ClassVar[Platform]
    url: str | None

    async def start(self) -> AsyncIterator[Request]:
        address = self.url or self.base_url
        if not address:
            self.account.note(
                SourceError("no address", advice="Pass -a url=ADDRESS, or -a source_id=N of a source that has one."),
                essential=True,
            )
            return
        feeds = list(feeds_in(self.described, address, address))
        for feed in feeds:
            yield self.get(feed, self.parse_feed)
        if not feeds:
            yield self.get(address, self.parse)

    def parse(self, response: Response) -> Iterator[Request | FeedItem]:
        """The site's page, or the feed itself."""
        text = decode(response.body, self.context(response))
        if kind_of(text) is TextKind.ICALENDAR:
            yield FeedItem(url=response.request.url if response.request else response.url)
            return
        feeds = list(feeds_in(self.described, f"{response.url}\n{text}", response.url))
        if not feeds:
            raise PageChanged(f"no calendar of {self.described.title} on the page", url=response.url)
        for feed in feeds:
            yield self.get(feed, self.parse_feed)

    def parse_feed(self, response: Response) -> Iterator[FeedItem]:
        text = decode(response.body, self.context(response))
        if kind_of(text) is not TextKind.ICALENDAR:
            raise WrongKind(f"not iCalendar: {text.strip()[:60]}", url=response.url)
        yield FeedItem(url=response.request.url if response.request else response.url)


def feeds_in(described: Platform, text: str, url: str) -> Iterator[str]:
    """The feeds that the platform's signs in a text lead to."""
    for sign in described.signs:
        if sign.feed:
            yield from sign.addresses_in(text, text.lower(), url)


def feed_spider(described: Platform) -> type[SourceSpider]:
    """A spider class for a platform that only finds feeds and has no spider of its own."""
    name = "".join(part.title() for part in described.name.split("_"))
    return type(
        name,
        (FeedSpider,),
        {"name": described.name, "described": described, "platform": described.name, "__doc__": f"{described.title}."},
    )
