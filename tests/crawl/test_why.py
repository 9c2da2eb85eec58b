"""Each field of an event is traced to its place in what the source answered, or said to be unknown."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from typer.testing import CliRunner

from app.cli import app
from app.diagnosis.why import EDITED, GONE, NEVER, explain
from core.config import settings
from storage.captures.bodies import folder
from storage.database.engine import transaction

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, VANWEZEL, add_feeds


@pytest.fixture
def feeds():
    with serving() as server:
        yield server


def explained(where):
    with transaction() as connection:
        event = connection.execute(text(f"SELECT id FROM events WHERE {where} ORDER BY id LIMIT 1")).scalar_one()
        return {one.field: one for one in explain(connection, settings(), event)}


def test_a_feeds_properties_and_lines(crawls, feeds):
    add_feeds(FEEDS, [feeds.url("/a.ics?token=abcdef123")])
    long = "DESCRIPTION:Doors open\r\n  early\\, at 7"
    body = vcalendar([vevent("e0", "Same"), vevent("e1", "Same", "DTSTART:20281202T190000Z", "LOCATION:Hall", long)])
    feeds.bodies["/a.ics?token=abcdef123"] = body
    run = crawls(FEEDS)
    found = explained("uid LIKE 'e1%'")
    line = 1 + body.decode().split("\r\n").index("DTSTART:20281202T190000Z")
    assert found["starts_at"].quote.place == f"DTSTART, line {line}"
    assert found["starts_at"].quote.words == "20281202T190000Z"
    assert found["title"].quote.place == f"SUMMARY, line {line + 1}"
    assert found["description"].quote.words == "Doors open early, at 7"
    assert found["venue"].quote.words == "Hall"
    assert (found["title"].run_id, found["title"].address) == (run.id, feeds.url("/a.ics?token=scrubbed"))


def test_a_page_is_quoted_only_where_the_words_stand_once(crawls):
    crawls(VANWEZEL)
    found = explained("url LIKE '%/events/detail/%'")
    quoted = {field for field, one in found.items() if one.quote is not None}
    assert quoted
    for field in quoted:
        assert found[field].quote.words
        assert found[field].address.startswith("http://127.0.0.1")
    assert all(found[field].because for field in set(found) - quoted)


def test_an_answer_that_is_gone_is_said_to_be_gone(crawls, feeds):
    add_feeds(FEEDS, [feeds.url("/a.ics")])
    feeds.bodies["/a.ics"] = vcalendar([vevent("e1", "One")])
    crawls(FEEDS)
    (kept,) = folder(settings()).list()
    (file,) = settings().captures_dir.glob("*/*.zst")
    file.write_bytes(b"damaged")
    assert explained("true")["title"].because == "the answer's file is damaged"
    folder(settings()).delete(kept.digest)
    assert explained("true")["title"].because == "the answer's file is gone, or on another machine"
    with transaction() as connection:
        connection.execute(text("DELETE FROM captures"))
    assert explained("true")["title"].because == GONE
    with transaction() as connection:
        connection.execute(text("DELETE FROM event_captures"))
    assert explained("true")["title"].because == NEVER


def test_the_command_and_a_correction(crawls, feeds):
    add_feeds(FEEDS, [feeds.url("/a.ics")])
    feeds.bodies["/a.ics"] = vcalendar([vevent("e1", "One")])
    crawls(FEEDS)

    def run(*arguments):
        return CliRunner().invoke(app, ["events", *arguments], env={"COLUMNS": "200"})

    shown = run("why", "1", "--field", "title")
    assert shown.exit_code == 0, shown.output
    assert "place: SUMMARY, line " in shown.output
    (row,) = map(json.loads, run("why", "1", "--field", "title", "--json").output.splitlines())
    assert (row["value"], row["quote"]["words"]) == ("One", "One")
    assert run("edit", "1", "--title", "Two").exit_code == 0
    assert explained("true")["title"].because == EDITED
    assert run("why", "99").exit_code == 1


def test_the_api_and_the_page_quote_the_source(crawls, feeds, application):
    add_feeds(FEEDS, [feeds.url("/private-0123456789abcdef/basic.ics")])
    body = vcalendar([vevent("e1", "Jazz & Friends")])
    feeds.bodies["/private-0123456789abcdef/basic.ics"] = body
    crawls(FEEDS)
    with TestClient(application) as client:
        fields = {one["field"]: one for one in client.get("/api/events/1/why").json()["fields"]}
        assert fields["title"]["quote"]["place"].startswith("SUMMARY, line ")
        assert fields["title"]["address"] == feeds.url("/private-scrubbed/basic.ics")
        assert client.get("/api/events/99/why").status_code == 404
        page = client.get("/events/1").text
    assert "<mark>Jazz &amp; Friends</mark>" in page
