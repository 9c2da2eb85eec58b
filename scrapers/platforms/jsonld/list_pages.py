"""Reads a list with structured data page by page, and decides where it ends: for a harvest and for a preview alike."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urldefrag
from zoneinfo import ZoneInfo

from lxml import html

from core.items import EventItem
from scrapers.platforms.base import same_site
from scrapers.platforms.jsonld.links import event_links
from scrapers.platforms.jsonld.reader import read_page
from scrapers.reading.bodies import decode, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.next_page import next_url
from scrapers.reading.page_tree import page_tree

MOST_PAGES = 30
"""A list that has not ended by then is a calendar that goes on for ever, or repeats itself."""


class ListPages:
    """A list that begins at `url`. It ends at a page without a link to another one of this site, or without a new
    upcoming event and a new link to an event's page.

    listed  the events of all pages so far.
    links   the pages of events that they lead to, in order.
    away    the next page, if it is on another site: it isn't read.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.listed: list[EventItem] = []
        self.links: dict[str, None] = {}
        self.away: str | None = None
        self._asked = {url}

    def take(self, body: bytes, context: Context) -> tuple[Reading, str | None]:
        """Reads a page: its new events, and the address of the next page. Raises what `read_page` raises."""
        text = decode(body, context)
        require_html(text, context)
        tree = page_tree(text, context)
        reading = read_page(tree, context)
        fresh = tuple(one for one in reading.events if one not in self.listed)
        links = [one for one in event_links(tree, context, reading.events) if one not in self.links]
        self.listed += fresh
        self.links.update(dict.fromkeys(links))
        is_new = bool(links) or any(_is_upcoming(event, context) for event in fresh)
        return replace(reading, events=fresh), self._following(tree, context) if is_new else None

    def _following(self, tree: html.HtmlElement, context: Context) -> str | None:
        """The next page, unless it was asked before or is on another site."""
        self._asked.add(context.url)
        found = next_url(tree, context.url)
        following = None if found is None else urldefrag(found).url
        if following is None or following in self._asked:
            return None
        if not same_site(following, self.url):
            self.away = following
            return None
        self._asked.add(following)
        return following


def _is_upcoming(event: EventItem, context: Context) -> bool:
    today = context.now.astimezone(ZoneInfo(context.timezone)).date()
    return any(one.local_date >= today for one in event.occurrences)
