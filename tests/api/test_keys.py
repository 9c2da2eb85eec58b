"""Keys: shown once, limited by scope and time, and recorded in the audit log."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from core.config import settings
from storage.database.engine import transaction

SECRET = "a-secret-of-the-environment-0123456789"


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


def test_key_of_the_environment(acting, monkeypatch):
    monkeypatch.setenv("API_KEY", SECRET)
    settings.cache_clear()
    assert acting.get("/api/session", headers=bearer(SECRET)).json()["scope"] == "admin"
    assert acting.get("/api/session", headers=bearer(SECRET + "x")).status_code == 401
    assert acting.get("/api/session", headers=bearer(SECRET[:-1])).status_code == 401
    assert SECRET not in repr(settings())


def test_life_of_a_key(acting, admin):
    made = acting.post("/api/keys", json={"label": "export", "scope": "edit"}, headers=admin)
    assert made.status_code == 201
    key, number = made.json()["key"], made.json()["id"]
    assert len(key) >= 43
    assert key.startswith(made.json()["prefix"])
    listed = acting.get("/api/keys", headers=admin)
    assert key not in listed.text
    assert next(each for each in listed.json()["keys"] if each["id"] == number)["last_used_at"] is None
    with transaction() as connection:
        rows = connection.execute(text("SELECT k::text FROM api_keys k UNION ALL SELECT a::text FROM audit_log a"))
        assert not any(key in row[0] for row in rows)
    assert acting.get("/api/session", headers=bearer(key)).json() == {
        "name": f"key:{number} (export)",
        "scope": "edit",
        "csrf_token": None,
        "timezone": "America/New_York",
        "expires_at": None,
    }
    used = next(each for each in acting.get("/api/keys", headers=admin).json()["keys"] if each["id"] == number)
    assert used["last_used_at"] is not None
    assert acting.delete(f"/api/keys/{number}", headers=admin).json()["revoked_at"] is not None
    assert acting.get("/api/session", headers=bearer(key)).status_code == 401


def test_key_expires(acting, admin):
    made = acting.post("/api/keys", json={"label": "short", "days": 1}, headers=admin).json()
    assert acting.get("/api/session", headers=bearer(made["key"])).status_code == 200
    with transaction() as connection:
        connection.execute(text("UPDATE api_keys SET expires_at = now() WHERE id = :id"), {"id": made["id"]})
    assert acting.get("/api/session", headers=bearer(made["key"])).status_code == 401


@pytest.mark.parametrize("body", [{}, {"label": ""}, {"label": "a\nb"}, {"label": "a\x00"}, {"label": "a", "days": 0}])
def test_invalid_keys_are_refused(acting, admin, body):
    assert acting.post("/api/keys", json=body, headers=admin).status_code == 422


def test_audit_log_in_pages(acting, admin):
    for label in "abc":
        acting.post("/api/keys", json={"label": label}, headers=admin)
    first = acting.get("/api/audit?limit=2", headers=admin).json()
    assert [entry["after"]["label"] for entry in first["entries"]] == ["c", "b"]
    rest = acting.get(f"/api/audit?before={first['next']}", headers=admin).json()
    assert [entry["after"]["label"] for entry in rest["entries"]] == ["a"]
    assert rest["next"] is None
    assert {entry["actor"] for entry in first["entries"]} == {"key:1 (admin)"}
    only = acting.get("/api/audit?subject=key:2", headers=admin).json()["entries"]
    assert [entry["action"] for entry in only] == ["make key"]
