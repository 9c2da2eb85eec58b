"""What a person decides about places stays when the sources list new venues."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from core.items import Venue
from storage.places import edits, reads
from storage.places.edits import PlaceRefused

STAGE, BREWERY = Venue(name="Pelican Stage", address="5 Bay St"), Venue(name="Otter Brewing", address="5 Bay St")
BY = "ada"


def ids(connection):
    return {row.name: row.id for row in connection.execute(text("SELECT name, id FROM venues"))}


def places(connection):
    return sorted(one.label for one in reads.list_places(connection))


def test_merged_places_have_the_name_of_the_second(connection, town):
    town(STAGE, BREWERY)
    known = ids(connection)
    edits.merge(connection, known["Pelican Stage"], known["Otter Brewing"], by=BY)
    assert [(one.name, one.spellings, one.events) for one in reads.list_places(connection)] == [("Otter Brewing", 2, 2)]


def test_a_merge_survives_a_harvest_and_takes_new_spellings(connection, town):
    town(STAGE, BREWERY)
    known = ids(connection)
    edits.merge(connection, known["Pelican Stage"], known["Otter Brewing"], by=BY)
    town(Venue(name="Pelican Stage", address="5 Bay Street, Harborville, FL"))
    assert [(one.name, one.spellings) for one in reads.list_places(connection)] == [("Otter Brewing", 3)]


def test_an_accepted_suggestion_is_settled(connection, town):
    town(STAGE, BREWERY)
    [suggestion] = reads.suggestions(connection)
    edits.accept(connection, suggestion.venue_id, suggestion.other_id, inside=False, by=BY)
    assert reads.suggestions(connection) == []
    [accepted] = reads.suggestions(connection, state="accepted")
    assert accepted.decided_by == BY


def accepted(connection, *pair, **choice):
    edits.accept(connection, *pair, inside=False, **choice, by=BY)
    [one] = [one for one in reads.list_places(connection) if one.spellings > 1]
    return one.name, one.address, one.latitude


def test_the_fuller_of_two_places_wins(connection, town):
    bare = Venue(name="Pelican Bandstand")
    town(Venue(name="Pelican Stage", address="5 Bay St", latitude=27.3, longitude=-82.5), bare, bare)
    known = ids(connection)
    pair = known["Pelican Stage"], known["Pelican Bandstand"]
    assert accepted(connection, *pair) == ("Pelican Stage", "5 Bay St", 27.3)


def test_a_person_chooses_the_name(connection, town):
    town(
        Venue(name="Pelican Stage", address="5 Bay St", latitude=27.3, longitude=-82.5), Venue(name="Pelican Bandstand")
    )
    known = ids(connection)
    bare = known["Pelican Bandstand"]
    town(Venue(name="Otter Brewing"))
    third = ids(connection)["Otter Brewing"]
    with pytest.raises(PlaceRefused, match="is neither"):
        accepted(connection, known["Pelican Stage"], bare, keep=third)
    assert accepted(connection, known["Pelican Stage"], bare, keep=bare) == ("Pelican Bandstand", "5 Bay St", 27.3)


def test_coordinates_that_a_person_gave_survive_a_merge(connection, town):
    town(Venue(name="Pelican Stage", address="5 Bay St", latitude=27.3, longitude=-82.5), BREWERY)
    known = ids(connection)
    edits.locate(connection, known["Otter Brewing"], 27.4, -82.6, by=BY)
    edits.merge(connection, known["Otter Brewing"], known["Pelican Stage"], by=BY)
    [one] = reads.list_places(connection)
    assert (one.name, one.latitude, one.located_by) == ("Pelican Stage", 27.4, BY)


def test_a_suggestion_accepted_as_a_room(connection, town):
    town(STAGE, BREWERY)
    known = ids(connection)
    edits.accept(connection, known["Pelican Stage"], known["Otter Brewing"], inside=True, by=BY)
    assert places(connection) == ["Otter Brewing", "Otter Brewing (Pelican Stage)"]


def test_a_refused_suggestion_does_not_come_back(connection, town):
    town(STAGE, BREWERY)
    known = ids(connection)
    edits.refuse(connection, known["Pelican Stage"], known["Otter Brewing"], by=BY)
    town(Venue(name="Pelican Stage", address="5 Bay Street"))
    assert reads.suggestions(connection) == []
    assert places(connection) == ["Otter Brewing", "Pelican Stage"]


def test_split_spellings_stay_apart(connection, town):
    town(Venue(name="Gray Heron", address="2 Bay St"), Venue(name="Gray Heron Hall", address="2 Bay St"))
    known = ids(connection)
    edits.split(connection, [known["Gray Heron Hall"]], by=BY)
    town(Venue(name="Gray Heron Hall", address="2 Bay Street"))
    assert places(connection) == ["Gray Heron", "Gray Heron Hall"]


@pytest.mark.parametrize("taken", ["Gray Heron", "Gray Heron Hall"])
def test_whichever_spelling_is_split_off_has_its_own_name(connection, town, taken):
    town(Venue(name="Gray Heron", address="2 Bay St"), Venue(name="Gray Heron Hall", address="2 Bay St"))
    edits.split(connection, [ids(connection)[taken]], by=BY)
    assert places(connection) == ["Gray Heron", "Gray Heron Hall"]


def test_every_id_still_leads_to_a_place_after_a_split(connection, town):
    town(Venue(name="Gray Heron", address="2 Bay St"), Venue(name="Gray Heron Hall", address="2 Bay St"))
    for venue_id in ids(connection).values():
        assert reads.place_id_of(connection, venue_id) is not None
    edits.split(connection, [min(ids(connection).values())], by=BY)
    assert {reads.place_id_of(connection, each) for each in ids(connection).values()} == set(ids(connection).values())


def test_a_name_that_a_person_gave_stays(connection, town):
    town(Venue(name="Gray Heron", address="2 Bay St"))
    edits.rename(connection, ids(connection)["Gray Heron"], name="The Heron", address=None, by=BY)
    town(Venue(name="Gray Heron", address="2 Bay Street"), Venue(name="Gray Heron Hall", address="2 Bay St"))
    assert [(one.name, one.spellings) for one in reads.list_places(connection)] == [("The Heron", 3)]


def test_coordinates_that_a_person_gave_stay(connection, town):
    town(Venue(name="Gray Heron"))
    edits.locate(connection, ids(connection)["Gray Heron"], 27.5, -82.5, by=BY)
    town(Venue(name="Gray Heron", address="2 Bay St", latitude=1.0, longitude=1.0))
    assert [(one.latitude, one.longitude) for one in reads.list_places(connection)] == [(27.5, -82.5)]


def test_a_room_taken_out_of_its_building_stays_out(connection, town):
    town(Venue(name="Ferry Museum"), Venue(name="Ferry Museum, Main Lobby"))
    edits.house(connection, ids(connection)["Ferry Museum, Main Lobby"], None, by=BY)
    town(Venue(name="Ferry Museum", address="4 Pier St"))
    assert "Ferry Museum, Main Lobby" in places(connection)


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda c, ids: edits.merge(c, ids["Gray Heron"], 999, by=BY), "There is no venue 999"),
        (lambda c, ids: edits.merge(c, ids["Gray Heron"], ids["Gray Heron"], by=BY), "already one place"),
        (lambda c, ids: edits.split(c, [ids["Gray Heron"]], by=BY), "at least one other spelling"),
        (lambda c, ids: edits.split(c, list(ids.values()), by=BY), "spellings of one place"),
        (lambda c, ids: edits.locate(c, ids["Gray Heron"], 99, 0, by=BY), "are not degrees"),
        (lambda c, ids: edits.house(c, ids["Gray Heron"], ids["Gray Heron"], by=BY), "inside itself"),
    ],
    ids=["unknown", "with itself", "alone", "of two places", "off the map", "inside itself"],
)
def test_what_cannot_be_done(connection, town, act, message):
    town(Venue(name="Gray Heron"), Venue(name="Ferry Museum"))
    with pytest.raises(PlaceRefused, match=message):
        act(connection, ids(connection))
