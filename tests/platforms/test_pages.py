"""Which pages the platforms' lists have, from any of the addresses that people know a calendar by."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.errors import PageChanged
from scrapers.platforms.asking import Ask, pages_of
from scrapers.platforms.registry import platform
from scrapers.reading.contract import Context

TODAY = date(2026, 10, 1)
KEY = "secret"


def first(name: str, base_url: str) -> Ask:
    return pages_of(platform(name)).first(base_url, TODAY, KEY if platform(name).key else "")


def following(name: str, body: Any, ask: Ask) -> Ask | None:
    context = Context(url=ask.url, timezone="America/New_York", now=datetime(2026, 10, 1, 12, tzinfo=UTC))
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return pages_of(platform(name)).following(sent, context, ask)


@pytest.mark.parametrize(
    ("name", "base_url", "asked"),
    [
        (
            "localist",
            "https://events.tern.example/calendar",
            "https://events.tern.example/api/2/events?days=365&pp=100",
        ),
        (
            "libcal",
            "https://tern.libcal.example/calendar?cid=77&t=d",
            "https://tern.libcal.example/ajax/calendar/list?c=77&date=0000-00-00&perpage=48&page=1",
        ),
        (
            "ovationtix",
            "https://ci.ovationtix.com/777/production/4100",
            "https://web.ovationtix.com/trs/api/rest/CalendarProductions?clientId=777",
        ),
        (
            "trumba",
            "https://www.trumba.com/calendars/heron-lake.ics?x=1",
            "https://www.trumba.com/calendars/heron-lake.json",
        ),
        (
            "trumba",
            "https://25livepub.collegenet.com/calendars/all-events.rss",
            "https://25livepub.collegenet.com/calendars/all-events.json",
        ),
        (
            "tockify",
            "https://tockify.com/ternhall/pinboard",
            "https://tockify.com/api/ngevent?calname=ternhall&max=200",
        ),
        (
            "tockify",
            "https://tockify.com/api/feeds/ics/ternhall",
            "https://tockify.com/api/ngevent?calname=ternhall&max=200",
        ),
        (
            "ticketmaster",
            "https://www.ticketmaster.com/tern-hall/venue/KovZpZAFkvEA",
            "https://app.ticketmaster.com/discovery/v2/events.json?venueId=KovZpZAFkvEA",
        ),
        (
            "livenation",
            "https://content.livenationapi.com/v1/venues/KovZexample/events?offset=36",
            "https://content.livenationapi.com/v1/venues/KovZexample/events?offset=0&limit=36",
        ),
        (
            "dice",
            "https://events-api.dice.fm/v1/events?filter%5Bvenues%5D%5B%5D=Tern%20Hall",
            "https://events-api.dice.fm/v1/events?filter%5Bvenues%5D%5B%5D=Tern+Hall&page%5Bsize%5D=50",
        ),
        ("axs", "https://www.axs.com/de-de/venues/4400/tern-hall", "https://www.axs.com/venues/4400/tern-hall?page=1"),
        (
            "eventbrite",
            "https://www.eventbrite.co.uk/o/tern-hall-12345678901",
            "https://www.eventbriteapi.com/v3/organizers",
        ),
        (
            "legistar",
            "https://tern.legistar.com/Calendar.aspx",
            "https://webapi.legistar.com/v1/tern/events?$filter=EventDate",
        ),
        (
            "civicclerk",
            "https://tern.portal.civicclerk.com/",
            "https://tern.api.civicclerk.com/v1/Events?$filter=startDate",
        ),
        (
            "elfsight",
            "https://core.service.elfsight.com/p/boot/?page=https%3A%2F%2Ftern.example%2F&w=0a000000-0000-4000-8000-00000000000b",
            "https://core.service.elfsight.com/p/boot/?page=https%3A%2F%2Ftern.example%2F&w=0a000000-0000-4000-8000",
        ),
        (
            "livewhale",
            "https://e.tern.example/calendar",
            "https://e.tern.example/live/json/events/start_date/2026-10-01/",
        ),
        (
            "bibliocommons",
            "https://tern.bibliocommons.com/v2/events",
            "https://gateway.bibliocommons.com/v2/libraries/tern/events?limit=100&page=1",
        ),
        (
            "librarymarket",
            "https://tern.librarymarket.com/events/month",
            "https://tern.librarymarket.com/events/feed/json?start=2026-10-01&end=2027-10-01",
        ),
        (
            "shopify",
            "https://shop.example/en/collections/events?sort=x",
            "https://shop.example/en/collections/events/products.json?limit=250&page=1",
        ),
    ],
)
def test_the_first_page(name: str, base_url: str, asked: str) -> None:
    assert first(name, base_url).url.startswith(asked)


@pytest.mark.parametrize(
    "name",
    [
        "axs",
        "civicclerk",
        "dice",
        "elfsight",
        "eventbrite",
        "legistar",
        "libcal",
        "livenation",
        "ovationtix",
        "revize",
        "shopify",
        "ticketmaster",
        "tockify",
        "trumba",
    ],
)
def test_another_address_gets_a_sentence(name: str) -> None:
    with pytest.raises(ValueError, match=r"address|list|venue's id"):
        first(name, "https://tern.example/about")


def test_a_number_is_no_venue_at_ticketmaster() -> None:
    with pytest.raises(ValueError, match="begins with K"):
        first("ticketmaster", "https://app.ticketmaster.com/discovery/v2/events.json?venueId=139012")


def test_keys_are_sent_as_the_services_expect_them() -> None:
    assert first("dice", "https://events-api.dice.fm/v1/events?filter[venues][]=Tern").headers == {"x-api-key": KEY}
    assert first("ovationtix", "https://ci.ovationtix.com/777").headers["clientId"] == "777"
    organizer = "https://www.eventbrite.com/o/tern-12345678901"
    assert first("eventbrite", organizer).headers == {"Authorization": f"Bearer {KEY}"}
    without = pages_of(platform("eventbrite")).first(organizer, TODAY, "")
    assert (without.url, without.whole) == ("https://www.eventbrite.com/o/12345678901", False)


@pytest.mark.parametrize(
    ("name", "base_url", "body", "changed"),
    [
        ("localist", "https://tern.example", {"events": [], "page": {"current": 1, "total": 3}}, "page=2"),
        ("localist", "https://tern.example", {"events": [], "page": {"current": 3, "total": 3}}, None),
        ("libcal", "https://x.example/c?cid=7", {"total_results": 60, "perpage": 48, "results": [{}]}, "page=2"),
        ("libcal", "https://x.example/c?cid=7", {"total_results": 40, "perpage": 48, "results": [{}]}, None),
        ("ovationtix", "https://ci.ovationtix.com/777", [], None),
        ("trumba", "https://www.trumba.com/calendars/heron", [], None),
        (
            "tockify",
            "https://tockify.com/tern",
            {"events": [{"when": {"end": {"millis": 500}}}, {"when": {}}], "metaData": {"hasNext": True}},
            "startms=501",
        ),
        ("tockify", "https://tockify.com/tern", {"events": [], "metaData": {"hasNext": True}}, None),
        ("tockify", "https://tockify.com/tern", {"events": [], "metaData": {"hasNext": False}}, None),
        ("ticketmaster", "https://x.example/?venueId=KovZa", {"page": {"number": 0, "totalPages": 2}}, "page=1"),
        ("ticketmaster", "https://x.example/?venueId=KovZa", {"page": {"number": 1, "totalPages": 2}}, None),
        ("livenation", "https://x.example/v1/venues/KovZexample/events", [{}, {}], "offset=2"),
        ("livenation", "https://x.example/v1/venues/KovZexample/events", [], None),
        ("axs", "https://www.axs.com/venues/44", {"totalEvents": 12, "eventItems": [{}]}, "page=2"),
        ("axs", "https://www.axs.com/venues/44", {"totalEvents": 9, "eventItems": [{}]}, None),
        (
            "eventbrite",
            "https://www.eventbrite.com/o/t-12345678901",
            {"pagination": {"has_more_items": True, "page_number": 1}},
            "page=2",
        ),
        ("eventbrite", "https://www.eventbrite.com/o/t-12345678901", {"pagination": {"has_more_items": False}}, None),
        ("legistar", "https://tern.legistar.com", [{}] * 1000, "$skip=1000"),
        ("legistar", "https://tern.legistar.com", [{}] * 999, None),
        (
            "civicclerk",
            "https://tern.portal.civicclerk.com",
            {"value": [], "@odata.nextLink": "https://tern.api.civicclerk.com/v1/Events?$skip=15"},
            "$skip=15",
        ),
        (
            "civicclerk",
            "https://tern.portal.civicclerk.com",
            {"value": [], "@odata.nextLink": "https://other.example/v1/Events?$skip=15"},
            None,
        ),
        ("civicclerk", "https://tern.portal.civicclerk.com", {"value": [], "@odata.nextLink": "https://[tern"}, None),
        (
            "dice",
            "https://x.example/?filter[venues][]=Tern",
            {"data": [], "links": {"next": "https://events-api.dice.fm/v1/events?page[number]=2"}},
            "page[number]=2",
        ),
        (
            "dice",
            "https://x.example/?filter[venues][]=T",
            {"data": [], "links": {"next": "https://other.example/"}},
            None,
        ),
        ("dice", "https://x.example/?filter[venues][]=T", {"data": [], "links": {"next": "https://[dice"}}, None),
        ("livewhale", "https://e.tern.example", {"meta": {"total_pages": 2}, "data": []}, "page=2"),
        ("livewhale", "https://e.tern.example", {"meta": {"total_pages": 1}, "data": []}, None),
        ("bibliocommons", "https://tern.bibliocommons.com", {"events": {"items": ["a"] * 100}}, "page=2"),
        ("bibliocommons", "https://tern.bibliocommons.com", {"events": {"items": ["a"]}}, None),
        ("librarymarket", "https://tern.librarymarket.com", [], None),
        ("shopify", "https://shop.example/collections/events", {"products": [{}] * 250}, "page=2"),
        ("shopify", "https://shop.example/collections/events", {"products": [{}] * 3}, None),
    ],
)
def test_the_following_page(name: str, base_url: str, body: Any, changed: str | None) -> None:
    found = following(name, body, first(name, base_url))
    if changed is None:
        assert found is None
    else:
        assert found is not None
        assert changed in found.url
        assert found.headers == first(name, base_url).headers


def test_a_list_that_its_service_cuts_off_is_an_error() -> None:
    ask = Ask(url="https://app.ticketmaster.com/discovery/v2/events.json?size=100&page=9")
    with pytest.raises(PageChanged):
        following("ticketmaster", {"page": {"number": 9, "totalPages": 30}}, ask)
