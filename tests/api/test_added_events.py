"""Events that editors add, copy, cancel, and feature."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from storage.merging.match import match_runs
from tests.api.harvest import at, concert, harvest, seed


@pytest.fixture
def town(acting):
    seed()
    return acting


def new(**given):
    return {"title": "Chess in the park", "starts_at": at(3, 18).starts_at.isoformat(), **given}


def test_an_added_event_is_like_any_other(town, editor):
    answer = town.post(
        "/api/events",
        json=new(venue="Payne Park", price="Free", categories=["outdoors"], featured=True, why="reader's letter"),
        headers=editor,
    )
    assert answer.status_code == 201, answer.text
    event_id = answer.json()["event_id"]
    assert answer.headers["Location"] == f"/api/events/{event_id}"
    event = town.get(f"/api/events/{event_id}").json()
    assert (event["title"], event["venue"]["name"], event["town_categories"]) == (
        "Chess in the park",
        "Payne Park",
        ["Outdoors"],
    )
    assert (event["price"]["is_free"], event["featured"]) == (True, True)
    assert event["source"] == {"name": "editors", "title": "Editors"}
    (found,) = town.get("/api/occurrences", params={"q": "chess"}).json()["occurrences"]
    assert found["featured"] is True
    assert "SUMMARY:Chess in the park" in town.get("/feeds/events.ics").text
    entries = town.get(f"/api/events/{event_id}/story", headers=editor).json()["entries"]
    assert entries[0]["text"].endswith(" added it by hand as “Chess in the park”: reader's letter.")


def test_a_series_in_words(town, editor):
    """Each at the same local time, whether or not the clocks change between them."""
    zone = ZoneInfo("America/New_York")
    start = datetime(2027, 3, 2, 19, tzinfo=zone)
    given = new(
        starts_at=start.isoformat(),
        ends_at=(start + timedelta(hours=2)).isoformat(),
        repeat="every Tuesday until March 23, 2027",
    )
    event_id = town.post("/api/events", json=given, headers=editor).json()["event_id"]
    times = town.get(f"/api/events/{event_id}").json()["occurrences"]
    assert [one["starts_at"] for one in times] == [
        "2027-03-02T19:00:00-05:00",
        "2027-03-09T19:00:00-05:00",
        "2027-03-16T19:00:00-04:00",
        "2027-03-23T19:00:00-04:00",
    ]
    assert times[3]["ends_at"] == "2027-03-23T21:00:00-04:00"


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"title": None}, "title", "An event needs a title."),
        ({"starts_at": None}, "starts_at", "A time needs a start."),
        ({"ends_at": "2026-01-01T10:00Z"}, "ends_at", "It would end before it starts"),
        ({"repeat": "now and then"}, "repeat", "'now and then' isn't understood."),
        ({"categories": ["chess"]}, "categories", "The town has no category 'chess'."),
        ({"url": "ftp://x"}, "url", "It is not a web address"),
    ],
)
def test_refusals(town, editor, given, field, message):
    answer = town.post("/api/events", json=new(**given), headers=editor)
    assert answer.status_code == 422
    assert [(one["where"], one["message"].startswith(message)) for one in answer.json()["errors"]] == [
        (["body", field], True)
    ]
    assert town.get("/api/events").json()["events"] == []


def test_a_source_that_lists_it_later_joins(town, editor):
    given = new(title="Marlowe Quartet Ballads", starts_at=at(3).starts_at.isoformat(), venue="The Hall")
    event_id = town.post("/api/events", json=given, headers=editor).json()["event_id"]
    harvest(concert("a", at(3), title="Marlowe Quartet Ballads", description="Songs of five decades, and new ones."))
    match_runs()
    (event,) = town.get("/api/events").json()["events"]
    assert (event["id"], event["also_listed"][0]["source"]["name"]) == (event_id, "hall")
    assert event["excerpt"] == "Songs of five decades, and new ones."


@pytest.mark.parametrize("venue", ["the hall", {"name": "The Hall"}])
def test_a_place_that_the_town_has(town, editor, venue):
    harvest(concert("a"))
    event_id = town.post("/api/events", json=new(venue=venue), headers=editor).json()["event_id"]
    concert_id = next(one["id"] for one in town.get("/api/events").json()["events"] if one["id"] != event_id)
    places = [town.get(f"/api/events/{one}").json()["venue"] for one in (event_id, concert_id)]
    assert places[0]["address"] == "777 N Tamiami Trail, Sarasota, FL"
    assert places[0] == places[1]
    assert len(town.get("/api/venues").json()["venues"]) == 1
    at_hall = {"q": "chess", "venue": places[0]["id"]}
    assert len(town.get("/api/occurrences", params=at_hall).json()["occurrences"]) == 1


def test_another_address_is_another_place(town, editor):
    harvest(concert("a"))
    given = new(venue={"name": "The Hall", "address": "1 Far Road"})
    event_id = town.post("/api/events", json=given, headers=editor).json()["event_id"]
    assert town.get(f"/api/events/{event_id}").json()["venue"]["address"] == "1 Far Road"


def test_a_copy(town, editor):
    harvest(concert("a", at(3), title="Marlowe Quartet Ballads", organizer="Friends"))
    match_runs()
    (event,) = town.get("/api/events").json()["events"]
    start = at(10).starts_at.isoformat()
    answer = town.post(f"/api/events/{event['id']}/duplicate", json={"starts_at": start}, headers=editor)
    assert answer.status_code == 201, answer.text
    copy = town.get(f"/api/events/{answer.json()['event_id']}").json()
    assert copy["id"] != event["id"]
    for field in ("title", "organizer", "url", "town_categories"):
        assert copy[field] == event[field]
    assert (copy["venue"]["name"], copy["price"]["min_cents"]) == ("The Hall", 2000)
    assert [one["starts_at"] for one in copy["occurrences"]] == [start]
    assert town.post("/api/events/999/duplicate", json={"starts_at": start}, headers=editor).status_code == 404


def test_cancel_and_feature(town, editor):
    event_id = town.post("/api/events", json=new(), headers=editor).json()["event_id"]
    town.patch(f"/api/events/{event_id}", json={"status": "cancelled", "featured": True}, headers=editor)
    event = town.get(f"/api/events/{event_id}").json()
    assert (event["status"], event["featured"]) == ("cancelled", True)
    town.delete(f"/api/events/{event_id}/edits/featured", headers=editor)
    assert town.get(f"/api/events/{event_id}").json()["featured"] is False


def test_a_harvest_keeps_what_is_featured(town, editor):
    harvest(concert("a", at(3)))
    (event,) = town.get("/api/events").json()["events"]
    town.patch(f"/api/events/{event['id']}", json={"featured": True}, headers=editor)
    harvest(concert("a", at(3), title="Another title"))
    event = town.get(f"/api/events/{event['id']}").json()
    assert (event["title"], event["featured"]) == ("Another title", True)


def test_who_may(town, reader):
    assert town.post("/api/events", json=new()).status_code == 401
    assert town.post("/api/events", json=new(), headers=reader).status_code == 403
