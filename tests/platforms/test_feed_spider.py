"""A platform that publishes iCalendar is a description: its signs lead to the feeds, which the `ics` spider reads."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from scrapy.http import Request, TextResponse

from core.errors import PageChanged, WrongKind
from core.items import FeedItem
from scrapers.platforms.base import SourceSpider
from scrapers.platforms.registry import platform
from scrapers.spider_loader import spider_class_of

CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
PAGE = "<html><section class='fsCalendar' data-calendar-ids='9,12'></section></html>"
FEED = "https://school.example/fs/calendar-manager/events.ics?calendar_ids%5B%5D=9&calendar_ids%5B%5D=12"


def finalsite(**arguments: Any) -> SourceSpider:
    return spider_class_of(platform("finalsite"))(now="2026-10-01T12:00:00Z", **arguments)


def start(one: SourceSpider) -> list[Request]:
    async def gather() -> list[Any]:
        return [request async for request in one.start()]

    return asyncio.run(gather())


def answer(request: Request, text: str) -> list[Any]:
    assert request.callback is not None
    return list(request.callback(TextResponse(request.url, request=request, body=text.encode(), encoding="utf-8")))


def test_a_page_leads_to_its_feed() -> None:
    (page,) = start(finalsite(base_url="https://school.example/calendar"))
    (feed,) = answer(page, PAGE)
    assert feed.url == FEED
    assert answer(feed, CALENDAR) == [FeedItem(url=FEED)]


def test_the_feed_itself_is_taken_as_it_is() -> None:
    (asked,) = start(finalsite(base_url="https://school.example/all.ics"))
    assert answer(asked, CALENDAR) == [FeedItem(url="https://school.example/all.ics")]


def test_an_address_that_names_the_calendar_needs_no_page() -> None:
    one = spider_class_of(platform("google_calendar"))(
        base_url="https://calendar.google.com/calendar/embed?src=a@b.example"
    )
    (asked,) = start(one)
    assert asked.url == "https://calendar.google.com/calendar/ical/a%40b.example/public/basic.ics"


def test_a_page_without_a_calendar_and_a_feed_that_is_none_are_errors() -> None:
    (page,) = start(finalsite(base_url="https://school.example/calendar"))
    with pytest.raises(PageChanged):
        answer(page, "<html><body>Nothing</body></html>")
    (feed,) = answer(page, PAGE)
    with pytest.raises(WrongKind):
        answer(feed, "<html>closed</html>")
