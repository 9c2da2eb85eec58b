"""A carbonhouse spider as anyone writes it in an afternoon: selectors to dictionaries, no pipeline, no database."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy.http import Request, Response

SETTINGS = {
    "ROBOTSTXT_OBEY": True,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "LOG_LEVEL": "WARNING",
}
"""Scrapy's defaults without its open ports. The bench sets the same pace for both sides."""


class BareSpider(scrapy.Spider):
    """Its selectors find the same fields as Marquee's reader. The text stays as it is."""

    name = "bare"

    def __init__(self, url: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.url = url

    async def start(self) -> AsyncIterator[Request]:
        yield Request(f"{self.url}/events", self.parse)

    def parse(self, response: Response) -> Iterator[Request]:
        """The first page of the list."""
        yield from self._details(response, scrapy.Selector(text=response.text), 0)

    def parse_more(self, response: Response, offset: int) -> Iterator[Request]:
        html = json.loads(response.text)
        if html:
            yield from self._details(response, scrapy.Selector(text=html), offset)

    def _details(self, response: Response, page: scrapy.Selector, offset: int) -> Iterator[Request]:
        cards = page.css(".eventItem")
        for card in cards:
            yield response.follow(card.css(".title a::attr(href)").get(""), self.parse_detail)
        if offset or page.css("#loadMoreEvents"):
            after = offset + len(cards)
            query = f"category=0&venue=0&team=0&exclude=&per_page={len(cards)}&came_from_page=event-list-page"
            url = f"{self.url}/events/events_ajax/{after}?{query}"
            yield Request(url, self.parse_more, cb_kwargs={"offset": after}, priority=1)

    def parse_detail(self, response: Response) -> Iterator[dict[str, Any]]:
        """The event on its detail page."""
        yield {
            "url": response.css("link[rel=canonical]::attr(href)").get(),
            "title": response.css(".event_heading h1::text").get(),
            "tagline": response.css(".event_heading .tagline::text").get(),
            "date": "".join(response.css(".sidebar_event_date span ::text").getall()),
            "starts": response.css(".sidebar_event_starts span::text").get(),
            "venue": response.css(".sidebar_event_venue span::text").get(),
            "price": response.css(".sidebar_ticket_prices span::text").get(),
            "showings": [
                {
                    "date": row.css(".date::attr(aria-label)").get(),
                    "time": row.css(".time::text").get(),
                    "doors": row.css(".time-doors::text").get(),
                    "tickets": row.css("a.tickets::attr(href)").get(),
                }
                for row in response.css(".event_showings .listItem")
            ],
            "tickets": response.css(".event_detail > .buttons a.tickets::attr(href)").get(),
            "status": response.css(".event_detail > .buttons a.tickets::attr(class)").get(),
            "image": response.css("meta[property='og:image']::attr(content)").get(),
            "description": " ".join(response.css(".event_description ::text").getall()),
        }
