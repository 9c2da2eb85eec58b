"""`lint` and `sources report` on a feed of a real server, and the report as a page."""

from __future__ import annotations

import json

import pytest

from core.config import settings
from tests.crawl.feed_server import serving, vcalendar, vevent
from tests.crawl.running import FEEDS, add_feeds

FEED = vcalendar(
    [
        vevent("a", "Opening", "DTSTART:20281205T190000Z"),
        vevent("b", "A <b>bold</b> talk", "DTSTART:20281206T190000Z", "STATUS:SOLDOUT"),
    ]
)


@pytest.fixture
def harvested(crawls):
    with serving() as server:
        server.bodies["/events.ics"] = FEED
        add_feeds(FEEDS, [server.url("/events.ics")])
        crawls(FEEDS)
        yield server


def test_lint_of_an_address(marquee, harvested, monkeypatch):
    monkeypatch.setenv("PRIVATE_SOURCES", "true")
    settings.cache_clear()
    ran = marquee("lint", harvested.url("/events.ics"))
    assert ran.exit_code == 0, ran.output
    assert "STATUS is SOLDOUT" in ran.output
    assert marquee("lint", harvested.url("/events.ics"), "--strict").exit_code == 1
    assert marquee("lint", harvested.url("/gone.ics")).exit_code == 2


def test_private_addresses_are_refused(marquee, harvested):
    ran = marquee("lint", harvested.url("/events.ics"))
    assert ran.exit_code == 2
    assert ran.output.startswith("Couldn't read")


def test_lint_of_a_file(marquee, tmp_path):
    file = tmp_path / "events.ics"
    file.write_bytes(FEED.replace(b"UID:a@hall.example\r\n", b""))
    ran = marquee("lint", str(file), "--json")
    assert ran.exit_code == 1
    first = json.loads(ran.output.splitlines()[0])
    assert (first["level"], first["clause"], first["about"]) == ("error", "RFC 5545, 3.8.4.7", "Opening")
    assert marquee("lint", str(tmp_path / "none.ics")).exit_code == 2


def test_the_report(marquee, harvested):
    said = marquee("sources", "report", str(FEEDS)).output
    assert "We show 2 upcoming events of yours." in said
    assert "The next one is Opening" in said
    assert "Unclear, line" in said
    assert "(RFC 5545, 3.8.1.11): STATUS is SOLDOUT" in said
    assert "Give each event a picture." in said
    row = json.loads(marquee("sources", "report", str(FEEDS), "--json").output)
    assert (row["upcoming"], row["answers"][0]["events"]) == (2, 2)
    assert marquee("sources", "report", "99").exit_code != 0


def test_the_page_is_public_only_if_that_is_set(acting, reader, harvested, monkeypatch):
    assert acting.get(f"/sources/{FEEDS}").status_code == 401
    assert acting.get(f"/api/sources/{FEEDS}/report").status_code == 401
    assert acting.get(f"/api/sources/{FEEDS}/report", headers=reader).json()["upcoming"] == 2
    monkeypatch.setenv("PUBLIC_REPORTS", "true")
    settings.cache_clear()
    shown = acting.get(f"/sources/{FEEDS}")
    assert shown.status_code == 200
    assert "STATUS is SOLDOUT" in shown.text
    assert "<b>bold</b>" not in shown.text
    assert acting.get("/sources/99").status_code == 404
