"""Writes listings as RSS 2.0, with times in the event module (`ev:`) and as iCalendar in XML (`xcal:`)."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Iterator
from datetime import timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit

from app.feeds import iso_times, markup, wording
from app.feeds.addresses import web_address
from app.feeds.identity import is_off, urn_of
from app.feeds.info import FeedInfo
from app.feeds.markup import element
from storage.search.listings import Listing

_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "ev": "http://purl.org/rss/1.0/modules/event/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "media": "http://search.yahoo.com/mrss/",
    "xcal": "urn:ietf:params:xml:ns:xcal",
}


def rss(info: FeedInfo, listings: Iterable[Listing]) -> Iterator[bytes]:
    """Yields the feed one item at a time. `pubDate` is when Marquee first saw the event. When it takes place is in the
    content, in `ev:startdate`, and in `xcal:dtstart`."""
    names = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _NAMESPACES.items())
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {names}>\n<channel>\n',
        element("title", info.title),
        element("link", web_address(info.page) or web_address(info.address) or "about:blank"),
        element("description", info.description or info.title),
        element("atom:link", None, href=web_address(info.address), rel="self", type="application/rss+xml")
        if web_address(info.address)
        else "",
        element("lastBuildDate", format_datetime(info.updated)),
        element("ttl", str(max(1, info.refresh // timedelta(minutes=1)))),
        element("generator", "Marquee"),
    )
    yield "".join(head).encode()
    for listing in listings:
        yield "".join(_item(listing)).encode()
    yield b"</channel>\n</rss>\n"


def _item(listing: Listing) -> Iterator[str]:
    yield "<item>\n"
    yield element("title", f"{wording.title(listing)} ({_short_day(listing)})")
    yield element("link", web_address(listing.url))
    yield element("guid", urn_of(listing), isPermaLink="false")
    yield element("pubDate", format_datetime(listing.first_seen_at))
    yield element("description", markup.content(listing))
    for category in wording.categories(listing):
        yield element("category", category)
    yield from _event(listing)
    if picture := web_address(listing.image_url):
        kind, _ = mimetypes.guess_type(urlsplit(picture).path)
        yield element("media:content", None, url=picture, medium="image", type=kind)
    yield "</item>\n"


def _short_day(listing: Listing) -> str:
    """`Nov 28`: distinguishes an event's items in a list of titles."""
    return f"{listing.local_date:%b} {listing.local_date.day}"


def _event(listing: Listing) -> Iterator[str]:
    place = wording.place(listing)
    yield element("ev:startdate", iso_times.starts(listing))
    yield element("ev:enddate", iso_times.ends(listing))
    yield element("ev:location", place)
    yield element("ev:organizer", listing.organizer)
    yield element("xcal:dtstart", iso_times.starts(listing))
    yield element("xcal:dtend", iso_times.day_after(listing))
    yield element("xcal:location", place)
    yield element("xcal:status", "CANCELLED" if is_off(listing) else "CONFIRMED")
    if listing.latitude is not None and listing.longitude is not None:
        yield element("geo:lat", f"{listing.latitude:.6f}")
        yield element("geo:long", f"{listing.longitude:.6f}")
