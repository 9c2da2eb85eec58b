"""Alerts through the API."""

from __future__ import annotations

import pytest

from app.alerts.deliver import deliver_due
from core.config import settings
from storage.alerts.routes import find_route
from storage.database.engine import transaction
from tests.health.runs import ends, seed

ROUTE = {"person": "Desk", "channel": "webhook", "secret": "a key"}


def test_a_route_is_added_tested_and_removed(acting, admin, hook):
    added = acting.post("/api/alerts/routes", json={**ROUTE, "target": f"{hook.url}/secret-path"}, headers=admin)
    assert added.status_code == 201, added.text
    route = added.json()
    assert (route["target"], route["has_secret"]) == (f"{hook.url}/…", True)
    assert "secret-path" not in acting.get("/api/alerts/routes", headers=admin).text
    assert acting.post(f"/api/alerts/routes/{route['id']}/test", headers=admin).json() == {"sent": True, "error": None}
    hook.status = 500
    tried = acting.post(f"/api/alerts/routes/{route['id']}/test", headers=admin).json()
    assert tried == {"sent": False, "error": "the webhook answers HTTP 500"}
    (shown,) = acting.get("/api/alerts/routes", headers=admin).json()["routes"]
    assert shown["last_sent_at"] is not None, "the test that arrived"
    assert acting.delete(f"/api/alerts/routes/{route['id']}", headers=admin).status_code == 204
    assert acting.delete(f"/api/alerts/routes/{route['id']}", headers=admin).status_code == 404


def test_private_addresses_are_refused(acting, admin):
    settings.cache_clear()
    given = {**ROUTE, "target": "http://127.0.0.1:8000/"}
    answer = acting.post("/api/alerts/routes", json=given, headers=admin)
    assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, ["body", "target"])


@pytest.fixture
def route(acting, admin, hook):
    """A signed webhook for one source, with quiet hours."""
    (hall,) = seed("hall")
    hours = {"quiet_from": "22:00", "quiet_until": "07:00"}
    given = {**ROUTE, **hours, "target": f"{hook.url}/secret-path", "sources": [hall]}
    return acting.post("/api/alerts/routes", json=given, headers=admin).json()


def change(acting, admin, route, **given):
    return acting.patch(f"/api/alerts/routes/{route['id']}", json=given, headers=admin)


def test_a_route_is_changed_and_keeps_what_is_left_out(acting, admin, hook, route):
    assert (route["source_titles"], route["last_sent_at"], route["waiting"]) == (["Hall"], None, 0)
    changed = change(acting, admin, route, person="Night desk", severity=2, quiet_from=None, quiet_until=None)
    assert changed.status_code == 200, changed.text
    expected = {**route, "person": "Night desk", "severity": 2, "quiet_from": None, "quiet_until": None}
    assert changed.json() == expected
    assert change(acting, admin, route, sources=None).json()["sources"] is None
    with transaction() as connection:
        stored = find_route(connection, route["id"])
    assert (stored.target, stored.secret) == (f"{hook.url}/secret-path", "a key")
    assert change(acting, admin, route, target=f"{hook.url}/other", secret=None).json()["has_secret"] is False
    log = acting.get("/api/audit", params={"subject": f"alert route:{route['id']}"}, headers=admin)
    assert [one["action"] for one in log.json()["entries"]].count("change alert route") == 3
    assert "secret-path" not in log.text
    assert "a key" not in log.text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"quiet_until": None}, "quiet_until"),
        ({"sources": [99]}, "sources"),
        ({"sources": []}, "sources"),
        ({"severity": 3}, "severity"),
        ({"person": "two\nlines"}, "person"),
        ({"person": None}, "person"),
        ({"target": "ftp://events.example/"}, "target"),
        ({"channel": "email"}, "channel"),
    ],
)
def test_a_change_that_cannot_be(acting, admin, route, given, field):
    answer = change(acting, admin, route, **given)
    assert (answer.status_code, field in answer.json()["errors"][0]["where"]) == (422, True)
    assert acting.get("/api/alerts/routes", headers=admin).json()["routes"] == [route]


def test_a_route_that_is_gone(acting, admin):
    assert change(acting, admin, {"id": 7}, person="Desk").status_code == 404


def test_an_unknown_source_gets_no_route(acting, admin, hook):
    given = {**ROUTE, "target": hook.url, "sources": [99]}
    answer = acting.post("/api/alerts/routes", json=given, headers=admin)
    assert answer.json()["errors"][0]["message"] == "there is no source 99"


def test_a_webhook_with_a_long_address(acting, admin, hook):
    given = {"person": "Desk", "channel": "teams", "target": f"{hook.url}/{'x' * 400}"}
    assert acting.post("/api/alerts/routes", json=given, headers=admin).status_code == 201


def test_the_list_says_how_messages_went(acting, admin, hook):
    given = {**ROUTE, "target": hook.url}
    acting.post("/api/alerts/routes", json=given, headers=admin)
    (hall,) = seed("hall")
    ends(hall, ("Blocked", "HTTP 403"))
    hook.status = 500
    deliver_due()
    listed = acting.get("/api/alerts/routes", headers=admin).json()
    (shown,) = listed["routes"]
    assert (shown["waiting"], shown["error"], shown["last_sent_at"]) == (1, "the webhook answers HTTP 500", None)
    assert listed["mail_is_set"] is False


def test_roles(acting, reader, editor):
    assert acting.get("/api/alerts/inbox").status_code == 401
    assert acting.get("/api/alerts/inbox", headers=reader).status_code == 200
    for path in ("routes", "log"):
        assert acting.get(f"/api/alerts/{path}", headers=editor).status_code == 403


def test_the_inbox_works_without_routes(acting, reader, admin):
    ids = seed("hall", "club")
    for source_id in ids:
        ends(source_id, ("Blocked", "HTTP 403"))
    first = acting.get("/api/alerts/inbox", params={"limit": 1}, headers=reader).json()
    second = acting.get("/api/alerts/inbox", params={"before": first["next"]}, headers=reader).json()
    assert [one["title"] for one in first["messages"] + second["messages"]] == ["Club", "Hall"]
    assert second["next"] is None
    assert acting.get("/api/alerts/log", headers=admin).json() == {"deliveries": []}


def test_a_route_that_moves_to_another_server_does_not_take_its_key_there(acting, admin, hook, route):
    other = hook.url.replace("127.0.0.1", "localhost")
    answer = change(acting, admin, route, target=f"{other}/x")
    assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, ["body", "secret"])
    assert change(acting, admin, route, target=f"{hook.url}/other-path").json()["has_secret"] is True
    assert change(acting, admin, route, target=f"{other}/x", secret="its own").json()["has_secret"] is True
    assert change(acting, admin, route, target=f"{hook.url}/x", secret=None).json()["has_secret"] is False
    assert change(acting, admin, route, target=f"{other}/x").status_code == 200
