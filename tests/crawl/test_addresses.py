"""Feeds are asked at the address that their source gave: with its last slash, and as http for `webcal:`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from storage.database.engine import transaction
from storage.runs.ledger import RunStatus
from storage.sources import edits, records

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, add_feeds, count, scrapy

FEED = vcalendar([vevent("gala", "Gala")])


@pytest.fixture
def feeds():
    with serving() as server:
        yield server


def asked(server):
    return [path for path, _ in server.asked if path != "/robots.txt"]


@contextmanager
def redirecting(target: str) -> Iterator[str]:
    """The address of a server that redirects everything but robots.txt to one place."""

    class Redirect(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            robots = self.path == "/robots.txt"
            self.send_response(404 if robots else 302)
            if not robots:
                self.send_header("Location", target)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Redirect) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/subscribe"
        finally:
            server.shutdown()
            thread.join()


def test_a_webcal_address_for_the_command_line(feeds, tmp_path):
    feeds.bodies["/events/ical/"] = FEED
    address = feeds.url("/events/ical/").replace("http", "webcal")
    ran = scrapy(
        *("crawl", "ics", "-a", f"url={address}", "-a", "now=2028-11-22T12:00:00-05:00"),
        *("-s", "STORE_EVENTS=False", "-O", str(tmp_path / "events.jsonl")),
    )
    assert ran.returncode == 0, ran.stderr
    assert "Gala" in (tmp_path / "events.jsonl").read_text()
    assert asked(feeds) == ["/events/ical/"]


@pytest.mark.parametrize("scheme", ["webcal", "WebCal", "http"])
def test_a_redirect_to_webcal(crawls, feeds, scheme):
    feeds.bodies["/feed.ics"] = FEED
    with redirecting(feeds.url("/feed.ics").replace("http", scheme)) as address:
        run = crawls(FEEDS, spider="ics", url=address)
    assert (run.status, run.new) == (RunStatus.OK, 1)
    assert asked(feeds) == ["/feed.ics"]


@pytest.mark.parametrize("stored", ["", "/"])
@pytest.mark.parametrize("given", ["", "/"])
def test_a_feed_below_the_sources_address(crawls, feeds, stored, given):
    """With and without a last slash: of the address that the source has, and of the one that this crawl is given."""
    feeds.bodies["/town/events/ical/"] = FEED
    with transaction() as connection:
        edits.change_source(connection, FEEDS, {"base_url": f"https://town.example/calendar{stored}"})
    add_feeds(FEEDS, ["https://town.example/calendar/events/ical/"])
    run = crawls(FEEDS, spider="ics", base_url=feeds.url(f"/town{given}"))
    assert (run.status, run.new) == (RunStatus.OK, 1)
    assert asked(feeds) == ["/town/events/ical/"]


@pytest.mark.parametrize("stored", ["", "/"])
@pytest.mark.parametrize("moved", ["", "/"])
def test_feeds_of_a_source_that_moves(crawls, stored, moved):
    with transaction() as connection:
        edits.change_source(connection, FEEDS, {"base_url": f"https://old.example{stored}"})
    add_feeds(FEEDS, ["https://old.example/events/ical/", "https://old.example.other/feed.ics"])
    with transaction() as connection:
        source = records.read_source(connection, FEEDS)
        seed = records.SourceSeed(
            id=FEEDS, name=source.name, title=source.title, base_url=source.base_url, timezone=source.timezone
        )
        records.seed(connection, [seed], {source.name: f"https://new.example{moved}"})
    for url in ("https://new.example/events/ical/", "https://old.example.other/feed.ics"):
        assert count("SELECT count(*) FROM source_feeds WHERE url = :url", url=url) == 1


@pytest.mark.parametrize(
    "stored",
    [
        "webcal://{host}/events/a.ics",
        "WEBCAL://{host}/events/a.ics",
        "webcal:http://{host}/events/a.ics",
        "webcal://http://{host}/events/a.ics",
        " webcal://{host}/events/a.ics ",
        "//{host}/events/a.ics",
        "/events/a.ics",
        "a.ics",
        "./a.ics",
        "../events/a.ics",
        "HTTP://{host}/events/a.ics",
    ],
)
def test_a_stored_feed_may_be_written_otherwise(crawls, feeds, stored):
    feeds.bodies["/events/a.ics"] = FEED
    with transaction() as connection:
        edits.change_source(connection, FEEDS, {"base_url": feeds.url("/events/")})
    add_feeds(FEEDS, [stored.format(host=feeds.url("").removeprefix("http://"))])
    run = crawls(FEEDS, spider="ics", base_url=feeds.url("/events/"))
    assert (run.status, run.new, asked(feeds)) == (RunStatus.OK, 1, ["/events/a.ics"])


def test_a_feed_that_is_stored_twice_is_asked_once(crawls, feeds):
    feeds.bodies["/a.ics"] = FEED
    with transaction() as connection:
        edits.change_source(connection, FEEDS, {"base_url": feeds.url("/")})
    add_feeds(FEEDS, [feeds.url("/a.ics"), feeds.url("/a.ics").replace("http", "webcal"), "a.ics"])
    assert crawls(FEEDS, spider="ics", base_url=feeds.url("/")).new == 1
    assert asked(feeds) == ["/a.ics"]
    assert count("SELECT count(*) FROM source_feeds") == 1


@pytest.mark.parametrize("stored", ["mailto:hall@hall.example", "ftp://hall.example/a.ics", "http://[::1/a.ics"])
def test_a_stored_feed_without_a_web_address_is_an_error_of_its_own(crawls, feeds, stored):
    feeds.bodies["/a.ics"] = FEED
    add_feeds(FEEDS, [feeds.url("/a.ics"), stored])
    run = crawls(FEEDS, spider="ics", base_url=feeds.url("/"))
    assert (run.status, run.new) == (RunStatus.SUSPECT, 1)
    assert any(stored in error["url"] or stored in error["found"] for error in run.errors)


def test_a_feed_with_a_long_address_is_asked(crawls, feeds):
    path = "/a.ics?categories=" + ",".join(map(str, range(1000, 1600)))
    feeds.bodies[path] = FEED
    add_feeds(FEEDS, [feeds.url(path)])
    assert crawls(FEEDS, spider="ics").status == RunStatus.OK
    assert asked(feeds) == [path]
