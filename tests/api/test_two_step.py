"""Logging in with a password and a code."""

from __future__ import annotations

import base64
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote

import pyotp
import pytest
from sqlalchemy import text

from storage.database.engine import transaction
from tests.api.acting import PASSWORD, add_account, key_of, log_in


def attempt(client, code=None, password=PASSWORD, name="ada"):
    """From a new browser."""
    client.cookies.clear()
    answer = client.post("/api/session", json={"name": name, "password": password, "code": code})
    client.cookies.clear()
    return answer


def turned_on(client, ada):
    """Returns what makes the app's codes, and the recovery codes."""
    client.cookies = ada.cookies
    proposal = client.post("/api/account/two-step/proposal", headers=ada.csrf).json()
    assert proposal["address"].startswith("otpauth://totp/Marquee:")
    assert "<svg" in unquote(proposal["qr_code"])
    app = pyotp.TOTP(proposal["secret"])
    given = {"secret": proposal["secret"], "code": "1234567", "password": PASSWORD}
    assert client.put("/api/account/two-step", json=given, headers=ada.csrf).status_code == 409
    given["code"] = app.now()
    answer = client.put("/api/account/two-step", json=given, headers=ada.csrf)
    assert answer.status_code == 200, answer.text
    client.cookies.clear()
    return app, answer.json()["codes"]


def next_code(app):
    """Of the next step, because the current one is used up."""
    return app.at(time.time() + 30)


def test_a_login_needs_a_code(acting):
    add_account("ada", "read")
    ada = log_in(acting, "ada")
    app, recovery = turned_on(acting, ada)
    asked = attempt(acting)
    assert (asked.status_code, asked.json()["code_needed"]) == (401, True)
    assert "set-cookie" not in asked.headers
    assert "code_needed" not in attempt(acting, next_code(app), "wrong password").json()
    right = next_code(app)
    assert attempt(acting, f"{right[:3]} {right[3:]}").status_code == 201
    assert attempt(acting, right).status_code == 401, "a code works once"
    assert attempt(acting, f" {recovery[0].upper()} ").status_code == 201
    assert attempt(acting, recovery[0]).status_code == 401

    acting.cookies = ada.cookies
    shown = acting.get("/api/account").json()
    assert (shown["two_step"], shown["recovery_codes"]) == (True, 9)
    change = {"current": PASSWORD, "new": "another long one"}
    assert acting.put("/api/account/password", json=change, headers=ada.csrf).status_code == 204
    assert attempt(acting, recovery[1], "another long one").status_code == 201, "the secret moved to the new password"
    acting.cookies = ada.cookies
    off = {"password": "another long one"}
    for code in (None, " ", "000000", recovery[0]):
        answer = acting.post("/api/account/two-step/off", json={**off, "code": code}, headers=ada.csrf)
        assert (answer.status_code, answer.json()["code_needed"]) == (409, True)
    off["code"] = recovery[2]
    assert acting.post("/api/account/two-step/off", json=off, headers=ada.csrf).status_code == 204
    assert attempt(acting, password="another long one").status_code == 201


def test_no_secret_and_no_code_is_readable_in_the_database(acting):
    add_account("ada")
    app, recovery = turned_on(acting, log_in(acting, "ada"))
    with transaction() as connection:
        rows = [
            bytes(value)
            for table in ("accounts", "recovery_codes", "audit_log")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
            for value in row
            if isinstance(value, (bytes, memoryview))
        ]
        said = str([list(connection.execute(text(f"SELECT * FROM {table}"))) for table in ("accounts", "audit_log")])
    for secret in (app.secret, recovery[0], recovery[0].replace("-", "")):
        assert secret not in said
        assert not any(secret.encode() in row for row in rows)
    assert not any(base64.b32decode(app.secret) in row for row in rows)


def test_guesses_at_codes_are_limited_and_an_administrator_helps(acting):
    """From anywhere: the limit counts for the account."""
    add_account("eve")
    turned_on(acting, log_in(acting, "eve"))
    assert [attempt(acting, "abcdef", name="eve").status_code for _ in range(11)] == [401] * 10 + [429]
    assert attempt(acting, name="eve").status_code == 401, "only codes are limited"
    admin = key_of("admin")
    (eve,) = acting.get("/api/people", headers=admin).json()["people"]
    assert eve["two_step"]
    assert acting.delete(f"/api/people/{eve['id']}/two-step", headers=admin).status_code == 204
    assert attempt(acting, name="eve").status_code == 201


def test_replacing_the_secret_needs_a_code_of_the_old_one(acting):
    add_account("ada")
    ada = log_in(acting, "ada")
    _, recovery = turned_on(acting, ada)
    acting.cookies = ada.cookies
    secret = pyotp.random_base32()
    given = {"secret": secret, "code": pyotp.TOTP(secret).now(), "password": PASSWORD}
    refused = acting.put("/api/account/two-step", json=given, headers=ada.csrf)
    assert (refused.status_code, refused.json()["code_needed"]) == (409, True)
    given["current_code"] = recovery[0]
    assert acting.put("/api/account/two-step", json=given, headers=ada.csrf).status_code == 200
    assert attempt(acting, pyotp.TOTP(secret).at(time.time() + 30)).status_code == 201


def test_wrong_codes_are_in_the_audit_log(acting):
    add_account("ada")
    ada = log_in(acting, "ada")
    turned_on(acting, ada)
    attempt(acting, "000000", "wrong password")
    attempt(acting, "abcdef")
    acting.cookies = ada.cookies
    off = {"password": PASSWORD, "code": "abcdef"}
    assert acting.post("/api/account/two-step/off", json=off, headers=ada.csrf).status_code == 409
    entries = acting.get("/api/audit").json()["entries"]
    assert [(one["actor"], one["subject"]) for one in entries if one["action"] == "enter wrong code"] == [
        ("account:ada", "account:ada")
    ] * 2


def both(first, second):
    """The statuses of two requests at once, sorted."""
    with ThreadPoolExecutor(2) as pool:
        return sorted(one.result().status_code for one in [pool.submit(first), pool.submit(second)])


def setting_up(client, ada):
    secret = pyotp.random_base32()
    given = {"secret": secret, "code": pyotp.TOTP(secret).now(), "password": PASSWORD}
    return lambda: client.put("/api/account/two-step", json=given, headers=ada.csrf)


def test_two_set_ups_at_once(acting):
    add_account("ada")
    ada = log_in(acting, "ada")
    acting.cookies = ada.cookies
    assert both(setting_up(acting, ada), setting_up(acting, ada)) == [200, 409]


def test_a_new_password_during_the_set_up_locks_nobody_out(acting):
    """The second one either works with what the first one wrote, or is refused."""
    add_account("ada")
    ada = log_in(acting, "ada")
    acting.cookies = ada.cookies
    change = {"current": PASSWORD, "new": "another long one"}
    statuses = both(setting_up(acting, ada), lambda: acting.put("/api/account/password", json=change, headers=ada.csrf))
    assert statuses in ([200, 204], [204, 409])
    assert acting.get("/api/account").json()["two_step"] == (200 in statuses)
    answer = attempt(acting, password="another long one")
    assert (answer.status_code, answer.json().get("code_needed")) in [(401, True), (201, None)]
    assert (answer.status_code == 401) == (200 in statuses)


@pytest.mark.parametrize("stored", [b"", b"short", b"x" * 16, b"x" * 200])
def test_a_secret_that_cannot_be_opened_is_no_failure(acting, stored):
    add_account("ada")
    ada = log_in(acting, "ada")
    turned_on(acting, ada)
    with transaction() as connection:
        connection.execute(text("UPDATE accounts SET totp_secret = :stored"), {"stored": stored})
    answers = [attempt(acting, "123456")]
    acting.cookies = ada.cookies
    change = {"current": PASSWORD, "new": "another long one"}
    answers.append(acting.put("/api/account/password", json=change, headers=ada.csrf))
    off = {"password": PASSWORD, "code": "123456"}
    answers.append(acting.post("/api/account/two-step/off", json=off, headers=ada.csrf))
    assert [one.status_code for one in answers] == [401, 409, 409]
    assert {one.json()["detail"] for one in answers} == {
        "Your two-step login can't be read. Ask an administrator to turn it off."
    }
