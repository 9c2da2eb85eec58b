"""Feeds over HTTP: contents, filters, and conditional requests."""

from __future__ import annotations

import re
import tracemalloc
from dataclasses import replace
from datetime import timedelta

import feedparser
import icalendar
import pytest
from sqlalchemy import text

from core.config import Settings, settings
from core.items import EventStatus, Price, Venue
from storage.database.engine import transaction
from storage.events import feed_listings as feeds
from storage.search import saved as searches
from storage.search.saved import add_search
from tests.api.harvest import at, concert, harvest, many, seed

FORMATS = {
    "ics": "text/calendar; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
    "jsonld": "application/ld+json; charset=utf-8",
}


@pytest.fixture
def town(client):
    """Two sources with four events: one is free, one has two occurrences, one is at another venue."""
    seed()
    free = Price(text="Free", is_free=True)
    harvest(concert("jazz", at(2), at(9)), concert("opera", at(3), categories=("Opera",)))
    harvest(
        concert("sharks", at(4, 10), venue=Venue(name="The Aquarium"), price=free, title="Sharks & rays"),
        concert("gala", at(400)),
        source_id=2,
    )
    return client


def summaries(answer):
    assert answer.status_code == 200, answer.text
    return sorted(str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def titles(answer):
    """The titles of a feed in any format, without the day that RSS adds."""
    assert answer.status_code == 200, answer.text
    kind = answer.headers["content-type"].partition(";")[0]
    if kind == "text/calendar":
        return summaries(answer)
    if kind == "application/feed+json":
        return sorted(item["title"] for item in answer.json()["items"])
    if kind == "application/ld+json":
        return sorted(entry["item"]["name"] for entry in answer.json()["itemListElement"])
    return sorted(entry.title.partition(" (")[0] for entry in feedparser.parse(answer.content).entries)


def test_every_format_has_every_occurrence(town):
    for extension, media_type in FORMATS.items():
        answer = town.get(f"/feeds/events.{extension}?days=3660", headers={"Accept-Encoding": "identity"})
        assert answer.headers["content-type"] == media_type
        assert titles(answer) == ["Concert gala", "Concert jazz", "Concert jazz", "Concert opera", "Sharks & rays"]
        assert int(answer.headers["content-length"]) == len(answer.content)
        assert answer.headers["content-disposition"] == f'inline; filename="events.{extension}"'


def test_filters_are_those_of_the_api(town):
    day = at(3).local_date.isoformat()
    for query, found in (
        ("free=true", ["Sharks & rays"]),
        ("category=opera", ["Concert opera"]),
        ("source=aquarium", ["Concert gala", "Sharks & rays"]),
        ("q=sharks", ["Sharks & rays"]),
        ("limit=2", ["Concert jazz", "Concert opera"]),
        ("q=nothing+at+all", []),
        ("near=27.34,-82.55&radius_km=1&category=opera", ["Concert opera"]),
        (f"until={day}", ["Concert jazz"]),
        (f"day={day}", ["Concert opera"]),
    ):
        assert titles(town.get(f"/feeds/events.ics?{query}")) == found, query
        assert titles(town.get(f"/feeds/events.json?{query}")) == found, query


def test_a_venue_a_category_a_source(town):
    with transaction() as connection:
        venue = connection.execute(text("SELECT id FROM venues WHERE name = 'The Aquarium'")).scalar_one()
    answer = town.get(f"/feeds/venues/{venue}/events.json")
    assert titles(answer) == ["Sharks & rays"]
    assert answer.json()["title"] == "Events at The Aquarium"
    assert answer.json()["feed_url"] == f"http://testserver/feeds/venues/{venue}/events.json"
    assert titles(town.get("/feeds/categories/OPERA/events.ics")) == ["Concert opera"]
    assert titles(town.get("/feeds/categories/Food%2FDrink/events.ics")) == []
    answer = town.get("/feeds/sources/aquarium/events.json?free=true")
    assert titles(answer) == ["Sharks & rays"]
    assert answer.json()["title"] == "Events from The Aquarium"


def test_a_saved_search(town):
    with transaction() as connection:
        add_search(
            connection,
            slug="free-fun",
            title="Free fun",
            filters={"free": "true", "status": "scheduled,postponed", "sort": "starts_at"},
            created_by="test",
        )
        add_search(connection, slug="broken", title="Broken", filters={"venue": "x"}, created_by="test")
        assert searches.read_search(connection, "free-fun")
    answer = town.get("/feeds/searches/free-fun/events.json")
    assert titles(answer) == ["Sharks & rays"]
    assert answer.json()["title"] == "Free fun"
    broken = town.get("/feeds/searches/broken/events.json")
    assert broken.status_code == 422
    assert broken.json()["errors"][0]["where"] == ["query", "venue"]


def test_invalid_requests_are_refused(town):
    for path, status in (
        ("/feeds/venues/999/events.ics", 404),
        ("/feeds/venues/0/events.ics", 422),
        ("/feeds/venues/x/events.ics", 422),
        ("/feeds/searches/none/events.rss", 404),
        ("/feeds/events.exe", 422),
        ("/feeds/events.ics?limit=0", 422),
        ("/feeds/events.ics?limit=10001", 422),
        ("/feeds/events.ics?from=yesterday", 422),
        ("/feeds/events.ics?venue=1%20OR%201=1", 422),
        ("/feeds/categories/a%00b/events.ics", 422),
    ):
        answer = town.get(path)
        assert answer.status_code == status, path
        assert answer.headers["content-type"] == "application/problem+json"


def test_an_unchanged_feed_is_not_sent_again(town):
    first = town.get("/feeds/events.ics")
    etag, modified = first.headers["etag"], first.headers["last-modified"]
    assert first.headers["cache-control"] == "public, max-age=300"
    for headers in (
        {"If-None-Match": etag},
        {"If-None-Match": f'"other", W/{etag}'},
        {"If-Modified-Since": modified},
        {"If-None-Match": "*"},
    ):
        again = town.get("/feeds/events.ics", headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
    for headers in (
        {"If-None-Match": '"other"', "If-Modified-Since": modified},
        {"If-Modified-Since": "no date"},
        {"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"},
    ):
        assert town.get("/feeds/events.ics", headers=headers).content == first.content
    assert town.get("/feeds/events.rss", headers={"If-None-Match": etag}).status_code == 200
    assert town.get("/feeds/events.ics?free=true", headers={"If-None-Match": etag}).status_code == 200


def test_a_feed_is_not_read_again_while_the_database_is_unchanged(town, monkeypatch):
    etag = town.get("/feeds/events.ics").headers["etag"]

    def read(*_, **__):
        raise AssertionError("the events were read")

    with monkeypatch.context() as standing:
        standing.setattr(feeds, "look", read)
        assert town.get("/feeds/events.ics", headers={"If-None-Match": etag}).status_code == 304
        with transaction() as connection:
            connection.execute(text("UPDATE events SET description = 'Another' WHERE uid = 'jazz'"))
        assert town.get("/feeds/events.ics", headers={"If-None-Match": etag}).status_code == 500
    again = town.get("/feeds/events.ics", headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert b"Another" in again.content


def test_a_change_makes_another_feed_with_a_higher_sequence(town):
    def jazz():
        answer = town.get("/feeds/events.ics?q=jazz")
        parsed = icalendar.Calendar.from_ical(answer.content)
        return answer.headers["etag"], {str(e["UID"]): e for e in parsed.walk("VEVENT")}

    etag, before = jazz()
    opera = concert("opera", at(3), categories=("Opera",))
    first, second = at(2), at(9)
    harvest(concert("jazz", first, replace(second, ends_at=second.starts_at + timedelta(hours=2))), opera)
    changed, after = jazz()
    assert changed != etag
    assert before.keys() == after.keys()
    grown = [uid for uid in after if after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"]]
    assert len(grown) == 1, "only the occurrence that changed"
    assert "DTEND" in after[grown[0]]
    harvest(concert("jazz", first), opera)
    _, gone = jazz()
    assert gone.keys() == after.keys()
    assert gone[grown[0]]["STATUS"] == "CANCELLED", "a withdrawn occurrence stays in as cancelled"
    assert gone[grown[0]]["SEQUENCE"] > after[grown[0]]["SEQUENCE"]
    others = [uid for uid in gone if uid != grown[0]]
    assert [str(gone[uid]["STATUS"]) for uid in others] == ["CONFIRMED"]
    assert titles(town.get("/feeds/events.json?q=jazz")) == ["Concert jazz"], "a news feed drops withdrawn occurrences"
    harvest(concert("jazz", first, second), opera)
    _, back = jazz()
    assert back[grown[0]]["STATUS"] == "CONFIRMED"
    assert back[grown[0]]["SEQUENCE"] > gone[grown[0]]["SEQUENCE"]


def test_cancelled_ones_stay_in_every_format(town):
    harvest(concert("jazz", at(2), at(9), status=EventStatus.CANCELLED), concert("opera", at(3)))
    for extension in FORMATS:
        found = titles(town.get(f"/feeds/events.{extension}?q=jazz"))
        assert found == (["Concert jazz"] if extension == "jsonld" else ["Canceled: Concert jazz"]) * 2
    listed = town.get("/feeds/events.jsonld?q=jazz").json()["itemListElement"]
    assert {entry["item"]["eventStatus"] for entry in listed} == {"https://schema.org/EventCancelled"}


def test_a_calendar_keeps_recent_events(client):
    seed()
    harvest(concert("late", at(-2)), concert("gone", at(-60)), concert("soon", at(2)))
    assert titles(client.get("/feeds/events.ics")) == ["Concert late", "Concert soon"]
    assert titles(client.get("/feeds/events.json")) == ["Concert soon"]
    begin = at(-61).local_date.isoformat()
    assert len(titles(client.get(f"/feeds/events.json?from={begin}"))) == 3


def test_links_to_subscribe(town, monkeypatch):
    answer = town.get("/api/feeds?free=true&q=%3Cb%3E").json()
    assert {feed["format"]: feed["url"] for feed in answer["feeds"]} == {
        extension: f"http://testserver/feeds/events.{extension}?free=true&q=%3Cb%3E" for extension in FORMATS
    }
    assert answer["webcal"] == "webcal://testserver/feeds/events.ics?free=true&q=%3Cb%3E"
    assert answer["google"].startswith("https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Ftestserver")
    monkeypatch.setenv("PUBLIC_URL", "https://events.example/")
    settings.cache_clear()
    assert town.get("/api/feeds").json()["webcal"] == "webcal://events.example/feeds/events.ics"


def uids(answer):
    return {str(event["UID"]) for event in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}


def test_the_calendar_of_everything_has_a_season_and_links_the_rest(client):
    seed()
    harvest(*(concert(f"d{days}", at(days)) for days in (1, 31, 92, 93, 300, 900)), whole=False)
    usual = client.get("/feeds/events.ics")
    (everything,) = re.findall(
        r'<([^>]+)>; rel="alternate"; type="text/calendar"; title="all events"', usual.headers["link"]
    )
    assert everything == "http://testserver/feeds/events.ics?days=3660"
    described = str(icalendar.Calendar.from_ical(usual.content)["DESCRIPTION"])
    assert described == f"The events of the next 92 days. All events: {everything}"
    spans = {span["days"]: client.get(span["url"]) for span in client.get("/api/feeds").json()["spans"]}
    found = {days: uids(answer) for days, answer in spans.items()}
    assert {days: len(each) for days, each in found.items()} == {31: 2, 92: 3, 366: 5, None: 6}
    assert found[31] < uids(usual) == found[92] < found[366] < found[None], "an entry keeps its UID in every span"
    assert len(titles(client.get("/feeds/events.json"))) == 6
    assert len(titles(client.get("/feeds/events.json?days=31"))) == 2
    for narrowed in (
        "/feeds/events.ics?category=Music",
        "/feeds/venues/1/events.ics",
        "/feeds/events.ics?from=2026-01-01",
    ):
        assert len(uids(client.get(narrowed))) == 6
    assert len(uids(client.get("/feeds/venues/1/events.ics?days=31"))) == 2
    assert client.get("/feeds/events.ics?days=0").status_code == 422


def test_a_cached_feed_is_of_one_host(town, monkeypatch):
    """A shared cache must not hand the links of one host to the clients of another."""
    for path in ("/feeds/events.ics", "/feeds/venues/1/events.rss", "/api/feeds"):
        answer = town.get(path, headers={"Host": "evil.example"})
        assert "evil.example/" in answer.text
        assert "Host" in answer.headers["vary"].split(", ")
    etag = town.get("/feeds/events.ics").headers["etag"]
    unchanged = town.get("/feeds/events.ics", headers={"If-None-Match": etag})
    assert (unchanged.status_code, "Host" in unchanged.headers["vary"]) == (304, True)
    monkeypatch.setenv("PUBLIC_URL", "https://events.example/")
    settings.cache_clear()
    answer = town.get("/feeds/events.ics", headers={"Host": "evil.example"})
    assert "evil.example" not in answer.text + answer.headers["link"]
    assert "Host" not in answer.headers.get("vary", "")


def test_a_feed_links_to_itself_other_formats_and_the_subscription(town):
    links = town.get("/feeds/categories/Opera/events.rss?free=false").headers["link"]
    assert '<http://testserver/feeds/categories/Opera/events.rss?free=false>; rel="self"' in links
    assert '<http://testserver/feeds/categories/Opera/events.ics?free=false>; rel="alternate"; type="text/cal' in links
    assert "<webcal://testserver/feeds/categories/Opera/events.ics?free=false>" in links


def test_long_filters_make_no_oversized_header(town):
    answer = town.get("/feeds/events.ics", params={"q": "\U0001f3b7" * 200})
    assert answer.status_code == 200
    assert sum(len(name) + len(value) for name, value in answer.headers.items()) < 4000


def test_an_invalid_public_url_is_refused_at_the_start(monkeypatch):
    monkeypatch.setenv("PUBLIC_URL", "events.example")
    with pytest.raises(ValueError, match="PUBLIC_URL must begin with http"):
        Settings(_env_file=None)


def test_hostile_filters_and_titles_stay_text(town):
    harvest(concert("evil", at(5), title='</script><b>"Evil"</b>'), source_id=2, whole=False)
    query = "q=evil&category=Music"
    for extension in ("rss", "atom"):
        parsed = feedparser.parse(town.get(f"/feeds/events.{extension}?{query}").content)
        assert not parsed.bozo
        assert parsed.entries[0].title.startswith('</script><b>"Evil"</b>')
    assert b"</script>" not in town.get(f"/feeds/events.jsonld?{query}").content
    answer = town.get('/feeds/categories/a"><script>/events.ics?q=%0D%0AX-Evil:1')
    assert answer.status_code == 200
    assert "x-evil" not in answer.headers
    assert b"\r\nX-Evil" not in answer.content
    assert not any(mark in answer.headers["link"] for mark in ('"><', "<script"))


def test_feeds_when_reads_are_not_public(town, monkeypatch):
    monkeypatch.setenv("PUBLIC_READS", "false")
    monkeypatch.setenv("API_KEY", "k" * 32)
    settings.cache_clear()
    assert town.get("/feeds/events.ics").status_code == 401
    assert town.get("/api/feeds").status_code == 401
    answer = town.get("/feeds/events.ics", headers={"Authorization": f"Bearer {'k' * 32}"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"].startswith("private")


def test_memory_does_not_grow_with_the_feed(client):
    seed()
    harvest(*many(1500), whole=False)

    def peak(path):
        tracemalloc.start()
        try:
            with client.stream("GET", path, headers={"Accept-Encoding": "identity"}) as answer:
                length = sum(len(piece) for piece in answer.iter_raw())
            return tracemalloc.get_traced_memory()[1], length
        finally:
            tracemalloc.stop()

    peak("/feeds/events.ics?limit=200&days=366")
    few, short = peak("/feeds/events.ics?limit=250&days=366")
    all_of_them, long = peak("/feeds/events.ics?limit=1500&days=366")
    assert long > 5 * short
    assert all_of_them < few * 2, f"{few} bytes for 250, {all_of_them} for 1,500"
