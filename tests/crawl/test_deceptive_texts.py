"""A feed with hidden, reversed, and endless texts: what people read of it is short and as it looks."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from typer.testing import CliRunner

from app.cli import app as command_line
from core import limits

from .feed_server import FeedServer, serving, vcalendar, vevent
from .running import FEEDS, add_feeds

HIDDEN = "\x1b\x9b\u202e\u2066\u200b\u3164\u00ad"
TITLE = "J\u202eaz\x9bz\u200b \u2066Night \U0001f469\u200d\U0001f692"
SEEN = "Jazz Night \U0001f469\u200d\U0001f692"
LONG = "Every word of this text says the same as the others. " * 60_000
FAR = "https://hall.example/" + "a" * 3000


@pytest.fixture
def feeds() -> Iterator[FeedServer]:
    with serving() as server:
        yield server


@pytest.fixture
def run(crawls, feeds):
    add_feeds(FEEDS, [feeds.url("/hall.ics")])
    deceptive = vevent(
        "hidden",
        TITLE,
        "DTSTART:20281201T190000Z",
        "LOCATION:Ha\u202ell",
        "CATEGORIES:Mu\x9bsic",
        "DESCRIPTION:Free\u200b \u2066entry",
        "ORGANIZER;CN=Ha\u202ell:invalid:nomail",
        "COLOR:red",
    )
    endless = vevent(
        "x" * 40_000,
        LONG[:100_000],
        "DTSTART:20281202T190000Z",
        f"DESCRIPTION:{LONG}",
        f"LOCATION:{LONG[:9000]}",
        f"CATEGORIES:{LONG[:5000]},Music",
        f"URL:{FAR}",
    )
    feeds.bodies["/hall.ics"] = vcalendar([deceptive, endless])
    return crawls(FEEDS, spider="ics")


@pytest.fixture
def client(application, run) -> Iterator[TestClient]:
    with TestClient(application) as client:
        yield client


def test_the_run_says_what_was_cut(run):
    assert (run.status, run.new) == ("ok", 2)
    cut = {error["field"]: error["found"] for error in run.errors if error["kind"] == "Doubt"}
    assert cut.keys() == {"title", "description", "venue", "categories", "url"}
    assert cut["title"].startswith("100,000 characters, cut to 300: Every word")
    assert cut["url"].startswith("a web address of 3,021 characters, more than 2,000, was left out")


def test_api(client):
    hidden, endless = client.get("/api/occurrences?from=2028-12-01").json()["occurrences"]
    assert (hidden["title"], hidden["venue"]["name"], hidden["excerpt"]) == (SEEN, "Hall", "Free entry")
    assert hidden["categories"] == ["Music"]
    event = client.get(f"/api/events/{endless['event_id']}").json()
    assert len(event["title"]) <= limits.TITLE
    assert event["title"].endswith(" the…")
    assert limits.DESCRIPTION * 3 // 4 <= len(event["description"]) <= limits.DESCRIPTION
    assert len(event["venue"]["name"]) <= limits.NAME
    assert [len(category) <= limits.CATEGORY for category in event["categories"]] == [True, True]
    assert event["url"] is None


@pytest.mark.parametrize("path", ["/feeds/events.ics", "/feeds/events.rss", "/feeds/events.json", "/"])
def test_nothing_hidden_is_served(client, path):
    served = client.get(f"{path}?from=2028-12-01").text
    assert "Jazz Night" in served
    assert not set(served) & set(HIDDEN)
    assert len(served) < 200_000


def test_calendar(client):
    calendar = Calendar.from_ical(client.get("/feeds/events.ics?from=2028-12-01").content)
    assert str(calendar.walk("VEVENT")[0]["SUMMARY"]) == SEEN


@pytest.mark.parametrize("command", [["events"], ["events", "--json"], ["runs"], ["export", "-f", "text"]])
def test_terminal(run, command):
    shown = CliRunner().invoke(command_line, command)
    assert shown.exit_code == 0
    assert not set(shown.stdout) & set(HIDDEN)


def test_read_prints_no_terminal_command(tmp_path):
    file = tmp_path / "hall.ics"
    file.write_bytes(vcalendar([vevent("1", TITLE, "DTSTART:20281201T190000Z", "URL:https://a.example/\x9b31m")]))
    shown = CliRunner().invoke(command_line, ["read", str(file), "--kind", "ics", "--now", "2028-11-22"])
    assert json.loads(shown.stdout)["title"] == SEEN
    assert not set(shown.stdout) & set(HIDDEN)
