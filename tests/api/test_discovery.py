"""From an address to a harvested source over HTTP, with a real worker and the sandbox."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from app.services.embedded.postgres import PostgresServer
from app.services.embedded.redis import RedisServer
from core.config import settings
from sandbox.server import Sandbox
from storage.database.engine import transaction
from storage.sources import found as found_sources
from tests.tasks.conftest import Worker, running_worker

LAN = {"PRIVATE_SOURCES": "true"}


@pytest.fixture(scope="module")
def module_worker(
    postgres_server: PostgresServer, redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worker]:
    folder = tmp_path_factory.mktemp("worker")
    with running_worker(postgres_server.url_of("test"), redis_server.url, folder, **LAN) as worker:
        yield worker


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """The sites today, since tasks look at the clock."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def lan(monkeypatch):
    for name, value in LAN.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()


@pytest.fixture
def looked(acting, editor, lan, module_worker):
    """`looked(url)` is the ended discovery of a site."""

    def look(url, **more):
        sent = acting.post("/api/sources/discover", json={"url": url, **more}, headers=editor)
        assert sent.status_code == 202, sent.text
        return ended(acting, editor, sent.json()["task_id"])

    return look


def ended(acting, headers, task_id):
    """The task after its stream of progress has ended."""
    with acting.stream("GET", f"/api/tasks/{task_id}/events", headers=headers) as stream:
        assert stream.status_code == 200
        said = "".join(stream.iter_text())
    assert "event: end" in said
    return acting.get(f"/api/tasks/{task_id}", headers=headers).json()


def test_a_site_is_found_added_and_harvested(acting, editor, reader, looked, sandbox):
    task = looked(sandbox.url("mote"))
    best = task["result"]["candidates"][0]
    assert (task["state"], best["platform"], best["twin"]) == ("succeeded", "tribe", None)
    assert best["upcoming"] >= len(best["events"]) > 0
    assert all("raw" not in event for event in best["events"])
    added = acting.post("/api/sources/found", json={"task_id": task["task_id"]}, headers=editor)
    assert added.status_code == 201
    source = added.json()["source"]
    assert added.headers["location"] == f"/api/sources/{source['id']}/settings"
    assert (source["spider"], source["name"], source["floor"]) == ("tribe", "bayside_aquarium", 1)
    found_feeds = ended(acting, editor, added.json()["harvest_task_id"])
    assert (found_feeds["state"], found_feeds["progress"]["feeds"] > 0) == ("succeeded", True)
    harvested = ended(acting, editor, added.json()["feeds_task_id"])
    assert (harvested["state"], harvested["progress"]["new"] > 0) == ("succeeded", True)
    assert harvested["ordered_by"].startswith("key:")
    shown = acting.get("/api/occurrences", params={"source": "bayside_aquarium", "limit": 1}).json()
    assert len(shown["occurrences"]) == 1
    why = acting.get(f"/api/sources/{source['id']}/why", headers=reader).json()
    assert (why["spider"], why["found"]["reason"]) == ("tribe", best["reason"])
    assert any("robots.txt: HTTP 200" in line for line in why["found"]["asked"])


def test_a_source_is_not_added_twice(acting, editor, looked, sandbox):
    chosen = {"task_id": looked(sandbox.url("vanwezel", "/events"))["task_id"], "name": "hall", "title": "The Hall"}
    source = acting.post("/api/sources/found", json=chosen, headers=editor).json()["source"]
    assert (source["name"], source["title"], source["spider"]) == ("hall", "The Hall", "carbonhouse")
    again = acting.post("/api/sources/found", json={**chosen, "name": "other"}, headers=editor)
    assert (again.status_code, again.json()["source_id"]) == (409, source["id"])
    assert again.json()["detail"] == f"Source {source['id']} (The Hall) reads this address already."
    second = looked(sandbox.url("vanwezel", "/events"))
    assert second["result"]["candidates"][0]["twin"] == {"id": source["id"], "title": "The Hall"}


def test_rules_narrow_the_look_and_the_source(acting, editor, looked, sandbox):
    rules = {"include_titles": ["circus"], "venue_name": "Hall"}
    found = looked(sandbox.url("vanwezel", "/events"), rules=rules)
    best = found["result"]["candidates"][0]
    assert [event["title"] for event in best["events"]] == ["The Paper Lantern Circus"]
    assert best["left_out"] == {"its title has none of the included words": 8}
    chosen = {"task_id": found["task_id"], "rules": rules}
    added = acting.post("/api/sources/found", json=chosen, headers=editor).json()
    assert {name: value for name, value in added["source"]["rules"].items() if value} == rules
    harvested = ended(acting, editor, added["harvest_task_id"])["progress"]
    assert (harvested["seen"], harvested["left_out"] > 8) == (1, True)


def test_another_candidate_can_be_chosen(acting, editor, looked, sandbox):
    task = looked(sandbox.url("venue2"))
    platforms = [one["platform"] for one in task["result"]["candidates"]]
    assert platforms == ["carbonhouse", "rss"]
    chosen = {"task_id": task["task_id"], "choice": 1, "timezone": "America/Chicago"}
    added = acting.post("/api/sources/found", json=chosen, headers=editor).json()
    assert (added["source"]["spider"], added["source"]["timezone"]) == ("rss", "America/Chicago")
    assert added["feeds_task_id"] is None
    harvested = ended(acting, editor, added["harvest_task_id"])
    assert (harvested["state"], harvested["progress"]["new"] > 0) == ("succeeded", True)
    why = acting.get(f"/api/sources/{added['source']['id']}/why", headers=editor).json()
    assert why["found"]["others"][0].startswith("carbonhouse ")


def test_a_name_that_is_taken_is_refused(acting, editor, looked, sandbox):
    source = {"name": "hall", "title": "Hall", "base_url": "http://127.0.0.1:8100/a.ics"}
    assert acting.post("/api/sources", json=source, headers=editor).status_code == 201
    chosen = {"task_id": looked(sandbox.url("vanwezel", "/events"))["task_id"], "name": "hall"}
    refused = acting.post("/api/sources/found", json=chosen, headers=editor)
    assert (refused.status_code, refused.json()["detail"]) == (409, "There is already a source hall.")


def test_a_site_without_events_gets_a_sentence(acting, editor, looked, sandbox):
    task = looked(sandbox.url("mote", "/robots.txt"))
    assert (task["state"], task["result"]["candidates"]) == ("succeeded", [])
    assert task["result"]["refusal"].endswith(".")
    refused = acting.post("/api/sources/found", json={"task_id": task["task_id"]}, headers=editor)
    assert (refused.status_code, refused.json()["errors"][0]["message"]) == (422, "there are 0 candidates")


def test_only_the_result_of_a_look_can_be_added(acting, editor, looked, sandbox):
    preview = acting.post("/api/sources/preview", json={"url": sandbox.url("mote")}, headers=editor).json()
    ended(acting, editor, preview["task_id"])
    for task_id in (preview["task_id"], "no-such-task"):
        refused = acting.post("/api/sources/found", json={"task_id": task_id}, headers=editor)
        assert refused.status_code == 404
        assert "look at the site again" in refused.json()["detail"]


@pytest.mark.parametrize(
    "wanted",
    [
        {"url": "https://10-0-0-1.test/"},
        {"url": "127-0-0-1.test/events"},
        {"url": ""},
        {"url": "https://hall.example/", "kind": "../../etc/passwd"},
        {"url": "https://hall.example/", "timezone": "Mars/Olympus"},
    ],
    ids=json.dumps,
)
def test_bad_wishes_are_refused(acting, editor, wanted):
    assert acting.post("/api/sources/discover", json=wanted, headers=editor).status_code == 422


def test_an_address_without_a_scheme_is_read_as_https(acting, editor):
    sent = acting.post("/api/sources/discover", json={"url": " hall.example/events "}, headers=editor)
    assert sent.json()["kwargs"] == {"url": "https://hall.example/events", "timezone": None, "kind": None, "rules": {}}


def test_a_source_added_by_hand_has_no_evidence(acting, editor, reader):
    source = {"name": "hall", "title": "Hall", "base_url": "https://hall.example/a.ics"}
    number = acting.post("/api/sources", json=source, headers=editor).json()["id"]
    assert acting.get(f"/api/sources/{number}/why", headers=reader).json()["found"] is None
    assert acting.get("/api/sources/77/why", headers=reader).status_code == 404
    with transaction() as connection:
        assert found_sources.twin_of(connection, "http://www.hall.example/a.ics/").id == number
