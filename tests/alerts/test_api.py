"""Alerts through the API."""

from __future__ import annotations

from core.config import settings
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
    assert acting.delete(f"/api/alerts/routes/{route['id']}", headers=admin).status_code == 204
    assert acting.delete(f"/api/alerts/routes/{route['id']}", headers=admin).status_code == 404


def test_private_addresses_are_refused(acting, admin):
    settings.cache_clear()
    given = {**ROUTE, "target": "http://127.0.0.1:8000/"}
    assert acting.post("/api/alerts/routes", json=given, headers=admin).status_code == 422


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
