"""What operators do with sources, hidden events, saved searches, and parked tasks, and its trace in the audit log."""

from __future__ import annotations

import pytest

from core.config import settings
from storage.database.engine import transaction
from storage.sources import edits
from storage.sources import records as sources
from storage.tasks import deliveries
from tests.api import harvest

SOURCE = {"name": "bayfront", "title": "Bayfront Hall", "base_url": "https://hall.example/events.ics"}


def last_entry(acting, admin):
    return acting.get("/api/audit?limit=1", headers=admin).json()["entries"][0]


def test_source_added_and_changed(acting, editor, admin):
    added = acting.post("/api/sources", json=SOURCE, headers=editor)
    assert added.status_code == 201
    number = added.json()["id"]
    assert added.json()["feeds"] == ["https://hall.example/events.ics"]
    assert acting.post("/api/sources", json=SOURCE, headers=editor).status_code == 409
    change = {"floor": 5, "settings": {"utc_is_local": True}, "feeds": ["https://hall.example/b.ics"] * 2}
    changed = acting.patch(f"/api/sources/{number}", json=change, headers=editor).json()
    assert (changed["floor"], changed["title"]) == (5, "Bayfront Hall")
    assert changed["feeds"] == ["https://hall.example/b.ics"]
    entry = last_entry(acting, admin)
    assert (entry["action"], entry["subject"], entry["actor"]) == ("change source", f"source:{number}", "key:1 (edit)")
    assert (entry["before"]["floor"], entry["after"]["floor"]) == (0, 5)
    with transaction() as connection:
        stored = sources.read_source(connection, number)
    assert (stored.spider, stored.settings, stored.feeds) == ("ics", {"utc_is_local": True}, 1)


def test_the_listing_page_of_a_source(acting, editor, admin):
    """Only another page starts the comparison afresh."""
    assert acting.post("/api/sources", json=SOURCE, headers=editor).json()["listing"] is None

    def change(**given):
        changed = acting.patch("/api/sources/1", json=given, headers=editor).json()
        with transaction() as connection:
            return changed["listing"], (edits.read_found(connection, 1) or {}).get("covered")

    assert change(listing="https://hall.example/events") == ("https://hall.example/events", None)
    assert last_entry(acting, admin)["after"]["listing"] == "https://hall.example/events"
    with transaction() as connection:
        edits.save_found(connection, 1, {**edits.read_found(connection, 1), "covered": 9})
    assert change(listing="https://hall.example/events", floor=2) == ("https://hall.example/events", 9)
    assert change(title="The Hall") == ("https://hall.example/events", 9)
    assert change(listing="") == (None, None)


def test_webcal_addresses_are_stored_as_http(acting, editor):
    addresses = ["webcal://hall.example/events/ical/", "WebCals://hall.example/b.ics"]
    source = {**SOURCE, "base_url": "webcal://hall.example/town/", "feeds": addresses}
    added = acting.post("/api/sources", json=source, headers=editor).json()
    assert added["base_url"] == "http://hall.example/town/"
    assert added["feeds"] == ["http://hall.example/events/ical/", "https://hall.example/b.ics"]
    change = {"base_url": "webcals://hall.example/", "feeds": ["webcal://hall.example/c.ics"]}
    changed = acting.patch(f"/api/sources/{added['id']}", json=change, headers=editor).json()
    assert (changed["base_url"], changed["feeds"]) == ("https://hall.example/", ["http://hall.example/c.ics"])
    preview = acting.post("/api/sources/preview", json={"url": addresses[0]}, headers=editor)
    assert preview.status_code == 202


@pytest.mark.parametrize(
    "url",
    [
        "http://127-0-0-1.test/a.ics",
        "https://10-0-0-1.test/a.ics",
        "https://169-254-169-254.test/latest/meta-data",
        "https://hall.example:5432/",
        "https://ada:secret@hall.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ],
)
def test_private_addresses_are_refused(acting, editor, url):
    acting.post("/api/sources", json=SOURCE, headers=editor)
    answers = [
        acting.post("/api/sources", json={**SOURCE, "name": "evil", "base_url": url}, headers=editor),
        acting.post("/api/sources", json={**SOURCE, "name": "evil", "feeds": [url]}, headers=editor),
        acting.post("/api/sources/preview", json={"url": url}, headers=editor),
        acting.patch("/api/sources/1", json={"base_url": url}, headers=editor),
        acting.patch("/api/sources/1", json={"feeds": ["https://hall.example/a.ics", url]}, headers=editor),
        acting.patch("/api/sources/1", json={"listing": url}, headers=editor),
    ]
    assert [answer.status_code for answer in answers] == [422] * 6
    assert all(answer.json()["errors"][0]["message"].startswith(url) for answer in answers)
    assert [source["name"] for source in acting.get("/api/sources").json()["sources"]] == ["bayfront"]


def test_private_addresses_where_they_are_allowed(acting, editor, monkeypatch):
    monkeypatch.setenv("PRIVATE_SOURCES", "true")
    settings.cache_clear()
    body = {**SOURCE, "base_url": "http://127.0.0.1:8100/a.ics"}
    assert acting.post("/api/sources", json=body, headers=editor).status_code == 201


@pytest.mark.parametrize(
    "change",
    [
        {"timezone": "Mars/Olympus"},
        {"spider": "../../etc/passwd"},
        {"floor": -1},
        {"title": "a\nb"},
        {"title": "a\x9bb"},
        {"title": "a\u202eb"},
        {"title": "a\u200bb"},
        {"title": ""},
        {"name": "other"},
        {"settings": {"color": True}},
        {"settings": {"utc_is_local": True, "local_is_utc": True}},
        {"feeds": "https://hall.example/"},
    ],
)
def test_invalid_changes_are_refused(acting, editor, change):
    assert acting.patch("/api/sources/1", json=change, headers=editor).status_code == 422


def test_rules_are_stored_and_bad_ones_refused_by_name(acting, editor):
    added = acting.post("/api/sources", json=SOURCE, headers=editor).json()
    address = f"/api/sources/{added['id']}"
    rules = {"exclude_titles": ["yoga"], "last_day": "2026-12-31"}
    changed = acting.patch(address, json={"rules": rules}, headers=editor).json()["rules"]
    assert {name: value for name, value in changed.items() if value} == rules
    bad = {"exclude_titles": [""], "near_latitude": 91, "color": "red"}
    refused = acting.patch(address, json={"rules": bad}, headers=editor)
    assert refused.status_code == 422
    assert {tuple(one["where"][1:3]) for one in refused.json()["errors"]} == {("rules", name) for name in bad}
    alone = acting.patch(address, json={"rules": {"near_latitude": 27}}, headers=editor)
    assert "belong together" in alone.json()["errors"][0]["message"]


def test_a_declined_suggestion_is_stored(acting, editor):
    harvest.seed()
    change = {"settings": {"local_is_utc": False, "uids_change": None}}
    changed = acting.patch("/api/sources/1", json=change, headers=editor)
    assert (changed.status_code, changed.json()["settings"]) == (200, {"local_is_utc": False})


def test_paused_source(acting, editor, admin):
    harvest.seed()
    assert acting.post("/api/sources/1/pause", headers=editor).json()["enabled"] is False
    refused = acting.post("/api/tasks/scrape_source", json={"source_id": 1}, headers=editor)
    assert refused.status_code == 409
    assert refused.json()["detail"] == "Source 1 (hall) is paused. Resume it first."
    health = acting.get("/api/health/sources", headers=editor).json()["sources"][0]
    assert (health["state"], health["next_run_at"]) == ("paused", None)
    assert acting.post("/api/sources/1/resume", headers=editor).json()["enabled"] is True
    assert last_entry(acting, admin)["action"] == "resume source"


@pytest.mark.parametrize(
    ("spider", "feeds", "schedule"),
    [
        ("jsonld", [], "ingest-all-daily"),
        ("ics", ["https://hall.example/all.ics"], "ingest-all-daily"),
        ("vanwezel", [], None),
    ],
)
def test_the_next_run_of_a_source_without_its_own_schedule(acting, editor, spider, feeds, schedule):
    for name in ("vanwezel", "mote"):  # sources 1 and 2 have schedules of their own
        acting.post("/api/sources", json={**SOURCE, "name": name}, headers=editor)
    added = acting.post("/api/sources", json={**SOURCE, "spider": spider, "feeds": feeds}, headers=editor).json()
    health = acting.get("/api/health/sources", headers=editor).json()["sources"]
    own = next(one for one in health if one["id"] == added["id"])
    assert (own["next_run_schedule"], own["next_run_at"] is not None) == (schedule, schedule is not None)


def test_hidden_event(acting, editor, admin):
    harvest.seed()
    harvest.harvest(harvest.concert("a"), harvest.concert("b"))
    shown = acting.get("/api/events").json()["events"]
    number = next(event["id"] for event in shown if event["title"] == "Concert a")
    hidden = acting.post(f"/api/events/{number}/hide", json={"reason": "the hall asked"}, headers=editor)
    assert hidden.json()["hidden_reason"] == "the hall asked"
    assert [event["title"] for event in acting.get("/api/events").json()["events"]] == ["Concert b"]
    assert acting.get(f"/api/events/{number}").status_code == 404
    assert "Concert a" not in acting.get("/feeds/events.ics").text
    harvest.harvest(harvest.concert("a", title="Concert a, moved"), harvest.concert("b"))
    assert "Concert a" not in acting.get("/api/events").text, "a crawl showed it again"
    assert acting.post(f"/api/events/{number}/hide", json={}, headers=editor).status_code == 422
    assert acting.post(f"/api/events/{number}/show", headers=editor).json()["hidden_at"] is None
    assert "Concert a, moved" in acting.get("/api/events").text
    entry = last_entry(acting, admin)
    assert (entry["action"], entry["before"]["hidden_reason"]) == ("show event", "the hall asked")
    assert acting.post("/api/events/999999/show", headers=editor).status_code == 404


def test_saved_search_has_feeds(acting, editor):
    harvest.seed()
    harvest.harvest(harvest.concert("a"), harvest.concert("b", title="Ballet b", categories=("Dance",)))
    search = {"slug": "music", "title": "Music", "filters": {"category": "Music", "status": ["scheduled"]}}
    saved = acting.post("/api/searches", json=search, headers=editor)
    assert saved.status_code == 201
    feed = acting.get(saved.headers["location"]).text
    assert "Concert a" in feed
    assert "Ballet b" not in feed
    assert acting.post("/api/searches", json=search, headers=editor).status_code == 409
    assert [each["filters"] for each in acting.get("/api/searches").json()["searches"]] == [
        {"category": "Music", "status": "scheduled"}
    ]
    assert acting.delete("/api/searches/music", headers=editor).status_code == 204
    assert acting.get(saved.headers["location"]).status_code == 404


@pytest.mark.parametrize(
    "change", [{"filters": {}}, {"filters": {"day": "someday"}}, {"filters": {"color": "red"}}, {"slug": "../a"}]
)
def test_invalid_searches_are_refused(acting, editor, change):
    body = {"slug": "a", "title": "A", "filters": {"q": "jazz"}, **change}
    assert acting.post("/api/searches", json=body, headers=editor).status_code == 422


def test_parked_task_is_released(acting, editor, admin):
    task = {"task_id": "poison", "task": "app.tasks.scrape_mote", "kwargs": {"source_id": 2}}
    with transaction() as connection:
        deliveries.begin(connection, **task, worker="celery@harvest")
        deliveries.park(connection, "poison")
    listed = acting.get("/api/parked", headers=editor).json()["parked"]
    assert [(each["task_id"], each["history"][0]["worker"]) for each in listed] == [("poison", "celery@harvest")]
    released = acting.post("/api/parked/poison/release", headers=editor)
    assert (released.status_code, released.headers["location"]) == (202, "/api/tasks/poison")
    assert acting.get("/api/parked", headers=editor).json()["parked"] == []
    assert acting.get("/api/tasks/poison", headers=editor).json()["state"] == "queued"
    assert acting.post("/api/parked/poison/release", headers=editor).status_code == 404
    assert last_entry(acting, admin)["action"] == "release task"
