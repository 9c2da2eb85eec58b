"""The copy of a page over HTTP: asked for, shown in a frame that can do nothing, and picked from."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from core.fetching import copies
from core.fetching.copies import PageCopy
from storage.database.engine import transaction

RECIPE = {"card": "li", "title": "h3", "date": "p"}


@pytest.fixture
def kept(acting):
    shown = '<div data-n="1"><p data-n="2">Tin Herons</p></div>'
    copies.keep("a-copy", PageCopy("https://hall.example/", None, b"<p>Tin Herons</p>", shown, "es"))
    return "/api/pages/a-copy"


def audited():
    with transaction() as connection:
        return connection.execute(text("SELECT action FROM audit_log ORDER BY id")).scalars().all()


def test_a_page_is_asked_for_with_its_recipe(acting, editor):
    sent = acting.post("/api/pages", json={"url": "https://hall.example/", "recipe": RECIPE}, headers=editor)
    assert sent.status_code == 202
    assert (sent.json()["task"], sent.json()["kwargs"]["recipe"]) == ("app.tasks.copy_page", RECIPE)
    assert audited() == ["copy page"]


def test_an_address_in_a_private_network_is_refused(acting, editor):
    refused = acting.post("/api/pages", json={"url": "http://10-0-0-1.test/"}, headers=editor)
    assert refused.status_code == 422
    assert "not on the public internet" in refused.text


def test_a_pick_is_not_audited(acting, editor, kept):
    sent = acting.post(f"{kept}/parts", json={"recipe": {}, "field": "card", "element": 2}, headers=editor)
    assert sent.status_code == 202
    assert sent.json()["kwargs"]["copy"] == "a-copy"
    assert audited() == []


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"recipe": {}, "field": "title"}, "field and element are given together"),
        ({"recipe": {"card": "li["}}, "'li[' isn't a CSS selector"),
        ({"recipe": {"color": "li"}}, "there is no such field"),
        ({"recipe": {}, "field": "uid", "element": 1}, "Input should be"),
        ({"recipe": {}, "field": "title", "element": -1}, "greater than or equal to 0"),
    ],
)
def test_what_makes_no_sense_is_refused(acting, editor, kept, wanted, why):
    refused = acting.post(f"{kept}/parts", json=wanted, headers=editor)
    assert refused.status_code == 422
    assert why in refused.text


def test_the_copy_is_shown_in_a_frame_that_can_do_nothing(acting, editor, kept):
    shown = acting.get(kept, headers=editor)
    assert shown.headers["Content-Type"] == "text/html; charset=utf-8"
    assert '<p data-n="2">Tin Herons</p>' in shown.text
    assert '<html lang="es">' in shown.text
    policy = dict(part.split(" ", 1) for part in shown.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["sandbox"] == "allow-scripts"
    assert policy["script-src"].startswith("'sha256-")
    assert policy["img-src"] == "https: http:"
    assert policy["frame-ancestors"] == "'self'"
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert shown.headers["Cache-Control"] == "private, no-store"


def test_only_editors_see_the_copy(acting, reader, kept):
    assert acting.get(kept).status_code == 401
    assert acting.get(kept, headers=reader).status_code == 403


def test_a_copy_that_is_gone_says_what_to_do(acting, editor):
    gone = acting.get("/api/pages/no-copy", headers=editor)
    assert gone.status_code == 404
    assert gone.json()["detail"] == "The copy of the page is kept for an hour. Open the page again."


@pytest.mark.parametrize("language", ['es"><script>', "", "x" * 99])
def test_an_odd_language_is_left_out(acting, editor, language):
    copies.keep("odd", PageCopy("https://hall.example/", None, b"", "", language))
    assert '<html lang="en">' in acting.get("/api/pages/odd", headers=editor).text
