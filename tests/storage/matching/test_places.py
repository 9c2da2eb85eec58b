"""Which location texts name one place."""

from __future__ import annotations

import pytest

from storage.matching.addresses import Street, street_of
from storage.matching.gazetteer import learn
from storage.matching.places import place_of
from storage.matching.same_place import Where, compare_places

TOWN = learn(
    [
        "Gray Heron Hall, 12 W. Water St, Harborville, FL 34236",
        "The Heron Taproom, 88 Shell Ave, Harborville, FL",
        "Quayside Books, 5 Pier Rd, Harborville, FL",
        "Quayside Books, 40 Orange Blvd, Palmetto Key, FL",
        "Tide Theatre, 3 Dune Ln, Palmetto Key, FL",
        "Blue Room at Lantern Arts Center",
    ]
)


def where(left: str, right: str, points=(None, None)) -> Where:
    return compare_places(TOWN.place(left), TOWN.place(right), TOWN, points).where


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("Gray Heron Hall, 12 W. Water St, Harborville, FL 34236", Street("12", "water")),
        ("- 12 West Water Street Harborville FL 34236", Street("12", "water")),
        ("Room 109, Pottery Studio, 276 East Napa Street", Street("276", "napa")),
        ("2 E. South St.", Street("2", "south")),
        ("528 7th St", Street("528", "7th")),
        ("Suite 200, Harborville, FL 34236, United States", None),
        ("Union Local 665 North", None),
        ("Harborville, FL 34236 USA", None),
    ],
)
def test_street(text, street):
    assert street_of(text) == street


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Gray Heron Hall, 12 W. Water St, Harborville, FL 34236", "The Gray Heron, 12 West Water Street"),
        ("Gray Heron Hall", "The Gray Heron Hall and Pub, 12 Water St, Harborville, FL"),
        ("12 Water St, Harborville", "Gray Heron Hall"),
        ("Tide Theatre", "Tide Theater, 3 Dune Ln, Palmetto Key, FL"),
        ("Tide Theatre, 3 Dune Ln", "Tide Theatre, 30 Dune Lane"),
        ("Harborville Regional Library", "Harborville Library"),
    ],
)
def test_same_place(left, right):
    assert where(left, right) is Where.SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Room 109, Pottery Studio, 12 Water St, Harborville, FL", "Gray Heron Hall"),
        ("Story Room at Harborville Regional Library", "Harborville Library"),
        ("Gray Heron Hall - Parking Lot, 12 Water St", "Gray Heron Hall"),
        ("Blue Room", "Lantern Arts Center, 7 Mill St, Harborville, FL"),
    ],
)
def test_a_room_is_inside_its_building(left, right):
    assert where(left, right).agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Harborville Library", "Palmetto Key Library"),
        ("Harborville Library", "Harborville Center for the Arts"),
        ("Memorial Hall", "Memorial Belltower"),
        ("Gray Heron Hall", "Lantern Arts Center"),
    ],
)
def test_other_names(left, right):
    assert where(left, right) is Where.UNLIKE


def test_two_addresses():
    assert where("Gray Heron Hall", "The Heron Taproom") is Where.APART
    assert where("Tide Theatre, 3 Dune Ln", "Tide Theatre, 90 Shell Ave") is Where.APART


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Zen Yoga, 100 Main St Suite 1", "Ace Bakery, 100 Main Street, Ste. 2", Where.UNLIKE),
        ("Zen Yoga, 100 Main St #101", "Ace Bakery, 100 Main St, Unit 102, Harborville, FL", Where.UNLIKE),
        ("Zen Yoga, Suite B-4, 100 Main St", "Ace Bakery, 100 Main St Ste B5", Where.UNLIKE),
        ("Zen Yoga, 100 Main St, Units 3 & 4", "Ace Bakery, 100 Main St unit 7", Where.UNLIKE),
        ("100 Main St Suite 1", "100 Main St Suite 2", Where.UNLIKE),
        ("Zen Yoga, 100 Main St Suite 100", "Yoga House, 100 Main St Ste #100", Where.SAME),
        ("Zen Yoga, 100 Main St Suite 1", "Zen Yoga, 100 Main St Suite 2", Where.SAME),
        ("Zen Yoga, 100 Main St Suite A", "Ace Bakery, 100 Main St", Where.SAME),
        ("Room 109, Zen Center, 100 Main St", "Zen Center, 100 Main St", Where.INSIDE),
    ],
)
def test_shops_in_suites_of_one_address(left, right, expected):
    assert where(left, right) is expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "TBA",
        "Off Site",
        "Harborville, FL",
        "None",
        "D",
        "Various locations",
        "Zoom",
        "Webcast",
        "Northern Wake TBD",
        "Location provided on sign up",
    ],
)
def test_a_placeholder_is_unknown(text):
    assert where(text, "Gray Heron Hall") is Where.UNKNOWN


@pytest.mark.parametrize(
    ("text", "online"),
    [
        ("Online", True),
        ("Virtual (link by mail)", True),
        ("via Zoom", True),
        ("Microsoft Teams", True),
        ("Google Meet", True),
        ("Facebook Live", True),
        ("YouTube", True),
        ("En línea", True),
        ("https://us02web.zoom.us/j/1234", True),
        ("zoom.us/j/1234", True),
        ("www.herontalks.org", True),
        ("YouTube Theater, 1011 Stadium Dr", False),
        ("Teams Hall", False),
        ("Facebook Campus Park", False),
        ("St. Petersburg", False),
    ],
)
def test_places_that_are_online(text, online):
    assert place_of(text, frozenset(), frozenset()).online is online


def test_a_chain_without_its_branch_is_unknown():
    assert where("Quayside Books", "Quayside Books, 5 Pier Rd, Harborville, FL") is Where.UNKNOWN


def test_a_campus_is_unknown():
    assert where("Harborville University", "Lecture Hall 3") is Where.UNKNOWN


def test_coordinates_decide_where_names_do_not():
    heron = (27.336, -82.541)
    assert where("Amphitheater", "Lantern Arts Center", (heron, (27.3365, -82.541))) is Where.INSIDE
    assert where("Amphitheater", "Lantern Arts Center", (heron, (27.40, -82.541))) is Where.APART


def test_either_order():
    left, right = "Room 109, Pottery Studio, 12 Water St", "Gray Heron Hall"
    assert where(left, right) == where(right, left)
