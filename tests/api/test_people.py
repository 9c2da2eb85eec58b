"""Administrators invite people, change their roles, end their sessions, and remove them."""

from __future__ import annotations

import re
from email import message_from_string
from email.policy import default

import pytest
from sqlalchemy import text

from storage.database.engine import transaction
from tests.alerts.conftest import mail
from tests.api.acting import PASSWORD, add_account, log_in

__all__ = ["mail"]
FIREFOX = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"}


def people_of(client, admin):
    return client.get("/api/people", headers=admin).json()


def invited(client, admin, email="Bob@Paper.example", **more):
    answer = client.post("/api/invitations", json={"email": email, **more}, headers=admin)
    assert answer.status_code == 201, answer.text
    return answer.json()


def token_in(link):
    return re.search(r"/admin/invitation/#([\w-]{43})$", link)[1]


def accept(client, token, name="bob"):
    given = {"token": token, "name": name, "password": PASSWORD}
    return client.post("/api/invitations/accept", json=given)


def test_an_invitation_makes_one_account(acting, admin):
    """Without a mail server, the administrator gets the link."""
    made = invited(acting, admin, scope="read")
    assert made["trouble"] == "No mail can be sent: SMTP_HOST, SMTP_FROM, PUBLIC_URL not set."
    token = token_in(made["link"])
    assert acting.post("/api/invitations/read", json={"token": token}).json()["email"] == "Bob@paper.example"
    assert [one["email"] for one in people_of(acting, admin)["invitations"]] == ["Bob@paper.example"]
    add_account("bob")
    assert accept(acting, token).status_code == 409, "the name is taken"
    assert accept(acting, token, "Bo").json() == {"name": "bo"}
    assert accept(acting, token, "eve").status_code == 410, "it works once"
    assert acting.post("/api/invitations/read", json={"token": token}).status_code == 410
    found = people_of(acting, admin)
    assert [(one["name"], one["scope"], one["email"]) for one in found["people"]] == [
        ("bo", "read", "Bob@paper.example"),
        ("bob", "admin", None),
    ]
    assert found["invitations"] == []
    log_in(acting, "bo")
    with transaction() as connection:
        assert token not in str(connection.execute(text("SELECT * FROM audit_log")).all())


def test_an_old_replaced_or_withdrawn_invitation_makes_no_account(acting, admin):
    first, second = (invited(acting, admin) for _ in range(2))
    assert accept(acting, token_in(first["link"])).status_code == 410
    with transaction() as connection:
        connection.execute(text("UPDATE invitations SET expires_at = now()"))
    assert accept(acting, token_in(second["link"])).status_code == 410
    third = invited(acting, admin)
    assert acting.delete(f"/api/invitations/{third['id']}", headers=admin).status_code == 204
    assert accept(acting, token_in(third["link"])).status_code == 410
    assert acting.post("/api/invitations", json={"email": "no address"}, headers=admin).status_code == 422


def test_an_invitation_by_mail(acting, admin, mail):
    made = invited(acting, admin, language="es")
    assert (made["link"], made["trouble"]) == (None, None)
    ((recipients, content),) = mail.mails
    assert recipients == ["Bob@paper.example"]
    plain = message_from_string(content, policy=default).get_body(("plain",)).get_content()
    (link,) = [line for line in plain.splitlines() if line.startswith("https://events.example/")]
    assert accept(acting, token_in(link)).status_code == 201


def test_roles_sessions_and_removal(acting, admin):
    add_account("ada")
    add_account("bob", "edit")
    acting.headers.update(FIREFOX)
    bob, phone = log_in(acting, "bob"), log_in(acting, "bob")
    ids = {one["name"]: one["id"] for one in people_of(acting, admin)["people"]}
    sessions = next(one["sessions"] for one in people_of(acting, admin)["people"] if one["name"] == "bob")
    assert [one["device"] for one in sessions] == ["Firefox, Windows"] * 2
    ada_path, bob_path = f"/api/people/{ids['ada']}", f"/api/people/{ids['bob']}"

    acting.cookies = bob.cookies
    assert acting.patch(bob_path, json={"scope": "admin"}, headers=bob.csrf).status_code == 403
    acting.cookies.clear()
    assert acting.patch(bob_path, json={"scope": "admin"}, headers=admin).json()["scope"] == "admin"
    acting.cookies = bob.cookies
    assert acting.get("/api/session").json()["scope"] == "admin", "at once"
    acting.cookies.clear()
    assert acting.patch(ada_path, json={"scope": "read"}, headers=admin).status_code == 200
    last = acting.patch(bob_path, json={"scope": "edit"}, headers=admin)
    assert (last.status_code, last.json()["detail"].startswith("bob is the last administrator")) == (409, True)
    assert acting.delete(bob_path, headers=admin).status_code == 409

    newest = sessions[0]["id"]
    assert acting.delete(f"{ada_path}/sessions/{newest}", headers=admin).status_code == 404, "it is bob's"
    assert acting.delete(f"{bob_path}/sessions/{newest}", headers=admin).status_code == 204
    states = []
    for login in (bob, phone):
        acting.cookies = login.cookies
        states.append(acting.get("/api/session").status_code)
    assert states == [200, 401]
    acting.cookies.clear()
    assert acting.delete(f"{bob_path}/sessions", headers=admin).status_code == 204
    assert acting.delete(ada_path, headers=admin).status_code == 204
    assert [one["name"] for one in people_of(acting, admin)["people"]] == ["bob"]


def test_own_account(acting):
    add_account("ada", "read")
    old, now = log_in(acting, "ada"), log_in(acting, "ada")
    acting.cookies = now.cookies
    shown = acting.get("/api/account").json()
    assert (shown["name"], [one["current"] for one in shown["sessions"]]) == ("ada", [True, False])
    change = {"current": "wrong password", "new": "another long one"}
    assert acting.put("/api/account/password", json=change, headers=now.csrf).status_code == 409
    change["current"] = PASSWORD
    assert acting.put("/api/account/password", json=change, headers=now.csrf).status_code == 204
    assert [one["current"] for one in acting.get("/api/account").json()["sessions"]] == [True]
    acting.cookies = old.cookies
    assert acting.get("/api/account").status_code == 401
    acting.cookies.clear()
    assert acting.post("/api/session", json={"name": "ada", "password": "another long one"}).status_code == 201


@pytest.mark.parametrize(
    "name",
    [
        *(" ", "\u00a0", "\u3000 ", "\u2003", ""),
        *("ad\u00ada", "a\u200dda", "ad\u034fa", "\u115f", "\u3164", "\u2800", "ada\ufe0f", "a\ue000", "ad\U000e0101a"),
        *("\u0430da", "ad\u03b1", "ad\u0561", "ad\u13a0"),
        "\ufdfa" * 20,
    ],
)
def test_a_name_that_nobody_could_use_makes_no_account(acting, admin, name):
    token = token_in(invited(acting, admin)["link"])
    refused = accept(acting, token, name)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["where"] == ["body", "name"]
    assert people_of(acting, admin)["people"] == []
    assert accept(acting, token).status_code == 201, "the invitation is still good"


@pytest.mark.parametrize("alike", ["ADA", "\uff21da", " ada ", "\U0001d41ada", "a\u1d48a", "ada\u00a0"])
def test_names_that_look_alike_are_one(acting, admin, alike):
    add_account("ada")
    token = token_in(invited(acting, admin)["link"])
    assert accept(acting, token, alike).status_code == 409
    log_in(acting, alike)


@pytest.mark.parametrize(
    "name", ["\u0430\u043d\u043d\u0430", "jos\u00e9 p\u00e9rez", "\u592a\u90ce \u30bf\u30ed\u30a6 taro", "o'brien-2"]
)
def test_names_of_many_languages(acting, admin, name):
    assert accept(acting, token_in(invited(acting, admin)["link"]), name.upper()).json() == {"name": name}
    log_in(acting, f" {name}\u3000")


@pytest.mark.parametrize("name", ["\u0130pek", "\u01c5o", "\u13d3\u13a0", "\uab70\uab71", "\u1e9eo", "\u0391\u03a3"])
def test_capital_letters_of_any_script(acting, admin, name):
    """Postgres checks that a stored name is in lower case."""
    assert accept(acting, token_in(invited(acting, admin)["link"]), name).status_code == 201
    log_in(acting, name)


@pytest.mark.parametrize("name", ["stra\u00dfe", "\u0430da", " bob"])
def test_accounts_from_before_keep_their_names(acting, admin, name):
    add_account(name)
    log_in(acting, name)
    token = token_in(invited(acting, admin)["link"])
    assert accept(acting, token, "strasse").status_code == (409 if name.startswith("stra") else 201)


def test_invitations_of_somebody_who_may_no_longer_invite(acting, admin):
    add_account("eve")
    for name in ("ada", "bob"):
        add_account(name)
        login = log_in(acting, name)
        acting.cookies = login.cookies
        for scope in ("admin", "edit", "read"):
            invited(acting, login.csrf, f"{name}-{scope}@paper.example", scope=scope)
        acting.cookies.clear()
    ids = {one["name"]: one["id"] for one in people_of(acting, admin)["people"]}
    assert acting.patch(f"/api/people/{ids['ada']}", json={"scope": "edit"}, headers=admin).status_code == 200
    assert acting.delete(f"/api/people/{ids['bob']}", headers=admin).status_code == 204
    left = [one["email"] for one in people_of(acting, admin)["invitations"]]
    assert left == ["ada-edit@paper.example", "ada-read@paper.example"]
    entries = acting.get("/api/audit", headers=admin).json()["entries"]
    assert {one["subject"] for one in entries if one["action"] == "withdraw invitation"} == {
        f"invitation:{one}@paper.example" for one in ("ada-admin", "bob-admin", "bob-edit", "bob-read")
    }


def test_one_invitation_and_one_account_for_an_address_in_any_case(acting, admin):
    first = invited(acting, admin, "Bob@paper.example")
    second = invited(acting, admin, "bOB@PAPER.example")
    assert [one["email"] for one in people_of(acting, admin)["invitations"]] == ["bOB@paper.example"]
    assert accept(acting, token_in(first["link"])).status_code == 410
    assert accept(acting, token_in(second["link"])).status_code == 201
    refused = acting.post("/api/invitations", json={"email": "bob@paper.example"}, headers=admin)
    assert (refused.status_code, refused.json()["detail"]) == (409, "bob has an account with this address.")
