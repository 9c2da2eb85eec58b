"""Finds the price in the description of an event whose source gives none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Self

from scrapy.crawler import Crawler

from core.items import EventItem
from scrapers.platforms.base import SourceSpider
from scrapers.reading.said_prices import said_price


class FindPrice:
    """Pipeline step. An event whose page was not read is left as it is: its price may be stored already."""

    def __init__(self, spider: Callable[[], SourceSpider]) -> None:
        self.spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        def spider() -> SourceSpider:
            assert isinstance(crawler.spider, SourceSpider)
            return crawler.spider

        return cls(spider)

    def process_item(self, item: Any) -> Any:
        if not isinstance(item, EventItem) or item.uid in self.spider().account.incomplete:
            return item
        return with_said_price(item)


def with_said_price(event: EventItem) -> EventItem:
    """The event with the price that its description states, unless its source gives one."""
    if event.price is not None or not event.occurrences:
        return event
    price = said_price(event.description, event.occurrences[0].timezone)
    return event if price is None else replace(event, price=price, raw={**event.raw, "price": price.text or ""})
