"""Sitemaps: which pages are events', and what is refused."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime

import pytest

from core.errors import TooLarge, WrongKind
from scrapers.platforms.jsonld.sitemaps import (
    LARGEST,
    MOST_MAPS,
    is_sitemap,
    maps_of_events,
    pages_of_events,
    read_sitemap,
)
from scrapers.reading.contract import Context

URL = "https://hall.example/sitemap.xml"
CONTEXT = Context(url=URL, timezone="America/New_York", now=datetime(2026, 11, 29, 12, tzinfo=UTC))
TODAY = date(2026, 11, 29)


def written(*entries: tuple[str, str], index: bool = False) -> bytes:
    root, entry = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    texts = "".join(f"<{entry}><loc>{url}</loc><lastmod>{changed}</lastmod></{entry}>" for url, changed in entries)
    return f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{texts}</{root}>'.encode()


def pages(*entries: tuple[str, str], url: str = URL) -> list[str]:
    found = pages_of_events(read_sitemap(written(*entries), CONTEXT), url, TODAY)
    return [one.removeprefix("https://hall.example") for one in found]


def test_the_last_changed_pages_of_events_come_first() -> None:
    assert pages(
        ("/about", "2026-11-28"),
        ("/events/herons", "2026-11-01"),
        ("/events/tide", "2026-11-20T10:00:00-05:00"),
        ("/shows/moon", "soon"),
        ("/events/category/jazz", "2026-11-28"),
    ) == ["/events/tide", "/events/herons", "/shows/moon"]


def test_pages_of_past_days_are_left_out() -> None:
    entries = (("/event/tide/2026-11-28", ""), ("/event/tide/2026-11-29", ""), ("/event/2025/01/02/2026/12/01/x", ""))
    assert pages(*entries) == ["/event/tide/2026-11-29", "/event/2025/01/02/2026/12/01/x"]


def test_a_sitemap_named_after_events_counts_each_page_below_a_folder() -> None:
    entries = (("/season/", ""), ("/season/herons", ""))
    assert pages(*entries, url="https://hall.example/performance-sitemap.xml") == ["/season/herons"]
    assert pages(*entries) == []


def test_the_sitemaps_of_events_are_chosen_by_name() -> None:
    names = ("post", "tribe_events", "tribe_events_cat", "tribe_venue", "page", "event-image")
    index = read_sitemap(written(*((f"/{one}-sitemap.xml", "") for one in names), index=True), CONTEXT)
    assert maps_of_events(index) == ["https://hall.example/tribe_events-sitemap.xml"]


def test_without_such_a_name_the_last_changed_of_the_others_count() -> None:
    entries = [(f"/map-{number}.xml", f"2026-11-{number:02}") for number in range(1, 9)]
    index = read_sitemap(written(*entries, ("/image-map.xml", "2026-11-28"), index=True), CONTEXT)
    assert maps_of_events(index) == [f"https://hall.example/map-{8 - number}.xml" for number in range(MOST_MAPS)]


@pytest.mark.parametrize(
    ("body", "is_one"),
    [
        (written(), True),
        (written(index=True), True),
        (gzip.compress(written(), mtime=0), True),
        (b"\xef\xbb\xbf<!-- by a plugin --><s:urlset xmlns:s='x'/>", True),
        (b"<!DOCTYPE html><html><body>&lt;urlset></body></html>", False),
        (b"<?xml version='1.0'?><rss/>", False),
        (b"\x1f\x8bnot packed", False),
        (b"<!---->" * 500, False),
        (b"", False),
    ],
)
def test_a_sitemap_is_recognized_by_its_root(body: bytes, is_one: bool) -> None:
    assert is_sitemap(body) is is_one


@pytest.mark.parametrize("body", [b"", b"<html/>", b"no xml", b"\x1f\x8bnot packed", b"<?xml version='1.0'?><rss/>"])
def test_what_is_no_sitemap_is_refused(body: bytes) -> None:
    with pytest.raises(WrongKind):
        read_sitemap(body, CONTEXT)


def test_a_bomb_is_refused() -> None:
    with pytest.raises(TooLarge):
        read_sitemap(gzip.compress(b"<urlset>" + b" " * (LARGEST + 1)), CONTEXT)


def test_entities_are_not_expanded() -> None:
    body = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset><url><loc>/events/&a;</loc></url></urlset>'
    assert [one.url for one in read_sitemap(body, CONTEXT).pages] == ["https://hall.example/events/"]
