"""A series whose second night has another act in another place: that act's name reaches everything that people read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from lxml import etree, html
from typer.testing import CliRunner

from app.api import create_app
from app.cli import app as command_line

from .feed_server import FeedServer, serving, vcalendar, vevent
from .running import FEEDS, add_feeds

FIRST, SECOND = "Music at the Market: The Kingfishers", "Music at the Market: Gray Loons"
PAGE = "https://market.example/gray-loons"
SERIES = vevent(
    "market",
    FIRST,
    "DTSTART;TZID=America/New_York:20281202T100000",
    "RRULE:FREQ=WEEKLY;COUNT=3",
    "LOCATION:Market Square",
    "DESCRIPTION:Songs of the river.",
)
SECOND_NIGHT = (
    "RECURRENCE-ID;TZID=America/New_York:20281209T100000",
    "LOCATION:Boathouse",
    "DESCRIPTION:Two guitars.",
    f"URL:{PAGE}",
)
START = "DTSTART;TZID=America/New_York:20281209T110000"
KEY = "20281209T150000Z"


@pytest.fixture
def feeds() -> Iterator[FeedServer]:
    with serving() as server:
        yield server


@pytest.fixture
def crawl(crawls, feeds):
    add_feeds(FEEDS, [feeds.url("/market.ics")])

    def harvest(*events: str):
        feeds.bodies["/market.ics"] = vcalendar(events)
        return crawls(FEEDS, spider="ics")

    return harvest


@pytest.fixture
def client(application, crawl) -> Iterator[TestClient]:
    """After the harvest of the series with its second act."""
    crawl(SERIES, vevent("market", SECOND, START, *SECOND_NIGHT))
    with TestClient(application) as client:
        yield client


def places(listed: list[dict]) -> list[tuple[str, str]]:
    return [(one["title"], one["venue"]["name"]) for one in listed]


NIGHTS = [(FIRST, "Market Square"), (SECOND, "Boathouse"), (FIRST, "Market Square")]


def test_api(client):
    listed = client.get("/api/occurrences?dates=all").json()["occurrences"]
    assert places(listed) == NIGHTS
    assert places(client.get("/api/occurrences").json()["occurrences"]) == NIGHTS[:2]
    plain, second, _ = listed
    assert plain["event"] is None
    assert (second["key"], second["url"], second["excerpt"]) == (KEY, PAGE, "Two guitars.")
    assert (second["event"]["title"], second["event"]["venue"]["name"]) == (FIRST, "Market Square")
    assert second["event"]["excerpt"] == "Songs of the river."
    venue = second["venue"]["id"]
    assert places(client.get(f"/api/occurrences?venue={venue}").json()["occurrences"]) == [NIGHTS[1]]
    assert places(client.get("/api/occurrences?q=loons").json()["occurrences"]) == [NIGHTS[1]]
    assert places(client.get("/api/occurrences?q=kingfishers&dates=all").json()["occurrences"]) == [
        NIGHTS[0],
        NIGHTS[2],
    ]


def test_api_events(client):
    [event] = client.get("/api/events?q=loons").json()["events"]
    assert (event["title"], event["venue"]["name"], event["occurrence_count"]) == (FIRST, "Market Square", 1)
    whole = client.get(f"/api/events/{event['id']}").json()
    assert (whole["title"], whole["description"]) == (FIRST, "Songs of the river.")
    for first, second in ((None, event["occurrences"][0]), whole["occurrences"][:2]):
        assert first is None or (first["title"], first["venue"], first["url"], first["description"]) == (None,) * 4
        assert (second["title"], second["venue"]["name"]) == (SECOND, "Boathouse")
        assert (second["url"], second["description"]) == (PAGE, "Two guitars.")


def test_public_pages(client):
    page = html.fromstring(client.get("/").content)
    assert [title.text_content() for title in page.iter("h3")] == [FIRST, SECOND]
    [link, *_] = [title.find("a").get("href") for title in page.iter("h3")]
    event = html.fromstring(client.get(link).content)
    first, second, third = [item.text_content() for item in event.find(".//ul").iter("li")]
    assert SECOND not in first + third
    assert all(said in second for said in (SECOND, "Boathouse", "Two guitars."))
    assert event.find(".//main//h1").text == FIRST
    assert "Market Square" in event.find(".//dl").text_content()
    (structured,) = (json.loads(one.text) for one in event.iterfind(".//script[@type='application/ld+json']"))
    assert [one["name"] for one in structured["subEvent"]] == [FIRST, SECOND, FIRST]


def test_calendar(client):
    events = Calendar.from_ical(client.get("/feeds/events.ics?days=3660").content).walk("VEVENT")
    assert [(str(one["SUMMARY"]), str(one["LOCATION"])) for one in events] == NIGHTS
    assert str(events[1]["URL"]) == PAGE
    assert "Two guitars." in str(events[1]["DESCRIPTION"])
    assert len({str(one["UID"]) for one in events}) == 3


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_news_feeds(client, form):
    feed = etree.fromstring(client.get(f"/feeds/events.{form}").content)
    titles = [title.text for title in feed.iterfind(".//{*}title")][1:]
    assert [title.partition(" (")[0] for title in titles] == [FIRST, SECOND, FIRST]
    located = [place.text for place in feed.iterfind(".//{urn:ietf:params:xml:ns:xcal}location")]
    assert located == [place for _, place in NIGHTS]


def test_json_feeds(client):
    items = client.get("/feeds/events.json").json()["items"]
    assert [(one["title"], one["_event"]["venue"]["name"]) for one in items] == NIGHTS
    assert items[1]["url"] == PAGE
    linked = [one["item"] for one in client.get("/feeds/events.jsonld").json()["itemListElement"]]
    assert [(one["name"], one["location"]["name"]) for one in linked] == NIGHTS


def test_kit(client):
    copy = client.get("/api/kit?format=text").text
    series, second = copy.split(SECOND)
    assert series.count("10 a.m.") == 2
    assert "Market Square" in series
    assert "Songs of the river." in series
    assert all(said in second for said in ("11 a.m.", "Boathouse", "Two guitars.", PAGE))
    assert "Market Square" not in second
    rows = csv.DictReader(io.StringIO(client.get("/api/kit?format=csv").content.decode("utf-8-sig")))
    assert [(row["title"], row["venue"]) for row in rows] == NIGHTS


def test_command_line(client):
    shown = CliRunner().invoke(command_line, ["events", "--json"]).stdout.splitlines()
    assert [(row["title"], row["venue"]) for row in map(json.loads, shown)] == NIGHTS
    exported = CliRunner().invoke(command_line, ["export", "--format", "text"]).stdout
    assert exported.index(FIRST) < exported.index(SECOND) < exported.index("Boathouse")


def test_the_second_act_is_announced_later(crawl):
    crawl(SERIES)
    run = crawl(SERIES, vevent("market", SECOND, START, *SECOND_NIGHT))
    assert (run.changed, run.new) == (1, 0)
    with TestClient(create_app()) as client:
        changes = client.get("/api/changes?since=2020-01-01").json()["changes"]
        copy = client.get("/api/kit/changes?since=2020-01-01&format=text").text
    changed = {each["field"]: (each["title"], each["old"], each["new"]) for each in changes if each["key"] == KEY}
    assert changed["title"] == (SECOND, FIRST, SECOND)
    assert changed["venue"] == (SECOND, "Market Square", "Boathouse")
    assert f"title: {SECOND}, was {FIRST}" in copy
    assert "venue: Boathouse, was Market Square" in copy
    assert crawl(SERIES, vevent("market", SECOND, START, *SECOND_NIGHT)).unchanged == 1
    run = crawl(SERIES, vevent("market", FIRST, START, *SECOND_NIGHT))
    assert run.changed == 1
    with TestClient(create_app()) as client:
        assert places(client.get("/api/occurrences?dates=all").json()["occurrences"])[1] == (FIRST, "Boathouse")
        assert "title: as for the whole event" in client.get("/api/kit/changes?since=2020-01-01&format=text").text


def test_one_night_is_sold_out(crawl):
    crawl(SERIES, vevent("market", f"Sold out: {SECOND}", START, *SECOND_NIGHT))
    with TestClient(create_app()) as client:
        listed = client.get("/api/occurrences?dates=all").json()["occurrences"]
        [event] = client.get("/api/events?q=kingfishers").json()["events"]
        whole = client.get(f"/api/events/{event['id']}").json()
        copy = client.get("/api/kit?format=text").text
        plain = client.get(f"/events/{event['id']}").text
        calendar = Calendar.from_ical(client.get("/feeds/events.ics?days=3660").content)
    assert [one["sold_out"] for one in listed] == [False, True, False]
    assert (event["sold_out"], whole["sold_out"]) == (False, False)
    assert [one["sold_out"] for one in whole["occurrences"]] == [False, True, False]
    assert copy.lower().count("sold out") >= 1
    assert plain.count(">Sold out</span>") == 1
    described = [str(one.get("DESCRIPTION", "")) for one in calendar.walk("VEVENT")]
    assert ["sold out" in text.lower() for text in described] == [False, True, False]
    crawl(SERIES, vevent("market", SECOND, START, *SECOND_NIGHT))
    with TestClient(create_app()) as client:
        assert not any(one["sold_out"] for one in client.get("/api/occurrences?dates=all").json()["occurrences"])
