"""A list is read to its end: its events, what a run covers, and what happens where a page can't be read."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from scrapy.http import Request, TextResponse

from core.items import EventItem
from scrapers.platforms.base import SourceSpider
from scrapers.platforms.registry import platform
from scrapers.spider_loader import spider_class_of

NOW = "2026-10-01T12:00:00-04:00"
SHOP = "https://shop.example/collections/events"


def spider(name: str, **arguments: Any) -> SourceSpider:
    return spider_class_of(platform(name))(now=NOW, **arguments)


def start(one: SourceSpider) -> list[Request]:
    async def gather() -> list[Any]:
        return [request async for request in one.start()]

    return asyncio.run(gather())


def answer(request: Request, body: Any) -> list[Any]:
    assert request.callback is not None
    text = body if isinstance(body, str) else json.dumps(body)
    response = TextResponse(request.url, request=request, body=text.encode(), encoding="utf-8")
    given = request.callback(response, **request.cb_kwargs)
    return asyncio.run(_all(given)) if isinstance(given, AsyncIterator) else list(given)


async def _all(given: AsyncIterator[Any]) -> list[Any]:
    return [one async for one in given]


def product(number: int, day: int) -> dict[str, Any]:
    title = f"October {day}, 2026 / 8:00pm"
    return {"id": number, "title": f"Show {number}", "handle": f"s{number}", "variants": [{"title": title}]}


def full(first: int) -> list[dict[str, Any]]:
    """As many products as a page has: all of one show's dates."""
    return [product(first, 2 + number % 28) for number in range(250)]


def test_pages_are_read_to_the_end_and_an_event_has_the_dates_of_all_of_them() -> None:
    one = spider("shopify", base_url=SHOP)
    (request,) = start(one)
    (second,) = answer(request, {"products": full(1)})
    found = answer(second, {"products": [product(1, 30), product(2, 5)]})
    assert {event.title: len(event.occurrences) for event in found} == {"Show 1": 29, "Show 2": 1}
    assert one.account.covered is not None
    assert one.account.covered.until is None


def test_a_list_ends_at_a_page_without_anything_new() -> None:
    one = spider("shopify", base_url=SHOP)
    (request,) = start(one)
    (second,) = answer(request, {"products": full(1)})
    found = answer(second, {"products": full(1)})
    assert [type(item) for item in found] == [EventItem]
    assert one.account.covered is not None


def test_a_page_that_cannot_be_read_leaves_the_harvest_incomplete() -> None:
    one = spider("shopify", base_url=SHOP)
    (request,) = start(one)
    (second,) = answer(request, {"products": full(1)})
    found = answer(second, "<html>Just a moment</html>")
    assert [event.title for event in found] == ["Show 1"]
    assert one.account.covered is None
    assert [problem.essential for problem in one.account.problems] == [True]


def test_a_record_that_cannot_be_read_says_which_event_it_could_be() -> None:
    one = spider("livenation", base_url="https://content.livenationapi.com/v1/venues/KovZexample/events")
    (request,) = start(one)
    (second,) = answer(
        request, [{"discovery_id": "a1", "name": "Tin Herons", "event_date": "2026-10-09"}, {"discovery_id": "a2"}]
    )
    assert answer(second, [])[0].title == "Tin Herons"
    assert [one.error.uid for one in one.account.problems if hasattr(one.error, "uid")] == ["a2"]


def test_answers_that_reach_some_days_cover_these() -> None:
    one = spider("localist", base_url="https://events.tern.example")
    (request,) = start(one)
    answer(request, {"events": [], "page": {"current": 1, "total": 1}})
    assert one.account.covered is not None
    assert one.account.covered.until is not None
    assert one.account.covered.until.date() == (one.now + timedelta(days=365)).date()


def test_an_organizers_page_covers_nothing_because_it_may_go_on() -> None:
    one = spider("eventbrite", base_url="https://www.eventbrite.com/o/tern-12345678901")
    (request,) = start(one)
    data = json.dumps({"props": {"pageProps": {"upcomingEvents": []}}})
    assert answer(request, f'<html><script id="__NEXT_DATA__">{data}</script></html>') == []
    assert (one.account.covered, one.account.problems) == (None, [])


def test_a_single_address_covers_nothing() -> None:
    one = spider("trumba", url="https://tern.example/saved.json")
    (request,) = start(one)
    assert request.url == "https://tern.example/saved.json"
    answer(request, [])
    assert one.account.covered is None


@pytest.mark.parametrize(
    ("name", "base_url", "said"),
    [
        ("ticketmaster", "https://x.example/?venueId=KovZa", "set TICKETMASTER_KEY"),
        ("legistar", "https://tern.example", "https://CLIENT.legistar.com"),
        ("trumba", "", "no address"),
    ],
)
def test_without_a_key_or_an_address_nothing_is_asked(name: str, base_url: str, said: str) -> None:
    one = spider(name, base_url=base_url)
    assert start(one) == []
    assert [said in problem.error.found for problem in one.account.problems] == [True]


def test_spektrix_needs_two_lists() -> None:
    one = spider("spektrix", base_url="https://system.spektrix.com/tern/api/v3/")
    (request,) = start(one)
    (second,) = answer(request, [{"id": "E1", "name": "The Glass Heron", "duration": 90}])
    assert second.url == "https://system.spektrix.com/tern/api/v3/instances?filter=startFrom%3Dnow"
    (event,) = answer(second, [{"id": "I1", "event": {"id": "E1"}, "start": "2026-10-09T19:30:00"}])
    assert (event.title, event.occurrences[0].to_json()["ends_at"]) == ("The Glass Heron", "2026-10-09T21:00:00-04:00")
    assert one.account.covered is not None
