"""Reads the address, place, and picture of a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import html

from core.items import Venue
from scrapers.platforms.cards.columns import column_of, is_venue_column
from scrapers.platforms.cards.dates.mentions import find_times
from scrapers.platforms.cards.page_text import PageText
from scrapers.platforms.cards.records import Record
from scrapers.platforms.cards.titles import Title
from scrapers.reading.text import absolute_url

_VENUE = re.compile(r"(?:^|[-_\s])(?:venue|location|place)(?:[-_]?name)?(?:$|[-_\s])", re.IGNORECASE)
_NOT_A_PAGE = re.compile(r"^(?:#|mailto:|tel:|javascript:)|\.(?:pdf|docx?|xlsx?|ics|jpe?g|png)(?:$|\?)", re.IGNORECASE)
_NOT_ITS_PAGE = re.compile(
    r"ticket|eventbrite|calendar/render|outlook\.|facebook\.com/sharer|twitter\.com/intent"
    r"|//(?:drive|docs|maps)\.google\.com|//[\w.]*(?:dropbox|zoom|youtube|youtu|teams\.microsoft|webex)\.",
    re.IGNORECASE,
)
"""Sellers, calendars, and where documents, calls, and videos are."""
_LONGEST_VENUE = 120


def link_of(record: Record, title: Title, base: str) -> str | None:
    """The event's own page: the link in or around its title, else the only page that the record links to."""
    if title.element is not None and (url := address_in(title.element, base)):
        return url
    others = {
        url for one in _elements(record, "a") if (url := _page_address(one, base)) and not _NOT_ITS_PAGE.search(url)
    }
    return others.pop() if len(others) == 1 else None


def address_in(element: html.HtmlElement, base: str) -> str | None:
    """The page that an element, or a link in or around it, leads to."""
    links = (*element.iter("a"), *element.iterancestors("a"))
    return next((url for one in links if (url := _page_address(one, base))), None)


def _page_address(link: html.HtmlElement, base: str) -> str | None:
    return _address((link.get("href") or "").strip(), base)


@lru_cache(maxsize=4096)
def _address(written: str, base: str) -> str | None:
    return None if not written or _NOT_A_PAGE.search(written) else absolute_url(written, base)


def venue_of(record: Record, title: Title, page: PageText) -> Venue | None:
    element = venue_element(record, title, page)
    return None if element is None else Venue(name=page.of(element))


def venue_element(record: Record, title: Title, page: PageText) -> html.HtmlElement | None:
    """An element named venue, location, or place, or a table's column of that name."""
    for one in _elements(record):
        if one is title.element or not page.shows(one):
            continue
        named = bool(one.attrib) and _is_named_venue(f"{one.get('class') or ''} {one.get('itemprop') or ''}")
        if named or (one.tag == "td" and is_venue_column(column_of(one))):
            text = page.of(one)
            if text and len(text) < _LONGEST_VENUE and text != title.text and not find_times(text):
                return one
    return None


@lru_cache(maxsize=4096)
def _is_named_venue(names: str) -> bool:
    return _VENUE.search(names) is not None


def image_of(record: Record, base: str) -> str | None:
    return next((url for part in record.parts if (url := picture_in(part, base))), None)


def picture_in(element: html.HtmlElement, base: str) -> str | None:
    """The address of the first image in an element."""
    for one in element.iter("img"):
        written = one.get("src") or one.get("data-src") or ""
        if written and not written.startswith("data:") and (url := absolute_url(written, base)):
            return url
    return None


def _elements(record: Record, *tags: str) -> Iterator[html.HtmlElement]:
    for part in record.parts:
        yield from (one for one in part.iter(*tags) if isinstance(one.tag, str))
