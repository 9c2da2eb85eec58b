"""What the town's sources don't cover: venues without a source, sources that nobody confirms, and empty weekdays."""

from __future__ import annotations

import csv
import io
import json

import pytest

from core.items import Venue
from storage.database.engine import transaction
from storage.merging.match import match_runs
from storage.places.gazetteer_file import KnownPlace
from storage.places.imports import import_places
from storage.places.link import link
from storage.queue.entries import QueueKind, add_entry
from storage.sources.edits import change_source
from tests.api.harvest import AQUARIUM, HALL, at, concert, harvest, seed
from tests.health.runs import seed as seed_more

CLUB = Venue(name="Club Marina", address="3 Dock Road, Sarasota, FL 34236")


@pytest.fixture
def town(service_environment):
    """The hall and the aquarium list their own events. The aquarium lists one at a club, too, and one of the hall's."""
    seed()
    harvest(concert("a", at(3)), concert("b", at(4)))
    own = Venue(name="The Aquarium", address="1600 Ken Thompson Parkway, Sarasota, FL 34236")
    harvest(
        concert("c", at(5), title="Shark feeding", venue=own),
        concert("d", at(6), title="Ray feeding", venue=own),
        concert("e", at(7), title="An evening", venue=CLUB),
        concert("f", at(3), title="Concert a"),
        source_id=AQUARIUM.id,
    )
    with transaction() as connection:
        import_places(connection, [KnownPlace(name="Opera House", address="61 N Pineapple Ave, Sarasota, FL 34236")])
        link(connection)
    match_runs()


def read(acting, reader):
    answer = acting.get("/api/sources/coverage", headers=reader)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_venues_without_a_source(acting, reader, town):
    venues = {one["name"]: one for one in read(acting, reader)["venues"]}
    assert set(venues) == {"Club Marina", "Opera House"}
    club, opera = venues["Club Marina"], venues["Opera House"]
    assert (club["upcoming"], club["known_from"], club["listed_by"]) == (1, ["listing"], ["The Aquarium"])
    assert club["categories"] == ["Music"]
    assert (opera["upcoming"], opera["known_from"], opera["listed_by"]) == (0, ["gazetteer"], [])


def test_a_paused_source_covers_nothing(acting, reader, town):
    with transaction() as connection:
        change_source(connection, HALL.id, {"enabled": False})
    assert "The Hall" in {one["name"] for one in read(acting, reader)["venues"]}


def test_a_place_that_only_a_submission_names(acting, reader, town):
    with transaction() as connection:
        for venue in ("Yacht Basin", "club marina", None):
            add_entry(connection, QueueKind.SUBMISSION, {"title": "Regatta", "venue": venue}, contact=None)
    found = [one for one in read(acting, reader)["venues"] if one["place_id"] is None]
    assert [(one["name"], one["known_from"]) for one in found] == [("Yacht Basin", ["submission"])]


def test_sources_that_nobody_confirms(acting, reader, town):
    assert read(acting, reader)["sources"] == []
    (club,) = seed_more("club")
    harvest(concert("g", at(9), title="Regatta"), concert("h", at(10), title="Chess"), source_id=club)
    match_runs()
    assert read(acting, reader)["sources"] == [{"source_id": club, "title": "Club", "upcoming": 2}]


def test_weekdays_of_a_category(acting, reader, town):
    (music,) = (one for one in read(acting, reader)["categories"] if one["slug"] == "music")
    expected = [0] * 7
    for days in (3, 4, 5, 6, 7):
        expected[at(days).local_date.weekday()] += 1
    assert music["days"] == expected
    (film,) = (one for one in read(acting, reader)["categories"] if one["slug"] == "film")
    assert film["days"] == [0] * 7


def test_weekdays_of_what_is_in_no_category(acting, reader, town):
    (club,) = seed_more("club")
    harvest(concert("other", at(2), title="Quilting", categories=()), source_id=club)
    other = read(acting, reader)["categories"][-1]
    assert (other["slug"], sum(other["days"])) == ("other", 1)


def test_the_same_as_a_file(acting, reader, town):
    file = acting.get("/api/sources/coverage.csv", headers=reader)
    assert file.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(file.text)))
    assert [row["listed_by"] for row in rows if row["name"] == "Club Marina"] == ["The Aquarium"]
    assert acting.get("/api/sources/coverage.csv").status_code == 401
    assert acting.get("/api/sources/coverage").status_code == 401


def test_the_command(marquee, town):
    shown = marquee("sources", "coverage").output
    assert "Venues without a source of their own: 2" in shown
    assert "Club Marina" in shown
    assert "And 1 more: --limit 2 shows all." in marquee("sources", "coverage", "-n", "1").output
    rows = [json.loads(line) for line in marquee("sources", "coverage", "--json").output.splitlines()]
    assert [row["name"] for row in rows if row["kind"] == "venue"] == ["Club Marina", "Opera House"]
    assert marquee("sources", "coverage", "--csv").output.startswith("kind,id,name,address,upcoming")


def test_an_empty_town(marquee, service_environment):
    assert "Venues without a source of their own: 0" in marquee("sources", "coverage").output
