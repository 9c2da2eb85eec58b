"""A name that nothing has is an error with near names: it never finds nothing without a word."""

from __future__ import annotations

import pytest

from app.cli.naming import near, unknown
from storage.merging.match import match_runs
from tests.api.harvest import at, concert, harvest, seed

EDIT = ("events", "edit", "1")
ADD = ("events", "add", "--title", "Chess", "--start", "2027-03-02")
BULK = ("events", "bulk", "hide", "--filter")
EXPORT = ("export", "-f", "csv")


@pytest.fixture
def town(service_environment):
    seed()
    harvest(concert("a", at(3)))
    match_runs()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*EDIT, "--place", "The Hal"), "There is no place The Hal. Did you mean The Hall?"),
        ((*EDIT, "--venue", "Barn"), "There is no place Barn. There are The Hall."),
        ((*ADD, "--place", "hall"), "There is no place hall. Did you mean The Hall?"),
        ((*EDIT, "--category", "musik"), "The town has no category 'musik'."),
        ((*EXPORT, "--category", "musik"), "There is no category musik. Did you mean music?"),
        ((*EXPORT, "--source", "hal"), "There is no source hal. Did you mean hall"),
        ((*EXPORT, "--source", "hall", "--source", "8"), "There is no source 8. There are hall, aquarium."),
        ((*EXPORT, "--venue", "9999"), "There is no venue 9999"),
        ((*BULK, "source=aquarum"), "There is no source aquarum. Did you mean aquarium"),
        ((*BULK, "category=filme"), "There is no category filme. Did you mean film?"),
        (("categories", "rules", "--category", "musik"), "The town has no category 'musik'."),
        (("users", "role", "nobody", "read"), "There is no account nobody."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_an_unknown_name_is_refused(town, marquee, arguments, said):
    ran = marquee(*arguments)
    assert ran.exit_code in (1, 2)
    assert said in ran.stderr
    assert ran.stdout == ""


@pytest.mark.parametrize("given", ["The Hall", "the hall"])
def test_a_known_place_is_taken(town, marquee, given):
    assert marquee(*ADD, "--place", given).exit_code == 0


@pytest.mark.parametrize("given", ["hall", "HALL", "1", "The Hall"])
def test_a_source_has_three_names_in_a_filter(town, marquee, given):
    ran = marquee(*EXPORT, "--source", given)
    assert (ran.exit_code, "Concert a" in ran.stdout) == (0, True)
    assert "Concert a" in marquee(*BULK, f"source={given}").stdout


@pytest.mark.parametrize(
    ("given", "names", "found"),
    [
        ("moat", ["mote", "vanwezel"], ["mote"]),
        ("MOTE", ["mote"], ["mote"]),
        ("lib", ["Public Library", "Library Park", "Hall"], ["Library Park", "Public Library"]),
        ("li", ["Public Library"], []),
        ("x", [], []),
    ],
)
def test_near(given, names, found):
    assert near(given, names) == found


def test_a_long_list_is_cut():
    assert "three, …. Look" not in unknown("thing", "x", ["one", "two", "three"], "Look.")
    assert unknown("thing", "x", list("abcdefghijklmnop"), "Look.").endswith(" l, …. Look.")
