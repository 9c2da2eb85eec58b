"""Every route in the OpenAPI description that changes something requires the right scope."""

from __future__ import annotations

from functools import cache

import pytest

from app.api import create_app
from tests.api.acting import add_account, log_in

WRITING = {"post", "put", "patch", "delete"}
OPEN = {("post", "/api/session"), ("post", "/api/submissions"), ("post", "/api/events/{event_id}/tips")}
OPEN |= {("post", "/api/invitations/read"), ("post", "/api/invitations/accept")}
"""Logging in needs no login, and an invitation makes one. Events and tips are sent without an account, where the town
allows it."""
ADMIN = {("post", "/api/keys"), ("delete", "/api/keys/{key_id}")}
ADMIN |= {("post", "/api/alerts/routes"), ("delete", "/api/alerts/routes/{route_id}")}
ADMIN |= {("post", "/api/alerts/routes/{route_id}/test"), ("patch", "/api/alerts/routes/{route_id}")}
ADMIN |= {("delete", "/api/letters/subscribers/{subscriber_id}")}
ADMIN |= {("put", "/api/branding"), ("post", "/api/branding/preview")}
ADMIN |= {("post", "/api/invitations"), ("delete", "/api/invitations/{invitation_id}")}
ADMIN |= {("patch", "/api/people/{person_id}"), ("delete", "/api/people/{person_id}")}
ADMIN |= {("delete", "/api/people/{person_id}/two-step")}
ADMIN |= {("delete", "/api/people/{person_id}/sessions"), ("delete", "/api/people/{person_id}/sessions/{session_id}")}
READ = {("delete", "/api/session"), ("put", "/api/account/password"), ("delete", "/api/account/sessions/{session_id}")}
READ |= {("post", "/api/account/two-step/proposal"), ("put", "/api/account/two-step")}
READ |= {("post", "/api/account/two-step/off")}
"""Anyone who is logged in may log out, and change their own account."""
VALUES = {"key_id": "9", "source_id": "1", "event_id": "1", "slug": "jazz", "name": "vanwezel-daily"}
VALUES |= {"venue_id": "1", "rule_id": "1", "town_category": "music", "field": "title", "edit_id": "1", "entry_id": "1"}
VALUES |= {"person_id": "999", "session_id": "1", "invitation_id": "1"}
VALUES |= {"route_id": "1", "act_id": "1", "letter_id": "1", "subscriber_id": "1"}
BODIES = {
    "/api/sources": {"name": "hall", "title": "Hall", "base_url": "https://hall.example/a.ics"},
    "/api/sources/preview": {"url": "https://hall.example/a.ics"},
    "/api/sources/discover": {"url": "https://hall.example/"},
    "/api/sources/found": {"task_id": "a-task"},
    "/api/pages": {"url": "https://hall.example/"},
    "/api/pages/{task_id}/parts": {"recipe": {}},
    "/api/inbox/dismiss": {"kind": "conflict", "subject": "1"},
    "/api/sources/{source_id}": {"title": "Hall"},
    "/api/searches": {"slug": "jazz", "title": "Jazz", "filters": {"q": "jazz"}},
    "/api/schedules/{name}": {"cron": "0 6 * * *", "task": "health_check"},
    "/api/events": {"title": "Tango", "starts_at": "2031-01-06T19:00-05:00"},
    "/api/events/{event_id}": {"title": "Tango"},
    "/api/events/{event_id}/duplicate": {"starts_at": "2031-01-07T19:00-05:00"},
    "/api/events/{event_id}/edits/{edit_id}/keep": {},
    "/api/events/{event_id}/edits/{edit_id}/take": {},
    "/api/events/bulk": {"act": "hide", "why": "test"},
    "/api/events/{event_id}/group": {"other_ids": []},
    "/api/events/{event_id}/ungroup": {},
    "/api/alerts/routes": {"person": "Desk", "channel": "email", "target": "desk@events.example"},
    "/api/alerts/routes/{route_id}": {"person": "Desk"},
    "/api/branding": {"name": "Town"},
    "/api/branding/preview": {"name": "Town"},
    "/api/letters": {},
    "/api/letters/{letter_id}": {"subject": "Tips"},
    "/api/letters/{letter_id}/test": {"address": "ada@paper.example"},
    "/api/letters/schedule": {"weekday": "thursday", "at": "09:00"},
    "/api/queue/{entry_id}/accept": {},
    "/api/queue/{entry_id}/decline": {},
    "/api/events/{event_id}/hide": {"reason": "test"},
    "/api/events/{event_id}/join": {"other_id": 2},
    "/api/events/{event_id}/split": {},
    "/api/places/{venue_id}/merge": {"into": 2},
    "/api/places/{venue_id}/split": {"spellings": [2]},
    "/api/places/{venue_id}/rename": {"name": "Hall"},
    "/api/places/{venue_id}/locate": {"latitude": 27.3, "longitude": -82.5},
    "/api/places/{venue_id}/room": {"building": None},
    "/api/venue-suggestions/accept": {"venue": 1, "other": 2},
    "/api/venue-suggestions/refuse": {"venue": 1, "other": 2},
    "/api/category-rules": {"pattern": "tango", "category": "music"},
    "/api/town-categories": {"slug": "ghosts", "name": "Ghosts"},
    "/api/town-categories/{town_category}/rename": {"name": "Music"},
    "/api/keys": {"label": "test"},
    "/api/invitations": {"email": "bob@paper.example"},
    "/api/people/{person_id}": {"scope": "read"},
    "/api/account/two-step": {"secret": "A" * 32, "code": "123456", "password": "a long password"},
    "/api/account/two-step/off": {"password": "a long password"},
    "/api/account/password": {"current": "a long password", "new": "another long one"},
    "/api/sources/{source_id}/recipe": {"card": "li", "title": "h3", "date": "p"},
    "/api/tasks/scrape_vanwezel": {"source_id": 1},
    "/api/tasks/scrape_mote": {"source_id": 1},
    "/api/tasks/scrape_source": {"source_id": 1},
    "/api/tasks/ingest_source": {"source_id": 1},
    "/api/tasks/ingest_all_sources": {},
    "/api/tasks/health_check": {},
}


@cache
def routes() -> list[tuple[str, str]]:
    described = create_app().openapi()["paths"]
    found = [(method, path) for path, methods in described.items() for method in methods if method in WRITING]
    return [route for route in found if route not in OPEN]


def ask(client, route, **how):
    method, path = route
    address = path.format_map({**VALUES, "task_id": "a-task", "run_id": "a-run"})
    body = BODIES.get(path) if method != "delete" else None
    if (method, path) == ("patch", "/api/schedules/{name}"):
        body = {"enabled": False}
    return client.request(method.upper(), address, json=body, **how)


def test_there_are_routes_that_write():
    assert len(routes()) >= 20
    assert {path for _, path in routes()} >= set(BODIES) | {"/api/tasks/{task_id}/cancel", "/api/runs/{run_id}/repeat"}


def test_without_a_key(acting):
    for route in routes():
        answer = ask(acting, route)
        assert (route, answer.status_code) == (route, 401)
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.json()["detail"] == "You need a key or a login for this."


def test_with_an_unknown_key(acting):
    for route in routes():
        answer = ask(acting, route, headers={"Authorization": "Bearer mq_made-up"})
        assert (route, answer.status_code) == (route, 401)


@pytest.mark.parametrize("value", ["Bearer", "Basic YWRhOmFkYQ==", "mq_made-up", "", "Bearer " + "x" * 9000])
def test_with_a_malformed_key(acting, value):
    assert ask(acting, ("post", "/api/keys"), headers={"Authorization": value}).status_code == 401


def test_with_the_wrong_scope(acting, reader, editor):
    for route in routes():
        if route not in READ:
            answer = ask(acting, route, headers=reader)
            assert (route, answer.status_code) == (route, 403)
            assert "Yours has read." in answer.json()["detail"]
        if route in ADMIN:
            assert (route, ask(acting, route, headers=editor).status_code) == (route, 403)


def test_with_the_right_scope_the_route_answers(acting, admin):
    """Shows that the refusals above come from the scopes."""
    for route in routes():
        status = ask(acting, route, headers=admin).status_code
        assert status in (200, 201, 202, 204, 404, 409), (route, status)


def test_cookies(acting):
    """A forged cookie, one with too small a scope, one without its CSRF token, and one with another session's."""
    add_account("ada")
    add_account("eve")
    add_account("rea", "read")
    ada, eve, rea = (log_in(acting, name) for name in ("ada", "eve", "rea"))
    forged = {"marquee_session": "x" * 43}
    for route in routes():
        acting.cookies = forged
        assert (route, ask(acting, route, headers=ada.csrf).status_code) == (route, 401)
        acting.cookies = ada.cookies
        assert (route, ask(acting, route).status_code) == (route, 403)
        assert (route, ask(acting, route, headers=eve.csrf).status_code) == (route, 403)
        acting.cookies = rea.cookies
        if route not in READ:
            assert (route, ask(acting, route, headers=rea.csrf).status_code) == (route, 403)
    acting.cookies = ada.cookies
    assert acting.post("/api/keys", json={"label": "a"}, headers=ada.csrf).status_code == 201
    assert acting.delete("/api/session", headers=ada.csrf).status_code == 204
    acting.cookies = ada.cookies
    assert acting.get("/api/session").status_code == 401, "the cookie still works after logging out"


def test_reads_of_the_back_office_are_not_public(acting, reader):
    private = ("/api/runs", "/api/parked", "/api/schedules", "/api/health/sources", "/api/session")
    for path in private:
        assert (path, acting.get(path).status_code) == (path, 401)
        assert (path, acting.get(path, headers=reader).status_code) == (path, 200)
    for path in ("/api/keys", "/api/audit", "/api/people"):
        assert (path, acting.get(path, headers=reader).status_code) == (path, 403)
