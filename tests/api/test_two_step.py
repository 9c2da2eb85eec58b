"""Logging in with a password and a code."""

from __future__ import annotations

import base64
import time
from urllib.parse import unquote

import pyotp
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
