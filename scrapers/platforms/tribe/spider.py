"""The spider for The Events Calendar (WordPress): finds the monthly iCalendar feeds of a site."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import ClassVar
from zoneinfo import ZoneInfo

from scrapy.http import Request, Response

from core.errors import WrongKind
from core.items import FeedItem
from scrapers.platforms.base import SourceSpider
from scrapers.platforms.tribe import PLATFORM
from scrapers.platforms.tribe.addresses import month, month_feed_url
from scrapers.reading.bodies import decode


class TribeSpider(SourceSpider):
    """Asks for the address of this month and of the next `months_ahead` months. One that answers with iCalendar becomes
    a feed of the source, which the `ics` spider reads.
    """

    harvests_feeds: ClassVar[bool] = PLATFORM.finds_feeds
    name = "tribe"
    platform: ClassVar[str] = "tribe"
    months_ahead: int

    async def start(self) -> AsyncIterator[Request]:
        today = self.now.astimezone(ZoneInfo(self.timezone)).date()
        for ahead in range(self.months_ahead + 1):
            first, after = month(today, ahead), month(today, ahead + 1)
            url = month_feed_url(self.base_url, first.year, first.month, current=ahead == 0)
            yield self.get(url, self.parse, first=first, after=after)

    def parse(self, response: Response, first: date, after: date) -> Iterator[FeedItem]:
        """The month's feed, recognized by its first line (RFC 5545, 3.4)."""
        text = decode(response.body, self.context(response))
        if not text.lstrip("\ufeff \t\r\n").upper().startswith("BEGIN:VCALENDAR"):
            raise WrongKind(f"not iCalendar: {text.strip()[:60]}", url=response.url)
        yield FeedItem(
            url=response.request.url if response.request else response.url,
            label=f"{first:%Y-%m}",
            covers_from=first,
            covers_until=after,
        )
