"""Correcting an event over HTTP: who may, what is refused, two editors at once, and what readers then get."""

from __future__ import annotations

import pytest

from storage.merging.match import match_runs
from tests.api.harvest import at, concert, harvest, seed


@pytest.fixture
def event_id(acting) -> int:
    seed()
    harvest(concert("a", at(3), title="Marlowe Quartet"))
    match_runs()
    (event,) = acting.get("/api/events").json()["events"]
    return int(event["id"])


def test_everybody_gets_the_correction(acting, editor, admin, event_id):
    given = {
        "title": "Marlowe Quartet by Candlelight",
        "starts_at": at(4, 19).starts_at.isoformat(),
        "venue": {"name": "Blue Crane Barn", "address": "9 Mill Road"},
        "price": "$10 – $25",
        "categories": ["film"],
        "ticket_url": "https://hall.example/tickets",
        "why": "the hall called",
    }
    answer = acting.patch(f"/api/events/{event_id}", json=given, headers=editor)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    states = {(one["field"], one["key"] is None): one for one in body["fields"]}
    assert states["title", True] == {
        "field": "title",
        "key": None,
        "shown": given["title"],
        "source": "Marlowe Quartet",
        "edited": True,
    }
    assert states["starts_at", False]["shown"] == given["starts_at"]
    assert {one["made_because"] for one in body["edits"]} == {"the hall called"}
    assert answer.headers["ETag"] == f'"{body["version"]}"'

    event = acting.get(f"/api/events/{event_id}").json()
    assert (event["title"], event["venue"]["name"]) == (given["title"], "Blue Crane Barn")
    assert (event["price"]["min_cents"], event["price"]["max_cents"]) == (1000, 2500)
    assert event["town_categories"] == ["Film"]
    assert event["occurrences"][0]["starts_at"] == given["starts_at"]
    assert event["evidence"]["edited"] == ["categories", "price", "starts_at", "ticket_url", "title", "venue"]
    (found,) = acting.get("/api/occurrences", params={"q": "candlelight"}).json()["occurrences"]
    assert found["starts_at"] == given["starts_at"]
    calendar = acting.get("/feeds/events.ics").text
    assert "SUMMARY:Marlowe Quartet by Candlelight" in calendar
    assert "SEQUENCE:1" in calendar
    assert "Marlowe Quartet by Candlelight" in acting.get(f"/events/{event_id}").text
    assert "Candlelight" in acting.get("/api/kit", params={"format": "text"}).text
    (entry,) = acting.get("/api/audit", params={"subject": f"event:{event_id}"}, headers=admin).json()["entries"]
    assert (entry["action"], entry["after"]["reason"]) == ("edit event", "the hall called")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "An event needs a title."),
        ("title", "Jazz <b>tonight</b>", "It contains markup (<b>): give plain text."),
        ("title", "Salt &amp; Pepper", "It contains markup (&amp;): give plain text."),
        ("title", "x" * 301, "It has 301 characters: give at most 300."),
        ("description", "<script>alert(1)</script>", "It contains markup (<script>): give plain text."),
        ("url", "javascript:alert(1)", "It is not a web address: give one that begins with https:// or http://."),
        ("ticket_url", "hall.example/buy", "It is not a web address: give one that begins with https:// or http://."),
        ("image_url", "https://", "It is not a web address: give one that begins with https:// or http://."),
        ("status", "off", "There is no such status: give scheduled, cancelled, postponed, rescheduled, moved_online."),
        ("starts_at", "next Friday", "It isn't a time: write 2026-12-05T20:00-05:00, or 2026-12-05 for a day"),
        (
            "starts_at",
            "2026-07-05T20:00",
            "It has no zone: write 2026-07-05T20:00-04:00 for",
        ),
        (
            "starts_at",
            "2026-12-05T20:00",
            "It has no zone: write 2026-12-05T20:00-05:00 for",
        ),
        ("starts_at", "1826-12-05T20:00-05:00", "It is in the year 1826: is that right?"),
        ("starts_at", None, "A time needs a start."),
        ("ends_at", "2026-01-05T20:00-05:00", "It would end (2026-01-05 20:00) before it starts"),
        ("categories", ["films"], "The town has no category 'films'. Its categories: music,"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(acting, editor, event_id, field, value, message):
    before = acting.get(f"/api/events/{event_id}").json()
    answer = acting.patch(f"/api/events/{event_id}", json={field: value, "organizer": "Friends"}, headers=editor)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["where"] == ["body", field]
    assert error["message"].startswith(message)
    if field not in ("starts_at", "ends_at"):
        assert error["value"] == value
    assert acting.get(f"/api/events/{event_id}").json() == before


def test_two_editors_at_once(acting, editor, event_id):
    """The second one gets both versions, and can then decide."""
    address = f"/api/events/{event_id}"
    seen = acting.get(f"{address}/edits", headers=editor).headers["ETag"]
    first = acting.patch(address, json={"title": "First"}, headers={**editor, "If-Match": seen})
    assert first.status_code == 200
    late = acting.patch(address, json={"title": "Second"}, headers={**editor, "If-Match": seen})
    assert late.status_code == 412
    assert late.json()["fields"] == [{"field": "title", "yours": "Second", "now": "First"}]
    assert late.headers["ETag"] == first.headers["ETag"]
    again = acting.patch(address, json={"title": "Second"}, headers={**editor, "If-Match": late.headers["ETag"]})
    assert again.status_code == 200
    assert acting.get(address).json()["title"] == "Second"


def test_a_dry_run_changes_nothing(acting, editor, event_id):
    answer = acting.patch(f"/api/events/{event_id}?dry_run=true", json={"title": "Maybe"}, headers=editor)
    assert answer.json()["fields"][0]["shown"] == "Maybe"
    assert acting.get(f"/api/events/{event_id}").json()["title"] == "Marlowe Quartet"
    assert acting.get(f"/api/events/{event_id}/edits", headers=editor).json()["edits"] == []


def test_questions_are_kept_or_taken(acting, editor, event_id):
    address = f"/api/events/{event_id}"
    acting.patch(address, json={"title": "Corrected"}, headers=editor)
    harvest(concert("a", at(3), title="Changed by the hall"))
    match_runs()
    (question,) = acting.get("/api/questions", headers=editor).json()["questions"]
    assert (question["said"], question["value"], question["says"], question["says_source"]) == (
        "Marlowe Quartet",
        "Corrected",
        "Changed by the hall",
        "The Hall",
    )
    assert acting.get(address).json()["title"] == "Corrected"
    kept = acting.post(f"{address}/edits/{question['id']}/keep", headers=editor)
    assert kept.json()["edits"][0]["kept_by"] is not None
    assert acting.get("/api/questions", headers=editor).json()["questions"] == []
    assert acting.post(f"{address}/edits/{question['id']}/keep", headers=editor).status_code == 404
    acting.post(f"{address}/edits/{question['id']}/take", json={"why": "they know"}, headers=editor)
    assert acting.get(address).json()["title"] == "Changed by the hall"


def test_undo(acting, editor, event_id):
    address = f"/api/events/{event_id}"
    acting.patch(address, json={"organizer": "Friends"}, headers=editor)
    assert acting.get(address).json()["organizer"] == "Friends"
    assert acting.delete(f"{address}/edits/organizer", headers=editor).status_code == 200
    assert acting.get(address).json()["organizer"] is None
    assert acting.delete(f"{address}/edits/organizer", headers=editor).status_code == 404


def test_who_may(acting, reader, event_id):
    for method, path in (("PATCH", ""), ("GET", "/edits"), ("DELETE", "/edits/title")):
        assert acting.request(method, f"/api/events/{event_id}{path}", json={}).status_code == 401
        assert acting.request(method, f"/api/events/{event_id}{path}", json={}, headers=reader).status_code == 403
    assert acting.get("/api/questions", headers=reader).status_code == 403


def test_unknown_events_and_fields(acting, editor, event_id):
    assert acting.patch("/api/events/999", json={"title": "X"}, headers=editor).status_code == 404
    assert acting.get("/api/events/999/edits", headers=editor).status_code == 404
    assert acting.patch(f"/api/events/{event_id}", json={"tittle": "X"}, headers=editor).status_code == 422


def test_the_story(acting, editor, reader, event_id):
    acting.patch(f"/api/events/{event_id}", json={"title": "Corrected", "why": "they called"}, headers=editor)
    entries = acting.get(f"/api/events/{event_id}/story", headers=editor).json()["entries"]
    assert [one["kind"] for one in entries] == ["first_seen", "corrected"]
    assert entries[1]["text"].endswith(" corrected the title: “Corrected” instead of “Marlowe Quartet”: they called.")
    assert acting.get("/api/events/99/story", headers=editor).status_code == 404
    assert acting.get(f"/api/events/{event_id}/story", headers=reader).status_code == 403
