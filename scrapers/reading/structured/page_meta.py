"""Reads a page's head: the site's name, and the page's own title and address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree, html

from core.items import EventItem
from scrapers.reading.structured.event import slug_of
from scrapers.reading.structured.json_ld.blocks import nodes
from scrapers.reading.structured.types import types_of
from scrapers.reading.structured.values import line
from scrapers.reading.text import absolute_url
from scrapers.reading.xpaths import strings

_TITLE = etree.XPath("//meta[@property='og:title']/@content")
_ADDRESS = etree.XPath("//meta[@property='og:url']/@content")
_NAMES = etree.XPath("//meta[@property='og:site_name' or @name='og:site_name' or @name='application-name']/@content")
_SITES = frozenset({"WebSite", "Organization"})
_SUFFIX = re.compile(r"\s+[—–|-]\s+")


@dataclass(frozen=True, slots=True)
class PageMeta:
    """`names` are the site's names in lower case; `title` and `address` are this page's, from Open Graph."""

    names: frozenset[str]
    title: str
    address: str | None

    def title_without_site(self, title: str) -> str:
        """`Take Five` for `Take Five — Jazz Club` on the site "jazz club", as Squarespace writes titles."""
        parts = list(_SUFFIX.finditer(title))
        if not parts or " ".join(title[parts[-1].end() :].casefold().split()) not in self.names:
            return title
        return title[: parts[-1].start()]

    def applied_to(self, event: EventItem) -> EventItem:
        """The event without the site's name in its title. If it has no address and the page has its title, it gets the
        page's address, and the page's slug as uid."""
        title = self.title_without_site(event.title)
        if title != event.title:
            event = replace(event, title=title, raw={**event.raw, "title": event.title})
        if event.url is not None or self.address is None or not slug_of(self.address):
            return event
        if self.title_without_site(self.title).casefold() != title.casefold():
            return event
        return replace(event, url=self.address, uid=slug_of(self.address))


def read_meta(tree: html.HtmlElement, documents: Iterable[Any], base: str) -> PageMeta:
    """What a page's head, and the WebSite or Organization in its JSON-LD, say about the page."""
    site_names = strings(tree, _NAMES)
    for document in documents:
        for node, _ in nodes(document):
            if _SITES.intersection(types_of(node)):
                site_names.append(line(node.get("name")) or "")
    return PageMeta(
        names=frozenset(" ".join(name.casefold().split()) for name in site_names if name.strip()),
        title=" ".join(next(iter(strings(tree, _TITLE)), "").split()),
        address=absolute_url(next(iter(strings(tree, _ADDRESS)), None), base),
    )
