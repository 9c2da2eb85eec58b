"""What a page's head says of itself: the site's name, and which event the page is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from lxml import etree, html

from scrapers.items import EventItem
from scrapers.readers.json_ld import nodes
from scrapers.readers.schema_org import slug_of
from scrapers.readers.schema_types import types_of
from scrapers.readers.schema_values import line
from scrapers.readers.text import absolute_url
from scrapers.readers.xpaths import strings

_TITLE = etree.XPath("string(//meta[@property='og:title']/@content)")
_ADDRESS = etree.XPath("string(//meta[@property='og:url']/@content)")
_META = etree.XPath("//meta[@property='og:site_name' or @name='og:site_name' or @name='application-name']/@content")
_SITES = frozenset({"WebSite", "Organization"})
_SUFFIX = re.compile(r"\s+[—–|-]\s+")


def site_names(tree: html.HtmlElement, documents: Iterable[Any]) -> frozenset[str]:
    """What a page says that its site is called, in lower case."""
    told = strings(tree, _META)
    for document in documents:
        for node, _ in nodes(document):
            if _SITES.intersection(types_of(node)):
                told.append(line(node.get("name")) or "")
    return frozenset(" ".join(name.casefold().split()) for name in told if name.strip())


def without_site(event: EventItem, names: frozenset[str]) -> EventItem:
    """`Take Five — Jazz Club` of the site "jazz club" is `Take Five` (Squarespace writes titles so)."""
    parts = list(_SUFFIX.finditer(event.title))
    if not parts or " ".join(event.title[parts[-1].end() :].casefold().split()) not in names:
        return event
    return replace(event, title=event.title[: parts[-1].start()], raw={**event.raw, "title": event.title})


def with_page_address(event: EventItem, tree: html.HtmlElement, names: frozenset[str], base: str) -> EventItem:
    """An event without an address, on the page that has it as its title, has that page's address (Open Graph og:url)
    and with it the page's slug as uid."""
    if event.url is not None:
        return event
    about = without_site(replace(event, title=" ".join(str(_TITLE(tree)).split())), names).title
    address = absolute_url(str(_ADDRESS(tree)), base)
    if about.casefold() != event.title.casefold() or address is None or not slug_of(address):
        return event
    return replace(event, url=address, uid=slug_of(address))
