"""Every kind of page is valid HTML in each language: its syntax, and what an element may contain."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import html5lib
import pytest
from sqlalchemy import text

from core.items import EventStatus, Price
from storage.database.engine import transaction
from tests.api.harvest import at, concert, harvest, seed

PAGES = (
    *("/", "/today", "/music", "/?q=the&free=false", "/?category=Opera", "/?view=map", "/?view=print", "/?view=week"),
    *("/?view=calendar", "/events/1", "/events/2", "/events/3", "/venues/", "/venues/?q=none", "/venues/1"),
    *("/my-list", "/my-list?events=1,2", "/widget", "/widget?show=month", "/widget/v1/frame?show=month"),
    *(
        "/widget/v1/frame?show=cards",
        "/widget/v1/frame?show=event&event=1",
        "/letter",
        "/submit",
        "/submit/tip?event=1",
    ),
    *("/nothing-here", "/events/999", "/events/4", "/?view=week&week=2026-02-30", "/feeds"),
)
LISTS = {"ul": {"li", "script", "template"}, "ol": {"li", "script", "template"}, "dl": {"div", "dt", "dd"}}
PHRASING_ONLY = {
    "p",
    "span",
    "strong",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "button",
    "label",
    "time",
    "mark",
    "small",
}
FLOW = {
    *("address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset", "figure", "footer"),
    *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table"),
    *("ul", "summary", "li", "dt", "dd"),
}
INTERACTIVE = {"a", "button", "details", "input", "label", "select", "textarea", "summary"}
UNNAMED = {"div", "span", "p", "li", "strong", "em", "time"}
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "for")
TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z)?)?")


@pytest.fixture
def town(service_environment, monkeypatch):
    for name in ("SUBMISSIONS", "LETTER"):
        monkeypatch.setenv(name, "true")
    seed()
    price = Price(text="$20 to $60 at the door", min_cents=2000, max_cents=6000, currency="USD", is_free=False)
    lasting = replace(at(-5, 9), ends_at=at(20, 9).starts_at)
    harvest(
        concert("once", at(0, 23), price=price, title="CANCELED: <b> & “Jazz”", status=EventStatus.CANCELLED),
        concert(
            "many", *(at(day) for day in range(1, 40)), description="First.\n\n- Second & third\nhttps://a.example"
        ),
        concert("show", lasting, image_url="https://pictures.example/a.jpg?b=1&c=2", sold_out=True, organizer="A & B"),
        concert("gone", at(3)),
    )
    with transaction() as connection:
        connection.execute(text("UPDATE events SET withdrawn_at = now() WHERE id = 4"))


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_valid(town, client, path):
    for language in ("en", "es"):
        answer = client.get(path, headers={"Accept-Language": language}, follow_redirects=True)
        assert answer.headers["content-type"].startswith("text/html"), answer.status_code
        assert list(faults(answer.text)) == [], (path, language)


def test_faults_are_found():
    head = "<!doctype html><html lang=en><head><title>x</title></head><body>"
    for body, fault in (
        ("<p><div></div></p>", "unexpected-end-tag"),
        ("<ul><p>x</p></ul>", "p in ul"),
        ("<a href=/><button>x</button></a>", "button in a"),
        ('<i id="x"></i><b id="x"></b>', "id x twice"),
        ('<nav aria-labelledby="y"></nav>', "no element y"),
        ("<span><div></div></span>", "div in span"),
        ('<div aria-label="x"></div>', "div has a name but no role"),
        ("<img src=/x>", "img without alt"),
        ("<time>soon</time>", "time soon"),
    ):
        assert fault in list(faults(f"{head}{body}</body></html>")), body


def faults(page):
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(page)
    yield from (code for _, code, _ in parser.errors)
    elements = [one for one in tree.iter() if isinstance(one.tag, str)]
    ids = Counter(one.get("id") for one in elements if one.get("id") is not None)
    yield from (f"id {name} twice" for name, number in ids.items() if number > 1)
    yield from (f"no element {name}" for one in elements for name in _references(one) if name not in ids)
    for one in elements:
        yield from _inside(one)
        if one.tag in UNNAMED and one.get("aria-label") is not None and one.get("role") is None:
            yield f"{one.tag} has a name but no role"
        if one.tag == "img" and one.get("alt") is None:
            yield "img without alt"
        if one.tag == "time" and not TIME.fullmatch(one.get("datetime") or one.text or ""):
            yield f"time {one.get('datetime') or one.text}"


def _references(one):
    return [name for attribute in REFERENCES for name in (one.get(attribute) or "").split()]


def _inside(one):
    children = [child.tag for child in one if isinstance(child.tag, str)]
    yield from (f"{tag} in {one.tag}" for tag in children if one.tag in LISTS and tag not in LISTS[one.tag])
    if one.tag in PHRASING_ONLY:
        yield from (f"{tag} in {one.tag}" for tag in children if tag in FLOW)
    if one.tag in ("a", "button"):
        inner = (below.tag for below in one.iter() if below is not one)
        yield from (f"{tag} in {one.tag}" for tag in inner if tag in INTERACTIVE)
    if one.tag == "details" and children[:1] != ["summary"]:
        yield "details without summary"
