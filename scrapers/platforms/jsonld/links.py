"""Finds the pages of single events that a list links to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from urllib.parse import urldefrag, urlsplit
from zoneinfo import ZoneInfo

from lxml import html

from core.items import EventItem
from scrapers.platforms.cards.card_page import CardPage
from scrapers.reading.contract import Context
from scrapers.reading.text import absolute_url

_EVENT = re.compile(
    r"/(?:events?|shows?|concerts?|performances?|programs?|productions?|calendar|whats-?on|e)"
    r"/(?:[^/]+/)*[^/]*[a-z][^/]*(?:/\d{4}-\d\d-\d\d)?/?$",
    re.IGNORECASE,
)
_NOT_AN_EVENT = re.compile(
    r"/(?:page|category|categories|tag|tags|venue|venues|organizer|month|week|day|list|feed|ical|archive|past)(?:/|$)"
    r"|\.(?:ics|xml|pdf|jpe?g|png|docx?|zip)$",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?<!\d)(20\d\d)[-/](\d\d)[-/](\d\d)(?!\d)")


def event_links(tree: html.HtmlElement, context: Context, events: Sequence[EventItem]) -> list[str]:
    """The pages of single events on the same site that are to be read besides the page; each once.

    events  that the page has in structured data. Without any, the links are those of its cards of upcoming events and
            those below a folder for events, such as `/events/tin-herons`. With some, only the latter, and only if they
            lead to more other events than the page has: then it has data of a few, and links to all.
    """
    cards = () if events else _of_cards(tree, context)
    found = dict.fromkeys((*cards, *_in_folders(tree, context.url)))
    read = plain_addresses(event.url for event in events if event.url)
    unread = [one for one in found if _plain(one) not in read and not is_over(one, _today(context))]
    return unread if len(unread) > len(events) else []


def is_event_page(url: str) -> bool:
    """Whether the address is below a folder for events, and not that of a list."""
    path = urlsplit(url).path
    return bool(_EVENT.search(path)) and not _NOT_AN_EVENT.search(path)


def is_over(url: str, today: date) -> bool:
    """Whether the address has a date in the past and no other."""
    days = [_date(one) for one in _DAY.finditer(urlsplit(url).path)]
    return bool(days) and all(day is not None and day < today for day in days)


def own_events(events: Sequence[EventItem], url: str, pages: frozenset[str]) -> tuple[EventItem, ...]:
    """The events of an event's page without the related ones that it names and that have pages of their own.

    pages  the addresses of all such pages, as `plain_addresses` gives them.
    """
    if all(_plain(event.url) != _plain(url) for event in events):
        return tuple(events)
    others = pages - {_plain(url)}
    return tuple(event for event in events if _plain(event.url) not in others)


def plain_addresses(urls: Iterable[str]) -> frozenset[str]:
    """The addresses as they are compared: without scheme, `www.`, and the slash at the end."""
    return frozenset(map(_plain, urls))


def _of_cards(tree: html.HtmlElement, context: Context) -> Iterator[str]:
    today = _today(context)
    for event in CardPage(tree, context).events():
        if any(one.local_date >= today for one in event.occurrences) and _is_page(event.url or "", context.url):
            yield urldefrag(event.url or "").url


def _in_folders(tree: html.HtmlElement, url: str) -> Iterator[str]:
    for link in tree.iter("a"):
        address = urldefrag(absolute_url((link.get("href") or "").strip(), url) or "").url
        if _is_page(address, url) and _EVENT.search(urlsplit(address).path):
            yield address


def _is_page(address: str, url: str) -> bool:
    """Whether it is another page of the same site, and not that of a list."""
    here, there = urlsplit(url), urlsplit(address)
    if there.netloc != here.netloc or there.path.strip("/") in ("", here.path.strip("/")):
        return False
    return not _NOT_AN_EVENT.search(there.path)


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def _today(context: Context) -> date:
    return context.now.astimezone(ZoneInfo(context.timezone)).date()


def _plain(url: str | None) -> str:
    parts = urlsplit(url or "")
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"
