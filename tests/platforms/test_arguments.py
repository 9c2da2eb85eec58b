"""The arguments a spider accepts, and the messages for those it refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from scrapy.http import Response

from scrapers.platforms.base import address, declared_charset, positive, same_site, seconds
from scrapers.platforms.ics.spider import IcsSpider, _contiguous_end
from scrapers.platforms.tribe.addresses import month
from scrapers.platforms.tribe.spider import TribeSpider
from storage.sources.records import Feed


class Feeds(IcsSpider):
    name = "feeds"


class Calendar(TribeSpider):
    name = "calendar"
    base_url = "https://site.example"


def test_defaults():
    spider = Calendar()
    assert (spider.source_id, spider.base_url, spider.pause, spider.months_ahead) == (
        None,
        "https://site.example",
        1.0,
        2,
    )
    assert spider.now.tzinfo is UTC
    assert Feeds().limit == 100


def test_arguments_are_text():
    spider = Calendar(source_id="7", base_url="http://127.0.0.1:8099/", delay="0.5", now="2026-11-29T12:00:00-05:00")
    assert (spider.source_id, spider.base_url, spider.pause) == (7, "http://127.0.0.1:8099/", 0.5)
    assert spider.now == datetime(2026, 11, 29, 17, tzinfo=UTC)
    assert spider.site("/events") == "http://127.0.0.1:8099/events"
    assert Calendar(_job="abc").run_id == "abc"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"source_id": "0"}, "source_id must be a whole number"),
        ({"source_id": "1.5"}, "source_id must be a whole number"),
        ({"base_url": "site.example"}, "base_url must be an http"),
        ({"base_url": "file:///etc/passwd"}, "base_url must be an http"),
        ({"delay": "-1"}, "delay must be a number of seconds"),
        ({"delay": "nan"}, "delay must be a number of seconds"),
        ({"delay": "601"}, "delay must be a number of seconds"),
        ({"now": "2026-11-29T12:00:00"}, "now must have an offset"),
        ({"now": "noon"}, "now must be an ISO time"),
        ({"now": "9999-12-31T23:59:59Z"}, "now must be in the years 1970 to 2200"),
        ({"months_ahead": "25"}, "months_ahead must be a whole number from 0 to 24"),
        ({"months_ahead": "-1"}, "months_ahead must be a whole number from 0 to 24"),
        ({"url": "https://site.example"}, "has no argument url"),
    ],
)
def test_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        Calendar(**arguments)


@pytest.mark.parametrize("limit", ["0", "-1", "many", True])
def test_refused_limit(limit):
    with pytest.raises(ValueError, match="limit must be a whole number"):
        Feeds(limit=limit)


def test_numbers():
    assert positive("12", "n") == 12
    assert seconds("600") == 600


ADDRESSES = {
    "HTTPS://Site.example/a/": "HTTPS://Site.example/a/",
    "https://site.example/events/ical/": "https://site.example/events/ical/",
    "https://site.example/events/ical": "https://site.example/events/ical",
    "https://site.example/": "https://site.example/",
    "https://site.example": "https://site.example",
    "https://site.example/feed/?a=b/": "https://site.example/feed/?a=b/",
    " https://site.example/feed.ics\n": "https://site.example/feed.ics",
    "webcal://site.example/events/ical/": "http://site.example/events/ical/",
    "webcals://site.example/feed.ics": "https://site.example/feed.ics",
    "WebCal://Site.example:8080/feed.ics?x=1#y": "http://Site.example:8080/feed.ics?x=1#y",
}


@pytest.mark.parametrize(("given", "asked"), ADDRESSES.items())
def test_an_address_is_asked_as_written(given, asked):
    assert address(given) == asked
    assert Feeds(url=given).url == asked
    assert Feeds(base_url=given).base_url == asked


@pytest.mark.parametrize(
    "given", ["webcal:", "webcal://", "webcalx://site.example", "feed://site.example/a", "ftp://a.b"]
)
def test_refused_addresses(given):
    with pytest.raises(ValueError, match="http"):
        address(given)


@pytest.mark.parametrize(
    ("base_url", "path", "expected"),
    [
        ("https://site.example", "/events", "https://site.example/events"),
        ("https://site.example/", "/events", "https://site.example/events"),
        ("https://site.example/", "events/", "https://site.example/events/"),
        ("https://site.example/town", "events", "https://site.example/town/events"),
        ("https://site.example/town/", "events", "https://site.example/town/events"),
        ("https://site.example/town/", "/events?a=b", "https://site.example/town/events?a=b"),
    ],
)
def test_paths_on_the_site(base_url, path, expected):
    assert Calendar(base_url=base_url).site(path) == expected


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://www.site.example/x", True),
        ("http://site.example/x", True),
        ("https://site.example:8080/x", False),
        ("https://tickets.example/x", False),
        ("http://[site.example", False),
        ("", False),
    ],
)
def test_same_site(url, same):
    assert same_site(url, "https://site.example") is same


@pytest.mark.parametrize(
    ("header", "charset"),
    [
        ("text/html; charset=utf-8", "utf-8"),
        ('text/calendar;boundary=x;CHARSET="ISO-8859-1"', "ISO-8859-1"),
        ("text/html; charset=", None),
        ("text/html", None),
        ("", None),
    ],
)
def test_declared_charset(header, charset):
    response = Response("https://site.example", headers={"Content-Type": header} if header else {})
    assert declared_charset(response) == charset


def test_months():
    assert month(date(2026, 12, 31), 0) == date(2026, 12, 1)
    assert month(date(2026, 11, 30), 14) == date(2028, 1, 1)


def feed(starts: date | None, ends: date | None) -> Feed:
    return Feed(id=0, url="", kind="ics", label="", covers_from=starts, covers_until=ends)


@pytest.mark.parametrize(
    ("feeds", "end"),
    [
        ([feed(date(2026, 11, 1), date(2026, 12, 1)), feed(date(2026, 12, 1), date(2027, 1, 1))], date(2027, 1, 1)),
        ([feed(date(2026, 11, 1), date(2026, 12, 1)), feed(date(2027, 1, 1), date(2027, 2, 1))], date(2026, 12, 1)),
        ([feed(None, date(2026, 12, 1))], date(2026, 12, 1)),
        ([feed(None, None), feed(date(2027, 1, 1), date(2027, 2, 1))], None),
        ([feed(date(2026, 12, 1), date(2027, 1, 1))], date(2026, 11, 22)),
    ],
    ids=["joined", "gap", "no beginning", "unbounded", "later"],
)
def test_covered_days_end_at_the_first_gap(feeds, end):
    assert _contiguous_end(feeds, date(2026, 11, 22)) == end
