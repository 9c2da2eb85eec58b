"""Logging in: cookies, expiry, the login limit, and no hints about which accounts exist."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from limits import RateLimitItemPerMinute
from sqlalchemy import text

from app.api.http.shared_counts import shared_counts
from app.services import ports
from core.config import settings
from storage.database.engine import transaction
from tests.api.acting import PASSWORD, add_account, log_in


def attempt(client, name, password=PASSWORD):
    return client.post("/api/session", json={"name": name, "password": password})


def test_cookie(acting):
    add_account("ada", "edit")
    answer = attempt(acting, "Ada")
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Secure" not in cookie
    assert answer.headers["cache-control"] == "no-store"
    body = acting.get("/api/session").json()
    assert (body["name"], body["scope"]) == ("account:ada", "edit")
    assert body["csrf_token"] == answer.json()["csrf_token"]
    with transaction() as connection:
        kept = connection.execute(text("SELECT digest FROM sessions")).scalar_one()
    assert acting.cookies["marquee_session"].encode() not in bytes(kept)


def test_cookie_over_https_is_secure(service):
    add_account("ada")
    with TestClient(service, base_url="https://testserver") as client:
        assert "Secure" in attempt(client, "ada").headers["set-cookie"]


def test_a_login_starts_a_new_session_and_ends_the_old_one(acting):
    add_account("ada")
    first = log_in(acting, "ada")
    acting.cookies = first.cookies
    second = attempt(acting, "ada")
    assert second.status_code == 201
    assert first.cookies["marquee_session"] not in second.headers["set-cookie"]
    acting.cookies = first.cookies
    assert acting.get("/api/session").status_code == 401


def test_sessions_expire(acting):
    add_account("ada")
    acting.cookies = log_in(acting, "ada").cookies
    with transaction() as connection:
        connection.execute(text("UPDATE sessions SET expires_at = now() - interval '1 second'"))
    assert acting.get("/api/session").status_code == 401


def test_wrong_names_and_wrong_passwords_look_alike(acting):
    add_account("ada")
    answers = [attempt(acting, "ada", "wrong password"), attempt(acting, "nobody", "wrong password")]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].json() == answers[1].json()


@pytest.fixture(params=["Redis up", "Redis down"])
def counting(request, service_environment, monkeypatch):
    """Where logins are counted: a Redis that is down must not open the door."""
    if request.param == "Redis down":
        monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{ports.choose()}/0")
        settings.cache_clear()


def test_guesses_at_one_name_are_limited(counting, acting):
    add_account("ada")
    add_account("eve")
    assert [attempt(acting, "ada", "x" * 12).status_code for _ in range(11)] == [401] * 10 + [429]
    refused = attempt(acting, "ada")
    assert refused.status_code == 429, "not even the right password"
    assert 0 < int(refused.headers["retry-after"]) <= 900
    assert attempt(acting, "eve").status_code == 201, "another name is free"


def test_guesses_at_many_names_are_limited(counting, acting):
    """Logging in to the attacker's own account in between does not buy more guesses."""
    add_account("eve")
    for n in range(29):
        assert attempt(acting, f"guess{n}", "x" * 12).status_code == 401
        assert attempt(acting, "eve").status_code == 201
    assert attempt(acting, "guess", "x" * 12).status_code == 401
    assert attempt(acting, "eve").status_code == 429


def test_guesses_at_once_cannot_pass_the_limit(counting, acting):
    add_account("ada")
    with ThreadPoolExecutor(12) as pool:
        statuses = list(pool.map(lambda n: attempt(acting, "ada", f"guess number {n}").status_code, range(24)))
    assert sorted(statuses) == [401] * 10 + [429] * 14


def test_a_login_that_outlasts_its_window_buys_no_guesses(counting):
    """What is given back after the window would open the next one below zero."""
    counts, limit = shared_counts(), RateLimitItemPerMinute(3)
    counts.give_back(limit, "late")
    assert [bool(counts.hit(limit, "late")) for _ in range(4)] == [False, False, False, True]


def test_a_login_forgets_the_failures_with_its_name(counting, acting):
    add_account("ada")
    for _ in range(3):
        assert [attempt(acting, "ada", "x" * 12).status_code for _ in range(9)] == [401] * 9
        assert attempt(acting, "ada").status_code == 201


def test_all_processes_count_logins_together(service, another_process):
    add_account("ada")
    with TestClient(service, client=("127.0.0.1", 4)) as client:
        assert [attempt(client, "ada", "x" * 12).status_code for _ in range(10)] == [401] * 10
    assert attempt(another_process, "ada").status_code == 429


def test_reads_can_be_closed(application, service_environment, quick_hashes, monkeypatch):
    monkeypatch.setenv("PUBLIC_READS", "false")
    settings.cache_clear()
    add_account("rea", "read")
    with TestClient(application) as client:
        public = ("/api/occurrences", "/api/sources", "/api/searches", "/feeds/events.ics")
        assert [client.get(path).status_code for path in public] == [401] * len(public)
        client.cookies = log_in(client, "rea").cookies
        assert [client.get(path).status_code for path in public] == [200] * len(public)


@pytest.mark.parametrize("half", ['"\\ud800%s"', '"%s\\uDfFf"', '"\\udc00\\ud800%s"'])
@pytest.mark.parametrize(
    ("method", "path", "given"),
    [
        ("POST", "/api/session", {"name": "ada", "password": "*"}),
        ("POST", "/api/session", {"name": "ada", "password": PASSWORD, "code": "*"}),
        ("POST", "/api/session", {"name": "*", "password": PASSWORD}),
        ("POST", "/api/invitations/accept", {"token": "x" * 40, "name": "q", "password": "*"}),
        ("PUT", "/api/account/password", {"current": PASSWORD, "new": "*"}),
        ("PUT", "/api/account/password", {"current": "*", "new": PASSWORD}),
        ("POST", "/api/account/two-step/off", {"password": "*"}),
        ("POST", "/api/sources/preview", {"url": "*"}),
        ("PUT", "/api/schedules/nightly", {"cron": "0 6 * * *", "task": "harvest", "kwargs": {"*": ["*"]}}),
    ],
)
def test_half_a_character_is_refused(acting, method, path, given, half):
    """JSON can spell a lone surrogate; UTF-8 and Postgres have none."""
    add_account("ada")
    ada = log_in(acting, "ada")
    acting.cookies = ada.cookies
    body = json.dumps(given).replace('"*"', half % ("a" * 12))
    headers = {**ada.csrf, "Content-Type": "application/json"}
    answer = acting.request(method, path, content=body, headers=headers)
    assert (answer.status_code, answer.json()["detail"]) == (422, "Some fields are invalid.")


def test_a_broken_body_where_none_is_taken_is_ignored(acting):
    add_account("ada")
    ada = log_in(acting, "ada")
    acting.cookies = ada.cookies
    headers = {**ada.csrf, "Content-Type": "application/json"}
    for body in (b"{", b"\xff", b"[" * 100_000):
        assert acting.post("/api/account/two-step/proposal", content=body, headers=headers).status_code == 200


def test_a_character_in_two_escapes_is_whole(acting):
    add_account("ada")
    for body in (r'{"name": "ada", "password": "\ud83d\ude00"}', r'{"name": "ada", "password": "\\ud800"}'):
        answer = acting.post("/api/session", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 401
