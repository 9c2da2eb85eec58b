"""Cuts texts that are too long and lists that have too many entries; the run records each cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Self

from scrapy.crawler import Crawler

from core import limits
from core.errors import Doubt
from core.items import EventItem, FeedItem, Occurrence, Price, Venue
from core.visible_text import visible
from scrapers.platforms.base import SourceSpider

ADVICE = "The event is shown with the part that fits (core/limits.py has the limits)."


class Shorten:
    """Pipeline step. Cuts an event's texts to the lengths in `core.limits`, with a Doubt on the run for each field."""

    def __init__(self, note: Callable[[Doubt], None]) -> None:
        self.note = note

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        def note(doubt: Doubt) -> None:
            assert isinstance(crawler.spider, SourceSpider)
            crawler.spider.account.note(doubt, essential=False)

        return cls(note)

    def process_item(self, item: Any) -> Any:
        if isinstance(item, EventItem):
            item, doubts = shorten(item)
            for doubt in doubts:
                self.note(doubt)
        elif isinstance(item, FeedItem) and len(item.label) > limits.NAME:
            item = replace(item, label=shortened(item.label, limits.NAME))
        return item


def shorten(item: EventItem) -> tuple[EventItem, list[Doubt]]:
    """The event within the limits, and a Doubt for each field that was cut."""
    cuts = _Cuts()
    item = replace(
        item,
        title=cuts.text("title", item.title, limits.TITLE) or "",
        url=cuts.link("url", item.url),
        description=cuts.text("description", item.description, limits.DESCRIPTION),
        venue=cuts.venue(item.venue),
        organizer=cuts.text("organizer", item.organizer, limits.NAME),
        price=cuts.price(item.price),
        ticket_url=cuts.link("ticket_url", item.ticket_url),
        image_url=cuts.link("image_url", item.image_url),
        categories=cuts.categories(item.categories),
        occurrences=cuts.occurrences(item.occurrences),
        raw={name: text[: limits.RAW] for name, text in item.raw.items()},
    )
    doubts = [
        Doubt(f"{found}: {item.title}", field=name, url=item.url or "", uid=item.uid, title=item.title, advice=ADVICE)
        for name, found in cuts.found.items()
    ]
    return item, doubts


def shortened(text: str, most: int) -> str:
    """Returns the beginning of a text, at most `most` characters, cut between words and with an ellipsis at its end."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    space = head.rfind(" ", most * 3 // 4)
    return visible(head if space < 0 else head[:space]).rstrip() + "…"


@dataclass(slots=True)
class _Cuts:
    """`found`: by field, what was cut."""

    found: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, text: str | None, most: int) -> str | None:
        if text is None or len(text) <= most:
            return text
        self.found[name] = f"{len(text):,} characters, cut to {most:,}"
        return shortened(text, most)

    def link(self, name: str, url: str | None) -> str | None:
        if url is None or len(url) <= limits.LINK:
            return url
        self.found[name] = f"a web address of {len(url):,} characters, more than {limits.LINK:,}, was left out"
        return None

    def venue(self, venue: Venue | None) -> Venue | None:
        if venue is None:
            return None
        name = self.text("venue", venue.name, limits.NAME)
        address = self.text("address", venue.address, limits.STREET)
        return venue if (name, address) == (venue.name, venue.address) else replace(venue, name=name, address=address)

    def price(self, price: Price | None) -> Price | None:
        if price is None or price.text is None or len(price.text) <= limits.PRICE:
            return price
        return replace(price, text=self.text("price", price.text, limits.PRICE))

    def categories(self, categories: tuple[str, ...]) -> tuple[str, ...]:
        if len(categories) > limits.CATEGORIES:
            self.found["categories"] = f"{len(categories):,} categories, cut to {limits.CATEGORIES}"
            categories = categories[: limits.CATEGORIES]
        if all(len(category) <= limits.CATEGORY for category in categories):
            return categories
        return tuple(self.text("categories", category, limits.CATEGORY) or "" for category in categories)

    def occurrences(self, occurrences: tuple[Occurrence, ...]) -> tuple[Occurrence, ...]:
        if len(occurrences) > limits.OCCURRENCES:
            self.found["occurrences"] = f"{len(occurrences):,} occurrences, cut to the first {limits.OCCURRENCES:,}"
            occurrences = tuple(sorted(occurrences, key=lambda one: one.starts_at)[: limits.OCCURRENCES])
        if not any(one.title or one.venue or one.url or one.description for one in occurrences):
            return occurrences
        return tuple(
            replace(
                one,
                title=self.text("title", one.title, limits.TITLE),
                venue=self.venue(one.venue),
                url=self.link("url", one.url),
                description=self.text("description", one.description, limits.DESCRIPTION),
            )
            for one in occurrences
        )
