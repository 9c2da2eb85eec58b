"""An occurrence with its own title or place is found by these, and not by its event's."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.items import EventItem, Occurrence, Venue
from storage.search import directory, listings
from storage.search.filters import EventFilter, Once, Sort
from storage.search.overview import by_day
from storage.search.pages.plans import COMPARED

ZONE = "America/New_York"
MONDAY = datetime(2031, 12, 1, tzinfo=ZoneInfo(ZONE))
SQUARE = Venue(name="Market Square", latitude=27.3446, longitude=-82.5502)
PIER = Venue(name="North Pier", latitude=27.9487, longitude=-82.4622)


def on(day: float, **fields: object) -> Occurrence:
    return Occurrence(starts_at=MONDAY + timedelta(days=day), timezone=ZONE, **fields)


MARKET = EventItem(
    uid="market",
    title="Market music: The Kingfishers",
    description="Songs of the river.",
    venue=SQUARE,
    categories=("Music",),
    occurrences=(
        on(1),
        on(8, title="Market music: Gray Loons", description="Two guitars."),
        on(15),
        on(22, title="Private event, no music", venue=PIER),
        on(29, url="https://market.example/last"),
    ),
)
OTHER = EventItem(uid="other", title="Gray whales of the pier", venue=PIER, occurrences=(on(10),))


@pytest.fixture
def found(connection, harvest):
    """The days on which the occurrences that pass begin, in the order of the pages."""
    harvest(MARKET, OTHER)

    def pages(sort=Sort.SOONEST, limit=2, once=None, **fields):
        days, after = [], None
        while True:
            wanted = EventFilter(**{"from_": MONDAY, **fields})
            page = listings.page(connection, wanted, sort, limit, after, once=once)
            days += [(listing.starts_at - MONDAY) // timedelta(days=1) for listing in page.listings]
            if page.next is None:
                return days
            after = page.next

    return pages


@pytest.fixture
def venue_ids(connection, found):
    return {entry.name: entry.id for entry in directory.venues(connection, words=None, near=None, after=None, limit=9)}


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("kingfishers", [1, 15, 29]),
        ("loons", [8]),
        ("gray", [8, 10]),
        ("guitars", [8]),
        ("river", [1, 15, 22, 29]),
        ("market music", [1, 8, 15, 29]),
        ("market -loons", [1, 15, 29]),
        ("music", [1, 8, 15, 22, 29]),
        ("private", [22]),
        ("pier", [10, 22]),
        ("square", [1, 8, 15, 29]),
        ("lonos", [8]),
        ("private loons", []),
        ("private or loons", [8, 22]),
    ],
)
def test_words(found, words, days):
    assert found(words=words) == days


def test_words_ranked(found):
    assert found(Sort.RELEVANCE, words="private event") == [22]


def test_the_venue_is_the_occurrences_own(found, venue_ids):
    assert found(venue_id=venue_ids["Market Square"]) == [1, 8, 15, 29]
    assert found(venue_id=venue_ids["North Pier"]) == [10, 22]


def test_near_is_near_the_occurrences_own_place(found):
    assert found(near=(27.3446, -82.5502), radius_km=5) == [1, 8, 15, 29]
    assert found(near=(27.9487, -82.4622), radius_km=5) == [10, 22]
    assert found(Sort.DISTANCE, near=(27.9487, -82.4622)) == [10, 22, 1, 8, 15, 29]


def test_near_where_many_events_pass(connection, harvest):
    """So many that the venues are visited from the nearest on."""
    far = Venue(name="Far", latitude=40.0, longitude=-80.0)
    many = (EventItem(uid=f"u{n}", title="Open studio", venue=far, occurrences=(on(3),)) for n in range(COMPARED + 1))
    harvest(MARKET, OTHER, *many)
    near = EventFilter(from_=MONDAY, near=(27.9487, -82.4622))
    for once, third in ((None, MARKET.title), (Once.EVENT, "Open studio")):
        page = listings.page(connection, near, Sort.DISTANCE, limit=3, once=once)
        assert [listing.title for listing in page.listings] == [OTHER.title, "Private event, no music", third]


def test_each_event_once(found):
    assert found(once=Once.EVENT) == [1, 10]
    assert found(once=Once.EVENT, limit=1) == [1, 10]
    assert found(Sort.LATEST, once=Once.EVENT) == [29, 10]
    assert found(once=Once.EVENT, from_=MONDAY + timedelta(days=2)) == [8, 10]
    assert found(once=Once.EVENT, from_=MONDAY + timedelta(days=9), limit=1) == [10, 15]
    assert found(once=Once.EVENT, words="gray") == [8, 10]
    assert found(once=Once.EVENT, words="music -kingfishers") == [8]
    assert sorted(found(Sort.RELEVANCE, once=Once.EVENT, words="gray")) == [8, 10]
    assert found(Sort.DISTANCE, once=Once.EVENT, near=(27.9487, -82.4622)) == [10, 22]


def test_next_times_are_those_that_pass(connection, harvest):
    harvest(MARKET)
    [event_id] = {listing.event_id for listing in listings.page(connection, EventFilter(from_=MONDAY)).listings}
    wanted = EventFilter(from_=MONDAY, words="music -private")
    times, count = listings.next_times(connection, wanted, [event_id], 3)[event_id]
    assert [listing.title for listing in times] == [MARKET.title, "Market music: Gray Loons", MARKET.title]
    assert count == 4


def test_counts(connection, found, venue_ids):
    entries = directory.venues(connection, words=None, near=None, after=None, limit=9)
    assert {entry.name: entry.events for entry in entries} == {"Market Square": 1, "North Pier": 2}
    assert [(entry.name, entry.events) for entry in directory.categories(connection, most=9)] == [("Music", 1)]
    assert [entry.events for entry in directory.sources(connection)] == [2]
    loons = EventFilter(from_=MONDAY, until=MONDAY + timedelta(days=31), words="loons")
    days = by_day.days(connection, loons, "America/New_York")
    assert [(entry.day.day, entry.occurrences) for entry in days] == [(9, 1)]


def test_a_listing_shows_its_own_and_the_events(connection, harvest, found):
    shown = listings.page(connection, EventFilter(from_=MONDAY, words="market")).listings
    plain, second, _, last = shown
    assert plain.event is None
    assert (second.title, second.description, second.venue_name) == (
        "Market music: Gray Loons",
        "Two guitars.",
        "Market Square",
    )
    assert second.event is not None
    assert (second.event.title, second.event.description) == (MARKET.title, MARKET.description)
    assert (last.title, last.url, last.event and last.event.url) == (MARKET.title, "https://market.example/last", None)
    [private] = listings.page(connection, EventFilter(from_=MONDAY, words="private")).listings
    assert (private.venue_name, private.event and private.event.venue_name) == ("North Pier", "Market Square")
    assert private.latitude == PIER.latitude
    streamed = [listing.title for listing in listings.stream(connection, EventFilter(from_=MONDAY, words="gray"))]
    assert streamed == ["Market music: Gray Loons", OTHER.title]
