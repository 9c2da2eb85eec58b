"""Finds the pages of single events that a list links to."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urlsplit

from lxml import html

from scrapers.reading.text import absolute_url

_EVENT = re.compile(
    r"/(?:events?|shows?|concerts?|performances?|programs?|productions?|calendar|e)/(?:[^/]+/)*[^/]*[a-z][^/]*/?$",
    re.IGNORECASE,
)
_NOT_AN_EVENT = re.compile(
    r"/(?:page|category|categories|tag|tags|venue|venues|organizer|month|week|day|list|feed|ical|archive|past)(?:/|$)"
    r"|\.(?:ics|xml|pdf|jpe?g|png)$",
    re.IGNORECASE,
)


def event_links(tree: html.HtmlElement, url: str) -> list[str]:
    """The addresses of the same site below a folder for events, such as `/events/tin-herons`, in the page's order; not
    those of lists by month, category, or page."""
    here = urlsplit(url)
    found: dict[str, None] = {}
    for link in tree.iter("a"):
        address = urldefrag(absolute_url((link.get("href") or "").strip(), url) or "").url
        parts = urlsplit(address)
        if parts.netloc != here.netloc or parts.path.rstrip("/") == here.path.rstrip("/"):
            continue
        if _EVENT.search(parts.path) and not _NOT_AN_EVENT.search(parts.path):
            found.setdefault(address)
    return list(found)
