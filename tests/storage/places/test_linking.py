"""Venues of several sources become one place after a run, rooms are inside their buildings, and old ids still work."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from core.items import Venue
from storage.search import directory, listings
from storage.search.filters import EventFilter

HALL = [
    Venue(
        name="Gray Heron Music Hall", address="23 Rigging Ave, Harborville, FL 34236", latitude=27.3, longitude=-82.5
    ),
    Venue(name="Gray Heron", address="23 Rigging Avenue, Harborville, FL"),
    Venue(name="Gray Heron Music Hall"),
]


def names(connection, **wanted):
    found = listings.page(connection, EventFilter(**wanted)).listings
    return sorted({one.venue_name for one in found if one.venue_name})


def venue_ids(connection):
    return connection.execute(text("SELECT id FROM venues ORDER BY id")).scalars().all()


def directory_of(connection, words=None):
    entries = directory.venues(connection, words=words, near=None, after=None, limit=50)
    return [(entry.name, entry.events) for entry in entries]


def test_three_spellings_are_one_place(connection, town):
    found = town(*HALL)
    assert (found.new, found.joined, found.rooms) == (3, 2, 0)
    assert directory_of(connection) == [("Gray Heron Music Hall", 3)]


def test_the_place_has_the_address_and_the_point_of_any_spelling(connection, town):
    town(*HALL)
    [entry] = directory.venues(connection, words=None, near=(27.3, -82.5), after=None, limit=9)
    assert (entry.address, entry.latitude) == ("23 Rigging Ave, Harborville, FL 34236", 27.3)


def test_every_old_id_leads_to_the_place(connection, town):
    town(*HALL)
    for venue_id in venue_ids(connection):
        assert len(listings.page(connection, EventFilter(venue_id=venue_id)).listings) == 3
        entry = directory.venue(connection, venue_id)
        assert entry is not None
        assert (entry.name, entry.events) == ("Gray Heron Music Hall", 3)


def test_a_spelling_that_comes_later_joins(connection, town):
    town(HALL[0])
    found = town(HALL[1])
    assert (found.new, found.joined) == (1, 1)
    assert directory_of(connection) == [("Gray Heron Music Hall", 2)]


def test_nothing_is_compared_without_new_venues(connection, town):
    town(*HALL)
    assert town(HALL[0]).new == 0


@pytest.mark.parametrize("words", ["museum", "captain"])
def test_events_are_found_by_the_name_of_the_place_and_by_what_their_source_says(connection, town, words):
    town(Venue(name="Ferry Museum"), Venue(name="The Ferry Museum, Captain's Cabin"))
    found = listings.page(connection, EventFilter(words=words)).listings
    assert "Event 1" in [one.title for one in found]


def test_a_room_is_shown_with_its_building(connection, town):
    town(Venue(name="Ferry Museum"), Venue(name="Ferry Museum, Main Lobby"), Venue(name="Ferry Museum, Front Lawn"))
    assert names(connection) == ["Ferry Museum", "Ferry Museum (Front Lawn)", "Ferry Museum (Main Lobby)"]
    assert directory_of(connection) == [("Ferry Museum", 3)]


def test_the_filter_of_a_building_finds_its_rooms_and_that_of_a_room_only_the_room(connection, town):
    town(Venue(name="Ferry Museum"), Venue(name="Ferry Museum, Main Lobby"))
    building, room = connection.execute(text("SELECT id FROM venues ORDER BY length(name)")).scalars()
    assert names(connection, venue_id=building) == ["Ferry Museum", "Ferry Museum (Main Lobby)"]
    assert names(connection, venue_id=room) == ["Ferry Museum (Main Lobby)"]


def test_two_rooms_give_their_building_a_place(connection, town):
    town(Venue(name="Ferry Museum, Main Lobby"), Venue(name="Ferry Museum, Front Lawn"))
    assert directory_of(connection) == [("Ferry Museum", 2)]


def test_a_building_that_comes_after_its_rooms(connection, town):
    town(Venue(name="Ferry Museum, Main Lobby"))
    town(Venue(name="Ferry Museum", address="4 Pier St, Harborville, FL"))
    assert directory_of(connection) == [("Ferry Museum", 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Venue(name="Otter Library, North Branch, 3 Elm St"), Venue(name="Otter Library, South Branch, 9 Oak St")),
        (Venue(name="Heron Cinema", address="1 Bay St"), Venue(name="Heron Cinema", address="88 Lake Rd")),
        (Venue(name="Museum of Glass"), Venue(name="Museum of Boats")),
        (Venue(name="Otter School, Auditorium"), Venue(name="Heron School, Auditorium")),
    ],
    ids=["branches", "two addresses", "two museums", "two auditoriums"],
)
def test_places_that_stay_apart(connection, town, one, other):
    found = town(one, other)
    assert (found.joined, found.rooms) == (0, 0)


def test_one_address_under_two_names_waits_for_a_person(connection, town):
    found = town(Venue(name="Pelican Stage", address="5 Bay St"), Venue(name="Otter Brewing", address="5 Bay St"))
    assert (found.joined, found.suggested) == (0, 1)


def test_two_suites_without_names_wait_for_a_person(connection, town):
    found = town(Venue(address="5 Bay St Suite 1"), Venue(address="5 Bay St, Ste. 2"), Venue(address="5 Bay St #1"))
    assert (found.joined, found.suggested) == (1, 1)


@pytest.mark.parametrize("text_", ["TBA", "None", "-", "Online", "Harborville, FL"])
def test_what_names_no_place_is_not_in_the_directory(connection, town, text_):
    town(*HALL[:2], Venue(name=text_))
    assert directory_of(connection) == [("Gray Heron Music Hall", 2)]
    assert text_ in names(connection)


def test_the_search_finds_a_place_by_any_spelling(connection, town):
    town(Venue(name="Ferry Museum"), Venue(name="Ferry Museum, Captain's Cabin Room"))
    assert directory_of(connection, words="captain") == [("Ferry Museum", 2)]


def test_a_person_is_not_asked_about_each_room(connection, town):
    hall, room = Venue(name="Otter Hall", address="5 Bay St"), Venue(name="Otter Hall, Loon Room", address="5 Bay St")
    found = town(hall, room, Venue(name="Pelican Stage", address="5 Bay St"))
    assert (found.rooms, found.suggested) == (1, 1)


def test_a_building_is_never_a_room_of_itself(connection, town):
    address = "6 Mill Rd, Harborville, FL"
    town(
        Venue(name="Otter State Park, Ford Access", address=address),
        Venue(name="Otter State Park, Ford Picnic Shelter"),
        Venue(name="Otter State Park", address=address),
        Venue(name="Otter State Park, Boat Ramp"),
    )
    nested = text("SELECT count(*) FROM places r JOIN places b ON b.id = r.building_id WHERE b.building_id IS NOT NULL")
    assert connection.execute(nested).scalar_one() == 0
    assert [name for name, _ in directory_of(connection)] == ["Otter State Park"]
