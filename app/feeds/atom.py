"""Writes listings as Atom (RFC 4287), with their times as iCalendar in XML (`xcal:`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.feeds import iso_times, markup, wording
from app.feeds.addresses import web_address
from app.feeds.identity import changed_at, is_off, urn_of
from app.feeds.info import FeedInfo
from app.feeds.markup import element
from storage.search.listings import Listing

_NAMESPACES = (
    'xmlns="http://www.w3.org/2005/Atom" xmlns:xcal="urn:ietf:params:xml:ns:xcal" '
    'xmlns:georss="http://www.georss.org/georss"'
)


def atom(info: FeedInfo, listings: Iterable[Listing]) -> Iterator[bytes]:
    """Yields the feed one entry at a time. `published` is when Marquee first saw the event, `updated` when it last saw
    a change."""
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed {_NAMESPACES}>\n',
        element("id", info.urn),
        element("title", info.title),
        element("subtitle", info.description),
        element("updated", iso_times.stamp(info.updated)),
        _link("self", info.address, "application/atom+xml"),
        _link("alternate", info.page, "text/html"),
        "<author>\n<name>Marquee</name>\n</author>\n",
        element("generator", "Marquee"),
    )
    yield "".join(head).encode()
    for listing in listings:
        yield "".join(_entry(listing)).encode()
    yield b"</feed>\n"


def _link(relation: str, address: str | None, kind: str) -> str:
    usable = web_address(address)
    return "" if usable is None else element("link", None, rel=relation, href=usable, type=kind)


def _entry(listing: Listing) -> Iterator[str]:
    yield "<entry>\n"
    yield element("id", urn_of(listing))
    yield element("title", wording.title(listing))
    yield element("updated", iso_times.stamp(changed_at(listing)))
    yield element("published", iso_times.stamp(listing.first_seen_at))
    yield _link("alternate", listing.url, "text/html")
    if listing.organizer:
        yield f"<author>\n{element('name', listing.organizer)}</author>\n"
    for category in wording.categories(listing):
        yield element("category", None, term=category)
    yield element("summary", " · ".join(filter(None, (wording.when(listing), wording.place(listing)))))
    yield element("content", markup.content(listing), type="html")
    yield element("xcal:dtstart", iso_times.starts(listing))
    yield element("xcal:dtend", iso_times.day_after(listing))
    yield element("xcal:location", wording.place(listing))
    yield element("xcal:status", "CANCELLED" if is_off(listing) else "CONFIRMED")
    if listing.latitude is not None and listing.longitude is not None:
        yield element("georss:point", f"{listing.latitude:.6f} {listing.longitude:.6f}")
    yield "</entry>\n"
