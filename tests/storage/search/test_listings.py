"""Searches find the same occurrences for each filter and sort order, however busy the calendar is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from core.items import EventItem, EventStatus, Occurrence, Price, Venue
from storage.search import listings
from storage.search.distance import box, km
from storage.search.filters import EventFilter, Once, Sort

ZONE = "America/New_York"
MONDAY = datetime(2031, 12, 1, tzinfo=ZoneInfo(ZONE))
HALL = Venue(name="Van Wezel Hall", latitude=27.3446, longitude=-82.5502)
AQUARIUM = Venue(name="Mote Aquarium", latitude=27.3332, longitude=-82.5777)
FAR = Venue(name="Straz Center", latitude=27.9487, longitude=-82.4622)


def on(*days: float, **fields: object) -> tuple[Occurrence, ...]:
    return tuple(Occurrence(starts_at=MONDAY + timedelta(days=day), timezone=ZONE, **fields) for day in days)


PROGRAM = (
    EventItem(
        uid="a",
        title="Jazz Night with Beyoncé",
        occurrences=on(1, 2, 9),
        categories=("Music", "Évening"),
        venue=HALL,
        price=Price(is_free=False),
    ),
    EventItem(
        uid="b",
        title="Shark Feeding",
        occurrences=on(1.5),
        categories=("Science", "Kids"),
        venue=AQUARIUM,
        price=Price(is_free=True),
    ),
    EventItem(uid="c", title="The beautiful theater", occurrences=on(5), description="orchestra music", venue=FAR),
    EventItem(
        uid="d",
        title="Photographs",
        occurrences=(*on(-20), *on(-10, ends_at=MONDAY + timedelta(days=3), all_day=True)),
        status=EventStatus.POSTPONED,
    ),
    EventItem(uid="e", title="It's O'Neill \\ 50%", occurrences=on(0, time_known=False), categories=("It's \\ odd",)),
)


def classes(a_day: int) -> list[EventItem]:
    """Three events that fill the days around the program; no filter of SELECTIVE lets them pass."""
    times = on(*(day + each / a_day for day in range(-11, 10) for each in range(a_day)))
    return [
        EventItem(uid=uid, title="Pottery class", occurrences=times[first::3], status=EventStatus.RESCHEDULED)
        for first, uid in enumerate("xyz")
    ]


@pytest.fixture
def found(connection, harvest):
    """All pages of a filter, as the events' uids, one letter an occurrence."""
    harvest(*PROGRAM)

    def pages(sort=Sort.SOONEST, limit=2, once=None, **fields):
        uids, after = "", None
        while True:
            page = listings.page(connection, EventFilter(**fields), sort, limit, after, once=once)
            assert len(page.listings) <= limit
            uids += "".join(listing.uid for listing in page.listings)
            if page.next is None:
                return uids
            after = page.next

    return pages


FILTERS = [
    ({}, "ddeabaca"),
    ({"from_": MONDAY}, "deabaca"),
    ({"from_": MONDAY + timedelta(hours=12)}, "deabaca"),
    ({"from_": MONDAY + timedelta(days=1)}, "dabaca"),
    ({"from_": MONDAY, "until": MONDAY + timedelta(days=1)}, "de"),
    ({"from_": MONDAY + timedelta(days=3), "until": MONDAY + timedelta(days=8)}, "c"),
    ({"from_": MONDAY + timedelta(days=100)}, ""),
    ({"categories": ("MUSIC",)}, "aaa"),
    ({"categories": ("éVENING",)}, "aaa"),
    ({"categories": ("it's \\ odd",)}, "e"),
    ({"categories": ("musi",)}, ""),
    ({"categories": ("music",), "free": True}, ""),
    ({"categories": ("kids",), "free": True, "words": "shark"}, "b"),
    ({"free": True}, "b"),
    ({"free": False}, "aaa"),
    ({"sources": ("hall",)}, "ddeabaca"),
    ({"sources": ("nobody",)}, ""),
    ({"event_ids": ()}, ""),
    ({"statuses": (EventStatus.POSTPONED,)}, "dd"),
    ({"statuses": (EventStatus.SCHEDULED, EventStatus.CANCELLED)}, "eabaca"),
    ({"near": (27.3446, -82.5502), "radius_km": 1.0}, "aaa"),
    ({"near": (27.3446, -82.5502), "radius_km": 10.0}, "abaa"),
    ({"near": (27.3446, -82.5502), "radius_km": 500.0, "from_": MONDAY + timedelta(days=2)}, "aca"),
    ({"near": (27.3446, -82.5502)}, "abaca"),
    ({"near": (-27.3446, 97.0), "radius_km": 500.0}, ""),
    ({"from_": MONDAY, "event_ids": (1, 2, 3, 4, 5)}, "deabaca"),
    ({"words": "jazz"}, "aaa"),
    ({"words": "beyonce"}, "aaa"),
    ({"words": "Beyoncé jaz"}, "aaa"),
    ({"words": "jazx nihgt"}, "aaa"),
    ({"words": "beautifu"}, "c"),
    ({"words": "beautifull"}, "c"),
    ({"words": "van wezel jazz"}, "aaa"),
    ({"words": '"jazz night"'}, "aaa"),
    ({"words": '"night jazz"'}, ""),
    ({"words": "shark or orchestra"}, "bc"),
    ({"words": "music -jazz"}, "c"),
    ({"words": "feeds"}, "b"),
    ({"words": "!!!"}, ""),
    ({"words": "' & | ! ( ) : * \\ <-> \" #free"}, ""),
    ({"words": "o'neill"}, "e"),
    ({"words": "zzzzqqqq"}, ""),
]


SELECTIVE = [each for each in FILTERS if each[0].keys() - {"from_", "until", "sources"}]
"""Filters that the classes of a busy calendar do not pass."""


def test_filters(found):
    for fields, uids in FILTERS:
        assert found(**fields) == uids, fields
        assert found(Sort.LATEST, **fields) == uids[::-1], fields
        assert found(once=Once.EVENT, **fields) == "".join(dict.fromkeys(uids)), fields


@pytest.mark.parametrize("classes_a_day", [4, 15, 60])
@pytest.mark.parametrize("limit", [1, 3])
def test_a_busy_calendar_hides_nothing(found, harvest, classes_a_day, limit):
    """Pages are found whether many of the calendar's next occurrences pass the filter, some at first, or hardly any."""
    harvest(*classes(classes_a_day), covered_from=None)
    for fields, uids in SELECTIVE:
        assert found(limit=limit, **fields) == uids, fields
        assert found(Sort.LATEST, limit=limit, **fields) == uids[::-1], fields
        assert found(once=Once.EVENT, limit=limit, **fields) == "".join(dict.fromkeys(uids)), fields


def test_latest_first(found):
    for fields, uids in FILTERS:
        assert found(Sort.LATEST, **fields) == uids[::-1], fields
        assert found(Sort.LATEST, once=Once.EVENT, **fields) == "".join(dict.fromkeys(uids[::-1])), fields


def assert_nearest_first(found):
    near = {"near": (27.3332, -82.5777), "radius_km": 500.0}
    assert found(Sort.DISTANCE, **near) == "baaac"
    assert found(Sort.DISTANCE, once=Once.EVENT, limit=1, **near) == "bac"
    assert found(Sort.DISTANCE, words="jazz or orchestra", **near) == "aaac"


def test_nearest_first(found):
    assert_nearest_first(found)
    assert found(Sort.DISTANCE, near=(27.3332, -82.5777)) == "baaac"


def test_nearest_first_of_thousands(connection, found, harvest):
    """More events than are worth comparing, at a venue on the other side of the world."""
    perth = Venue(name="Perth Hall", latitude=-31.95, longitude=115.86)
    far_away = EventItem(uid="0", title="A show", occurrences=on(3), venue=perth)
    harvest(*(replace(far_away, uid=f"z{number}") for number in range(2_600)), covered_from=None)
    assert_nearest_first(found)
    page = listings.page(connection, EventFilter(near=(27.3332, -82.5777)), Sort.DISTANCE, 7)
    assert "".join(listing.uid[0] for listing in page.listings) == "baaaczz"


def test_each_event_once_among_many_repeats(found, harvest):
    harvest(EventItem(uid="x", title="Open studio", occurrences=on(*(n / 100 for n in range(400)))), covered_from=None)
    assert found(from_=MONDAY, once=Once.EVENT) == "dexabc"
    assert found(from_=MONDAY, once=Once.EVENT, limit=1) == "dexabc"


def test_best_first(found, harvest):
    """A word in the title counts more than one in the description."""
    harvest(
        EventItem(uid="x", title="Evening of the House", description="with an orchestra", occurrences=on(1)),
        EventItem(uid="y", title="Orchestra of the Coast", occurrences=on(8)),
        covered_from=None,
    )
    assert found(Sort.RELEVANCE, words="orchestra").startswith("y")
    assert sorted(found(Sort.RELEVANCE, limit=1, words="orchestra")) == ["c", "x", "y"]


def test_hidden_and_withdrawn_are_not_listed(connection, found, harvest):
    connection.execute(text("UPDATE events SET hidden_at = now() WHERE uid = 'a'"))
    harvest(*(item for item in PROGRAM if item.uid != "c"))
    assert found(from_=MONDAY) == "deb"
    assert found(include_hidden=True, from_=MONDAY) == "deabaa"
    assert found(include_withdrawn=True, from_=MONDAY) == "debc"
    connection.execute(text("UPDATE events SET hidden_at = NULL"))
    assert found(from_=MONDAY, categories=("music",)) == "aaa"


def test_the_events_of_a_renamed_venue_are_found_by_its_new_name_and_place(connection, found):
    assert found(words="straz") == "c"
    connection.execute(
        text("UPDATE venues SET name = 'Morsani', latitude = 10, longitude = 20 WHERE name LIKE 'Straz%'")
    )
    assert (found(words="straz"), found(words="morsani")) == ("", "c")
    assert found(near=(10.0, 20.0), radius_km=1.0) == "c"


def test_changed_times_are_found(connection, found, harvest):
    harvest(EventItem(uid="b", title="Shark Feeding", occurrences=on(1.5, 40)), covered_from=None)
    assert found(words="shark") == "bb"
    connection.execute(text("DELETE FROM occurrences o USING events e WHERE e.id = o.event_id AND e.uid = 'b'"))
    assert found(words="shark") == ""
    assert connection.execute(
        text("SELECT first_at, last_at FROM event_search x JOIN events e ON e.id = x.entry_id WHERE e.uid = 'b'")
    ).one() == (None, None)


def test_withdrawn_first_times_hide_no_later_ones(connection, found):
    """An event whose first occurrence is withdrawn does not limit which events a page considers."""
    connection.execute(text("UPDATE occurrences SET withdrawn_at = now() WHERE key = '20311202T050000Z'"))
    assert found(categories=("music",), limit=1) == "aa"
    assert found(categories=("music",), limit=1, include_withdrawn=True) == "aaa"
    assert found(from_=MONDAY, event_ids=(1, 2, 3, 4, 5), limit=1, once=Once.EVENT, include_withdrawn=True) == "deabc"


def test_stream_is_by_event(connection, found):
    ids = [(one.event_id, one.starts_at) for one in listings.stream(connection, EventFilter(from_=MONDAY))]
    assert ids == sorted(ids)
    assert len(ids) == 7
    connection.execute(text("UPDATE events SET url = NULL"))
    soonest = listings.stream(connection, EventFilter(from_=MONDAY), limit=3)
    assert sorted(listing.uid for listing in soonest) == ["a", "d", "e"]


def test_fields_of_a_listing(connection, found):
    (listing,) = listings.page(connection, EventFilter(words="shark", near=(27.3332, -82.5777))).listings
    assert (listing.title, listing.venue_name, listing.categories) == (
        "Shark Feeding",
        "Mote Aquarium",
        ("Science", "Kids"),
    )
    assert (listing.source, listing.is_free, listing.status) == ("hall", True, EventStatus.SCHEDULED)
    assert (listing.starts_at, listing.key) == (on(1.5)[0].starts_at, "20311202T170000Z")
    assert listing.distance_km == pytest.approx(0, abs=1e-6)


def test_next_times(connection, found):
    (first, *_) = listings.page(connection, EventFilter(words="jazz")).listings
    times, total = listings.next_times(connection, EventFilter(words="jazz"), [first.event_id], 2)[first.event_id]
    assert total == 3
    assert [time.starts_at for time in times] == [each.starts_at for each in on(1, 2)]


def test_distance_is_the_great_circle(connection):
    """Sarasota to Tampa: 67.7 km, according to https://www.movable-type.co.uk/scripts/latlong.html."""
    distance = km("v", (27.3446, -82.5502))
    found = connection.execute(
        text(f"SELECT {distance.text} FROM (VALUES (27.9487::float8, -82.4622::float8)) v (latitude, longitude)"),
        distance.parameters,
    ).scalar_one()
    assert found == pytest.approx(67.73, abs=0.1)


@pytest.mark.parametrize(
    ("place", "sides"),
    [
        ((27.0, -82.0), {"south", "north", "west", "east"}),
        ((89.9, 0.0), {"south", "north"}),
        ((0.0, 179.9), {"south", "north"}),
    ],
)
def test_boxes_around_poles_and_the_date_line(place, sides):
    assert set(box(*place, 100.0)) == sides
