"""Signs on a page of how its site publishes events: links, embeds, generators, and addresses that a system always has.

Pure: a clue is an address worth asking for, and the reason in words. Only asking shows whether it has events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urljoin, urlsplit

from lxml import html

from core.addresses import http_address
from scrapers.discovery.closed import CLOSED
from scrapers.platforms.asking import Ask, key_of, pages_of
from scrapers.platforms.platform import Platform
from scrapers.platforms.registry import platforms
from scrapers.reading.text import parts_of

_CALENDAR_TYPES = {"text/calendar": "ics", "application/rss+xml": "rss", "application/atom+xml": "rss"}
_CALENDAR_FILE = re.compile(
    r"^webcals?:|\.ics(?:$|[?#])|[?&](?:ical=1|format=ical|outlook-ical=1)|/ical/?$|ical_subscribe\.php|icalendar\.aspx",
    re.IGNORECASE,
)
_NOT_LASTING = re.compile(
    r"/\d{4}-\d{2}(?:-\d{2})?(?:/|$)|[?&](?:tribe-bar-date|date)=|/events?/[^/?]+/(?:ical|[^/?]*\.ics)|[?&](?:eid|event_?id|feed=calendar&eid)=",
    re.IGNORECASE,
)
"""The calendar of one event or one month."""
_LISTING = re.compile(
    r"^(?:upcoming |all |our |view |see |full |live )*(?:events?|calendar|shows?|concerts?|performances?|programs?"
    r"|schedule|agenda|what['’]?s on|what is on|tickets & events|events & tickets|event calendar|calendar of events"
    r"|on stage|now playing)"
    r"(?: calendar| & programs| & tickets)?$",
    re.IGNORECASE,
)
_LISTING_PATH = re.compile(
    r"/(?:events?|calendar|shows?|concerts?|schedule|agenda|whats-?on|performances?|upcoming-events|event-calendar)/?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clue:
    """platform: whose spider would harvest it; url: what to ask for to see its events; base_url: the source's address;
    reason: the evidence in words; headers, body: to ask with."""

    platform: str
    url: str
    base_url: str
    reason: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None


def clues_in(tree: html.HtmlElement, page: str, url: str, today: date) -> list[Clue]:
    """The clues of a page, the most telling first: linked calendars, embedded ones, the site's own system, and other
    feeds."""
    linked = list(_linked(tree, url))
    calendars = [one for one in linked if one.platform == "ics"]
    feeds = [one for one in linked if one.platform != "ics"]
    text, lower = _searched(page, url)
    signs = [one for each in platforms().values() for one in _clues(each, text, lower, url, today)]
    embeds = [one for one in signs if _host(one.url) != _host(url)]
    systems = [one for one in signs if _host(one.url) == _host(url)]
    return _unique([*calendars, *embeds, *systems, *feeds])


def clues_of(one: Platform, page: str, url: str, today: date) -> Iterator[Clue]:
    """What a platform's signs on a page lead to; nothing if its key is not set."""
    return _clues(one, *_searched(page, url), url, today)


def _searched(page: str, url: str) -> tuple[str, str]:
    text = f"{url}\n{page}"
    return text, text.lower()


def _clues(one: Platform, text: str, lower: str, url: str, today: date) -> Iterator[Clue]:
    for sign in one.signs:
        for address in sign.addresses_in(text, lower, url):
            if sign.feed:
                yield Clue("ics", address, address, sign.reason)
            elif (ask := _first_ask(one, address, today)) is not None:
                base_url = urljoin(url, "/") if one.whole_site else address
                yield Clue(one.name, ask.url, base_url, sign.reason, ask.headers, ask.body)


def _first_ask(one: Platform, address: str, today: date) -> Ask | None:
    if not one.is_paged:
        return Ask(url=address)
    try:
        return pages_of(one).first(address, today, key_of(one))
    except ValueError:
        return None


def obstacles(page: str, url: str) -> list[str]:
    """Why events that the page leads to can't be read: services that are closed to crawlers, and missing keys."""
    text, lower = _searched(page, url)
    found = [one.sentence for one in CLOSED if one.is_named_in(text, lower)]
    for one in platforms().values():
        if one.key and any(True for sign in one.signs for _ in sign.addresses_in(text, lower, url)):
            try:
                key_of(one)
            except ValueError as missing:
                found.append(f"{missing}.")
    return found


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()


def _linked(tree: html.HtmlElement, url: str) -> Iterator[Clue]:
    for link in tree.iter("link"):
        platform = _CALENDAR_TYPES.get((link.get("type") or "").lower().strip())
        address = _address(link, url)
        if platform and address and "alternate" in (link.get("rel") or "").lower() and "comments" not in address:
            reason = "a news feed that the page names in its head"
            if platform == "ics":
                reason = "a calendar that the page names in its head"
            yield Clue(platform, address, address, reason)
    for link in tree.iter("a"):
        written = link.get("href") or ""
        if _CALENDAR_FILE.search(written) and not _NOT_LASTING.search(written) and (address := _address(link, url)):
            yield Clue("ics", address, address, f"a link to a calendar: {' '.join(link.text_content().split())[:60]!r}")


def listing_links(tree: html.HtmlElement, url: str) -> list[str]:
    """Pages of the same site that links call events, calendar, shows, what's on; the clearest first."""
    ranked: dict[str, int] = {}
    for link in tree.iter("a"):
        address = _address(link, url)
        if (
            address is None
            or urlsplit(address).netloc != urlsplit(url).netloc
            or address.rstrip("/") == url.rstrip("/")
        ):
            continue
        text = " ".join(link.text_content().split())
        rank = 2 * (_LISTING.match(text) is not None) + (_LISTING_PATH.search(urlsplit(address).path) is not None)
        if rank:
            ranked[address] = max(rank, ranked.get(address, 0))
    return sorted(ranked, key=lambda one: -ranked[one])


def _address(link: html.HtmlElement, base: str) -> str | None:
    written = (link.get("href") or "").strip()
    try:
        address = http_address(urljoin(base, written)).partition("#")[0]
    except ValueError:
        return None
    return address if parts_of(address).scheme in ("http", "https") else None


def _unique(clues: Iterable[Clue]) -> list[Clue]:
    found: dict[str, Clue] = {}
    for clue in clues:
        found.setdefault(clue.url, clue)
    return list(found.values())
