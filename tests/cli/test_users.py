"""Accounts and keys from the command line, used over HTTP."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import Result
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from app.api import create_app
from app.cli import app

pytestmark = pytest.mark.usefixtures("service_environment")
PASSWORD = "correct horse battery"


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, arguments, input=typed, env={"COLUMNS": "200"})


def logged_in(name: str, password: str) -> int:
    with TestClient(create_app()) as client:
        return client.post("/api/session", json={"name": name, "password": password}).status_code


def test_account():
    added = run("users", "add", "Ada", "--scope", "admin", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert added.exit_code == 0, added.output
    assert PASSWORD not in added.output
    assert logged_in("ada", PASSWORD) == 201
    (row,) = map(json.loads, run("users", "list", "--json").output.splitlines())
    assert (row["name"], row["scope"]) == ("ada", "admin")
    assert "argon2" not in str(row)
    again = run("users", "add", "ada", "--stdin", typed=f"{PASSWORD}\n")
    assert again.exit_code == 1
    assert "users password ada" in again.output

    assert run("users", "password", "ada", "--stdin", typed="another long one\n").exit_code == 0
    assert (logged_in("ada", PASSWORD), logged_in("ada", "another long one")) == (401, 201)
    for last in (("remove", "Ada"), ("role", "ada", "edit")):
        refused = run("users", *last)
        assert (refused.exit_code, "ada is the last administrator." in refused.output) == (1, True)
    assert run("users", "remove", "ada", "--force").exit_code == 0
    assert logged_in("ada", "another long one") == 401
    for gone in (("remove", "ada"), ("password", "ada", "--stdin")):
        refused = run("users", *gone, typed=f"{PASSWORD}\n")
        assert (refused.exit_code, "There is no account ada" in refused.output) == (1, True)


def test_people():
    invited = run("users", "invite", "bob@paper.example", "--scope", "read")
    assert "SMTP_HOST, SMTP_FROM, PUBLIC_URL not set" in invited.output
    token = re.search(r"^http://127\.0\.0\.1:8000/admin/invitation/#(\S+)$", invited.output, re.MULTILINE)[1]
    with TestClient(create_app()) as client:
        given = {"token": token, "name": "bob", "password": PASSWORD}
        assert client.post("/api/invitations/accept", json=given).status_code == 201
        assert client.post("/api/session", json={"name": "bob", "password": PASSWORD}).json()["scope"] == "read"
        assert run("users", "role", "Bob", "edit").output == "changed: bob, edit\n"
        assert client.get("/api/session").json()["scope"] == "edit"
        (session,) = map(json.loads, run("users", "sessions", "bob", "--json").output.splitlines())
        assert session["address"] == "testclient"
        assert run("users", "log-out", "bob").output == "ended: 1 of bob\n"
        assert client.get("/api/session").status_code == 401
    assert run("users", "invite", "no address").exit_code == 2
    assert run("users", "log-out", "eve").exit_code == 1


@pytest.mark.parametrize("name", ["", " ", "\u3000", "a\u200db", "\u3164", "\u0430da"])
def test_a_name_that_nobody_could_use_is_refused(name):
    assert run("users", "add", name, "--stdin", typed=f"{PASSWORD}\n").exit_code == 2
    assert run("users", "list", "--json").output == ""


def test_invitations_end_with_the_account():
    assert run("users", "add", "ada", "--stdin", "--scope", "admin", typed=f"{PASSWORD}\n").exit_code == 0
    with TestClient(create_app()) as client:
        csrf = client.post("/api/session", json={"name": "ada", "password": PASSWORD}).json()["csrf_token"]
        made = client.post("/api/invitations", json={"email": "bob@paper.example"}, headers={"X-CSRF-Token": csrf})
        assert run("users", "remove", "ada", "--force").exit_code == 0
        token = made.json()["link"].partition("#")[2]
        assert client.post("/api/invitations/read", json={"token": token}).status_code == 410


def test_short_password_is_refused():
    refused = run("users", "add", "ada", "--stdin", typed="short\n")
    assert refused.exit_code == 1
    assert "10 to 1024 characters" in refused.output
    assert run("users", "list", "--json").output == ""


def test_key():
    made = json.loads(run("keys", "add", "export", "--scope", "admin", "--days", "30", "--json").output)
    header = {"Authorization": f"Bearer {made['key']}"}
    with TestClient(create_app()) as client:
        assert client.get("/api/session", headers=header).json()["scope"] == "admin"
        actions = [entry["action"] for entry in client.get("/api/audit", headers=header).json()["entries"]]
        assert actions == ["make key"]
        listed = run("keys", "list")
        assert made["prefix"] in listed.output
        assert made["key"] not in listed.output
        assert run("keys", "revoke", str(made["id"])).exit_code == 0
        assert client.get("/api/session", headers=header).status_code == 401
    assert run("keys", "revoke", "999").exit_code == 1
