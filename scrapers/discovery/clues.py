"""Signs on a page of how its site publishes events: links, embeds, generators, and addresses that a system always has.

Pure: a clue is an address worth asking for, and the reason in words. Only asking shows whether it has events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit

from lxml import html

from core.addresses import http_address

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
    reason: the evidence in words."""

    platform: str
    url: str
    base_url: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Embed:
    """A calendar service that sites embed: where its key is, and the feed that the service offers for it."""

    pattern: re.Pattern[str]
    feed: str
    reason: str


_EMBEDS = (
    _Embed(
        re.compile(r"calendar\.google\.com/calendar/(?:u/\d/)?embed\?[^\"'\s]*?src=([^&\"'\s]+)"),
        "https://calendar.google.com/calendar/ical/{}/public/basic.ics",
        "an embedded Google Calendar",
    ),
    _Embed(
        re.compile(r"(?:tockify\.com/|data-tockify-calendar=[\"'])([a-z0-9._-]{3,60})(?=[\"'/?])"),
        "https://tockify.com/api/feeds/ics/{}",
        "an embedded Tockify calendar",
    ),
    _Embed(
        re.compile(r"teamup\.com/(ks[a-z0-9]{10,30})"),
        "https://ics.teamup.com/feed/{}/0.ics",
        "an embedded Teamup calendar",
    ),
    _Embed(
        re.compile(r"webName\s*:\s*[\"']([\w-]{2,60})[\"']"),
        "https://www.trumba.com/calendars/{}.ics",
        "an embedded Trumba calendar",
    ),
)
_SYSTEMS: tuple[tuple[str, str, str, str], ...] = (
    (
        "/wp-json/tribe/events/v1",
        "tribe",
        "/wp-json/tribe/events/v1/events?per_page=50",
        "The Events Calendar's REST root",
    ),
    ("tribe-events", "tribe", "/wp-json/tribe/events/v1/events?per_page=50", "classes of The Events Calendar"),
    ("localist", "localist", "/api/2/events?days=60&pp=100", "assets of Localist"),
    (
        "ai1ec",
        "ics",
        "/?plugin=all-in-one-event-calendar&controller=ai1ec_exporter_controller&action=export_events",
        "All-in-One Event Calendar",
    ),
    ("events-manager", "ics", "/events.ics", "the Events Manager plugin"),
    ("/live/calendar", "ics", "/live/ical/events", "a LiveWhale calendar"),
)
"""Words in a page, the platform, the path to ask for, and the reason."""


def clues_in(tree: html.HtmlElement, page: str, url: str) -> list[Clue]:
    """The clues of a page, the most telling first: embeds, linked calendars, systems, and other feeds."""
    embeds = list(_embeds(page))
    linked = list(_linked(tree, url))
    calendars = [one for one in linked if one.platform == "ics"]
    feeds = [one for one in linked if one.platform != "ics"]
    return _unique([*calendars, *embeds, *_systems(page, url), *feeds])


def _embeds(page: str) -> Iterator[Clue]:
    for embed in _EMBEDS:
        for found in embed.pattern.finditer(page):
            address = embed.feed.format(quote(unquote(found[1].replace("&amp;", "&")), safe=""))
            yield Clue("ics", address, address, embed.reason)


def _linked(tree: html.HtmlElement, url: str) -> Iterator[Clue]:
    for link in tree.iter("link"):
        platform = _CALENDAR_TYPES.get((link.get("type") or "").lower().strip())
        address = _address(link, url)
        if platform and address and "alternate" in (link.get("rel") or "").lower() and "comments" not in address:
            name = "a calendar" if platform == "ics" else "a news feed"
            yield Clue(platform, address, address, f"{name} that the page names in its head")
    for link in tree.iter("a"):
        written = link.get("href") or ""
        if _CALENDAR_FILE.search(written) and not _NOT_LASTING.search(written) and (address := _address(link, url)):
            yield Clue("ics", address, address, f"a link to a calendar: {' '.join(link.text_content().split())[:60]!r}")


def _systems(page: str, url: str) -> Iterator[Clue]:
    lower = page.lower()
    root = urljoin(url, "/")
    for words, platform, path, reason in _SYSTEMS:
        if words in lower:
            address = urljoin(root, path)
            yield Clue(platform, address, address if platform == "ics" else root, reason)


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
    return address if urlsplit(address).scheme in ("http", "https") else None


def _unique(clues: Iterable[Clue]) -> list[Clue]:
    found: dict[str, Clue] = {}
    for clue in clues:
        found.setdefault(clue.url, clue)
    return list(found.values())
