"""Which listings share a key: the fewer words set a title apart, the more must agree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.series.keys import Entry, series_key

HALL = Entry(
    entry_id=1,
    title="Harbor Lights Festival",
    description="Thousands of lamps shine along the water every evening of the season.",
    organizer=None,
    url="https://hall.example/lights-1",
    source_id=1,
    venue="Gray Heron Hall",
    address="12 Harbor Street",
    is_place=True,
    hour="19:30",
)
TEXT = "Bring a chair and a friend, the music begins at dusk."
OTHER_TEXT = "The Bay Fiddlers play reels and jigs from three coasts."


def same(one: Entry, **changes: object) -> bool:
    return series_key(one) == series_key(replace(one, entry_id=2, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "HARBOR LIGHTS FESTIVAL"},
        {"title": "Sold Out: Harbor Lights Festival"},
        {"title": "Harbor Lights Festival (Cancelled)"},
        {"description": OTHER_TEXT, "hour": "14:00", "source_id": 2, "organizer": "The Port"},
    ],
)
def test_a_title_of_its_own_at_a_place_is_enough(changes):
    assert same(HALL, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Harbor Lights Festival: Night 2"},
        {"title": "Harbor Lights Festival Preview"},
        {"title": "Harbor Lights Festival (matinee)"},
    ],
)
def test_another_title_is_another_thing(changes):
    assert not same(HALL, **changes)


@pytest.mark.parametrize("title", ["Live Music", "Meeting", "Private Event", "Closed", "Book Club", "Yoga"])
def test_a_title_that_says_little_needs_its_description(title):
    one = replace(HALL, title=title, description=TEXT)
    assert same(one, url="https://hall.example/2", hour="18:00")
    assert same(one, description=f"{TEXT} https://hall.example/register/77")
    assert same(replace(one, description=f"On Friday, March 6: {TEXT}"), description=f"On Saturday, April 11: {TEXT}")
    assert not same(one, description=OTHER_TEXT)
    assert not same(one, organizer="The Port")
    assert not same(one, source_id=2)


@pytest.mark.parametrize("title", ["Private Event", "Meeting", "Closed", "Live Music", "TBA"])
def test_a_title_that_names_nothing_is_alone_without_a_description(title):
    assert not same(replace(HALL, title=title, description=None), url="https://hall.example/2")


def test_without_a_description_a_common_title_needs_the_hour():
    one = replace(HALL, title="Trivia Night", description="https://hall.example/trivia")
    assert same(one, description=None, url=None)
    assert not same(one, hour="21:00")
    assert not same(one, source_id=2)


def test_without_a_place_the_description_must_agree():
    outing = replace(HALL, title="Bay Birders Outing", description=TEXT, venue="", address="", is_place=False)
    assert same(outing)
    assert not same(outing, description=OTHER_TEXT)
    assert not same(outing, source_id=2)
    assert same(replace(outing, description=None))
    assert not same(replace(HALL, venue="Duke University", address=""), description=OTHER_TEXT), (
        "a campus isn't one place"
    )


def test_a_single_word_of_its_own_needs_the_description_in_any_source():
    one = replace(HALL, title="Our American Story", description=TEXT)
    assert same(one, source_id=2, hour="15:00")
    assert not same(one, description=OTHER_TEXT)


def test_a_title_may_be_a_number():
    assert same(replace(HALL, title="1776", description=None), hour="15:00")


def test_the_venues_name_sets_no_title_apart():
    one = replace(HALL, title="Gray Heron Music", description=TEXT)
    assert not same(one, description=OTHER_TEXT)
