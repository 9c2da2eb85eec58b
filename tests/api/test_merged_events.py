"""An event that two sources list, over HTTP: once for readers, with its listings and decisions for editors."""

from __future__ import annotations

import pytest

from storage.merging.match import match_runs
from tests.api.harvest import at, concert, harvest, seed


@pytest.fixture
def event_id(acting) -> int:
    """The hall's concert, which the aquarium lists too, an hour of the next day."""
    seed()
    harvest(concert("a", at(3), title="Marlowe Quartet Ballads"))
    harvest(concert("b", at(3), title="Marlowe Quartet Ballads", url="https://sea.example/events/4"), source_id=2)
    match_runs()
    (event,) = acting.get("/api/events").json()["events"]
    return int(event["id"])


def test_readers_see_it_once_with_its_other_source(acting, event_id):
    (listed,) = acting.get("/api/occurrences").json()["occurrences"]
    assert [(one["source"]["name"], one["url"]) for one in listed["also_listed"]] == [
        ("aquarium", "https://sea.example/events/4")
    ]
    other = listed["also_listed"][0]["event_id"]
    assert acting.get(f"/api/events/{other}").json()["id"] == event_id
    assert acting.get(f"/api/events/{event_id}").json()["evidence"]["witnesses"] == 2
    assert len(acting.get("/api/occurrences", params={"source": "aquarium"}).json()["occurrences"]) == 1
    assert sum(day["occurrences"] for day in acting.get("/api/days").json()["days"]) == 1
    assert {one["name"]: one["events"] for one in acting.get("/api/sources").json()["sources"]} == {
        "hall": 1,
        "aquarium": 1,
    }
    assert acting.get("/feeds/events.ics").text.count("BEGIN:VEVENT") == 1
    assert f"UID:{listed['public_uid']}" in acting.get(f"/feeds/events/{other}/events.ics").text.replace("\r\n ", "")
    assert "Also listed by: The Aquarium" in acting.get("/api/kit", params={"format": "text"}).text
    assert "Also listed by" in acting.get(f"/events/{event_id}").text


def test_another_time_is_a_caution(acting, editor, event_id):
    harvest(concert("b", at(5), title="Marlowe Quartet Ballads", url="https://sea.example/events/4"), source_id=2)
    match_runs()
    (listed,) = acting.get("/api/occurrences").json()["occurrences"]
    (caution,) = listed["cautions"]
    assert (caution["kind"], caution["source"]["name"]) == ("time", "aquarium")
    assert caution["text"].startswith("The Aquarium gives another time: ")
    assert caution["text"].endswith(", 8 p.m.")
    assert "gives another time" in acting.get("/feeds/events.rss").text
    (conflict,) = acting.get("/api/conflicts", headers=editor).json()["conflicts"]
    assert (conflict["event_id"], conflict["cautions"]) == (event_id, [caution])


def test_an_editor_splits_and_joins(acting, editor, event_id):
    found = acting.get(f"/api/events/{event_id}/listings", headers=editor).json()
    assert [(one["source"], one["shown"]) for one in found["events"]] == [("hall", True), ("aquarium", False)]
    assert found["links"][0]["state"] == "joined"
    assert found["links"][0]["reasons"]
    other = found["events"][1]["event_id"]
    answer = acting.post(f"/api/events/{event_id}/split", json={"reason": "two nights"}, headers=editor)
    assert answer.status_code == 200, answer.text
    assert len(acting.get("/api/events").json()["events"]) == 2
    assert answer.json()["links"][0]["decided_because"] == "two nights"
    acting.post(f"/api/events/{event_id}/join", json={"other_id": other}, headers=editor)
    assert len(acting.get("/api/events").json()["events"]) == 1


def test_a_split_says_before_what_it_changes(acting, editor, event_id):
    """The hall's concert is one of three of a series."""
    nights = [concert(f"more{day}", at(day), title="Marlowe Quartet Ballads") for day in (4, 5)]
    harvest(concert("a", at(3), title="Marlowe Quartet Ballads"), *nights)
    match_runs()
    path = f"/api/events/{event_id}"
    (other,) = [one["event_id"] for one in acting.get(f"{path}/listings", headers=editor).json()["events"][1:]]
    dry = acting.post(f"{path}/split", json={}, params={"dry_run": True}, headers=editor).json()
    assert len(acting.get(f"{path}/listings", headers=editor).json()["events"]) == 2
    assert acting.post(f"{path}/split", json={}, headers=editor).json()["seen"] == dry["seen"]
    assert [(one["event_id"], one["sources"], one["series"], one["left"]) for one in dry["seen"]] == [
        (event_id, ["The Hall"], 2, 0),
        (other, ["The Aquarium"], 0, 2),
    ]
    (entry,) = [one for one in _story(acting, editor, event_id) if one["kind"] == "split_by_person"]
    name = "“Marlowe Quartet Ballads” (The Aquarium)"
    assert entry["series"] == [{"event": name, "left": 2, "entered": 0}]
    assert entry["text"].endswith(f"{name} left the series with 2 other events.")
    dry = acting.post(f"{path}/join", json={"other_id": other}, params={"dry_run": True}, headers=editor).json()
    assert [(one["sources"], one["series"]) for one in dry["seen"]] == [(["The Hall", "The Aquarium"], 2)]


def test_reasons_and_history_are_data(acting, editor, event_id):
    (link,) = acting.get(f"/api/events/{event_id}/listings", headers=editor).json()["links"]
    assert {"code": "same_start", "value": "", "points": 2} in link["why"]
    merged = next(one for one in _story(acting, editor, event_id) if one["kind"] == "merged")
    assert (merged["source"], merged["other_source"]) == ("The Hall", "The Aquarium")
    assert merged["why"] == link["why"]


def _story(acting, editor, event_id):
    return acting.get(f"/api/events/{event_id}/story", headers=editor).json()["entries"]


def test_what_is_refused(acting, editor, reader, event_id):
    path = f"/api/events/{event_id}"
    assert acting.post(f"{path}/join", json={"other_id": 99999}, headers=editor).status_code == 404
    assert acting.post(f"{path}/join", json={"other_id": event_id}, headers=editor).status_code == 409
    assert acting.get("/api/events/99999/listings", headers=editor).status_code == 404
    for refused in (
        acting.post(f"{path}/split", json={}),
        acting.get(f"{path}/listings"),
        acting.get("/api/conflicts"),
        acting.get("/api/suggestions"),
    ):
        assert refused.status_code == 401
    assert acting.post(f"{path}/split", json={}, headers=reader).status_code == 403
    assert acting.get("/api/suggestions", headers=editor).json() == {"suggestions": []}


def test_a_role_is_set(acting, editor, event_id):
    answer = acting.patch("/api/sources/2", json={"role": "venue"}, headers=editor)
    assert answer.json()["role"] == "venue"
    assert acting.patch("/api/sources/2", json={"role": "king"}, headers=editor).status_code == 422
