"""Reads sitemaps (sitemaps.org, version 0.9) and finds the pages of single events in them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from lxml import etree

from core.errors import TooLarge, WrongKind
from scrapers.platforms.jsonld.links import is_event_page, is_over
from scrapers.reading.contract import Context
from scrapers.reading.text import absolute_url

LARGEST = 50 * 1024 * 1024
"""The protocol's limit for a sitemap, unpacked."""
MOST_ADDRESSES = 50_000
"""The protocol's limit for the addresses in one."""
MOST_MAPS = 5
_STARTS = (b"<?xml", b"<!--", b"<urlset", b"<sitemapindex")
_ROOT = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s/>]")
_GZIP = b"\x1f\x8b"
_OF_EVENTS = re.compile(r"event|show|concert|performance|production|calendar|program", re.IGNORECASE)
_NOT_OF_EVENTS = re.compile(
    r"image|video|news|author|user|categor|[-_]cats?[-_.]|tag|taxonom|venue|organi[sz]er|product(?!ion)|location|speaker",
    re.IGNORECASE,
)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """An address and when it last changed, if the sitemap says so."""

    url: str
    changed: datetime | None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """maps: further sitemaps; pages: of the site."""

    maps: tuple[Entry, ...] = ()
    pages: tuple[Entry, ...] = ()


def is_sitemap(body: bytes) -> bool:
    """Whether the body is a sitemap or an index of sitemaps; also if it is packed with gzip."""
    head = body[:4000]
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, 4000)
        except zlib.error:
            return False
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_STARTS) and _ROOT.search(head) is not None


def read_sitemap(body: bytes, context: Context) -> Sitemap:
    """Raises WrongKind for anything but a sitemap, TooLarge for one beyond the protocol's limits."""
    try:
        root = etree.fromstring(_unpacked(body, context), _parser())
    except (etree.XMLSyntaxError, zlib.error, ValueError) as error:
        raise WrongKind(f"a broken sitemap: {error}", url=context.url) from error
    name = "" if root is None else etree.QName(root).localname
    if name not in ("urlset", "sitemapindex"):
        raise WrongKind(f"<{name}> instead of a sitemap", url=context.url)
    entries = tuple(_entries(root, context))
    return Sitemap(maps=entries) if name == "sitemapindex" else Sitemap(pages=entries)


def maps_of_events(sitemap: Sitemap) -> list[str]:
    """The further sitemaps that are named after events; if none is, those that aren't named after something else. At
    most MOST_MAPS, the last changed first."""
    named = [
        one for one in sitemap.maps if _OF_EVENTS.search(_name(one.url)) and not _NOT_OF_EVENTS.search(_name(one.url))
    ]
    others = [one for one in sitemap.maps if not _NOT_OF_EVENTS.search(_name(one.url))]
    return [one.url for one in _newest_first(named or others)][:MOST_MAPS]


def pages_of_events(sitemap: Sitemap, url: str, today: date) -> list[str]:
    """The pages of single events, the last changed first, without those whose address has a past date.

    url  the sitemap's. If it is named after events, each page below a folder counts; else its address must say so.
    """
    named = _OF_EVENTS.search(_name(url)) is not None
    pages = (one for one in sitemap.pages if is_event_page(one.url) or (named and _is_below_folder(one.url)))
    return list(dict.fromkeys(one.url for one in _newest_first(pages) if not is_over(one.url, today)))


def _entries(root: etree._Element, context: Context) -> Iterator[Entry]:
    for number, element in enumerate(root.iterchildren(tag=etree.Element)):
        if number >= MOST_ADDRESSES:
            return
        texts = {
            etree.QName(one).localname: (one.text or "").strip() for one in element.iterchildren(tag=etree.Element)
        }
        if (url := absolute_url(texts.get("loc"), context.url)) and url.startswith("http"):
            yield Entry(url, _moment(texts.get("lastmod", "")))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)


def _unpacked(body: bytes, context: Context) -> bytes:
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    text = unpacker.decompress(body, LARGEST)
    if unpacker.unconsumed_tail:
        raise TooLarge(f"a sitemap of more than {LARGEST // 1024 // 1024} MiB", url=context.url)
    return text


def _moment(text: str) -> datetime | None:
    """A W3C date or time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _newest_first(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda one: one.changed or _LONG_AGO, reverse=True)


def _name(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]


def _is_below_folder(url: str) -> bool:
    return urlsplit(url).path.strip("/").count("/") > 0
