"""Fetches one page for a user: pinned to the checked address, limited, with checked redirects. And previews it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.tasks import PreviewFailed, preview_source, previewing
from core import fetching
from core.addresses import NotPublic, PublicAddress
from core.errors import Blocked, PageGone
from core.fetching import Fetcher, FetchFailed

CALENDAR = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:one@calendar.example
DTSTAMP:20261101T000000Z
DTSTART:20261129T200000
SUMMARY:Manatees by moonlight
END:VEVENT
END:VCALENDAR
"""
NOW = datetime(2026, 11, 22, tzinfo=UTC)


class Site(ThreadingHTTPServer):
    """A server on loopback that records its requests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked: list[tuple[str, str | None]] = []
        self.robots = b""

    def url(self, path: str) -> str:
        return f"http://calendar.example:{self.server_port}{path}"


class Answers(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["Host"]))
        bodies = {"/a.ics": CALENDAR, "/robots.txt": self.server.robots, "/large": b"x" * 6 * 1024 * 1024}
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = bodies.get(self.path, b"")
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        pass


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        yield site
        site.shutdown()
        thread.join()


@pytest.fixture
def fetcher(monkeypatch):
    """`calendar.example` counts as public and is on loopback; every other address is checked as usual."""

    def check_public(url, resolve):
        if not url.startswith("http://calendar.example:"):
            raise NotPublic("not on the public internet")
        return PublicAddress(url, "calendar.example", int(url.split(":")[2].split("/")[0]), "127.0.0.1")

    monkeypatch.setattr(fetching, "check_public", check_public)
    return Fetcher("Marquee/test")


def test_requests_the_checked_address_under_its_name(site, fetcher):
    assert fetcher.fetch(site.url("/a.ics")).body == CALENDAR
    assert site.asked == [("/a.ics", f"calendar.example:{site.server_port}")]


def test_redirects_are_checked(site, fetcher):
    assert fetcher.fetch(site.url("/to//a.ics")).body == CALENDAR
    with pytest.raises(NotPublic):
        fetcher.fetch(site.url(f"/to/http://127.0.0.1:{site.server_port}/a.ics"))
    with pytest.raises(FetchFailed, match="redirects"):
        fetcher.fetch(site.url("/to/" * 9 + "/a.ics"))
    assert [path for path, host in site.asked if host is None or "127.0.0.1" in host] == []


def test_webcal_addresses_and_redirects(site, fetcher):
    webcal = site.url("/a.ics").replace("http://", "webcal://")
    for url in (webcal, site.url(f"/to/{webcal}"), site.url(f"/to/{webcal.replace('webcal', 'WebCal')}")):
        found = fetcher.fetch(url)
        assert (found.body, found.url) == (CALENDAR, site.url("/a.ics"))
    with pytest.raises(NotPublic):
        fetcher.fetch(site.url(f"/to/webcal://127.0.0.1:{site.server_port}/a.ics"))
    assert previewing.preview(fetcher, webcal, "America/New_York", "auto", NOW)["url"] == site.url("/a.ics")


def test_bounds(site, fetcher, monkeypatch):
    with pytest.raises(FetchFailed, match="5 MiB"):
        fetcher.fetch(site.url("/large"))
    monkeypatch.setattr(fetching, "DEADLINE_S", 0.0)
    with pytest.raises(FetchFailed, match="longer than 0 s"):
        fetcher.fetch(site.url("/a.ics"))


def test_preview(site, fetcher):
    shown = previewing.preview(fetcher, site.url("/a.ics"), "America/New_York", "auto", NOW)
    assert (shown["kind"], shown["found"], shown["problems"]) == ("ics", 1, [])
    assert shown["events"][0]["title"] == "Manatees by moonlight"
    assert shown["events"][0]["occurrences"][0]["starts_at"] == "2026-11-29T20:00:00-05:00"
    assert "raw" not in shown["events"][0]


def test_preview_obeys_robots(site, fetcher):
    site.robots = b"User-agent: *\nDisallow: /a.ics\n"
    with pytest.raises(Blocked, match=r"robots\.txt forbids"):
        previewing.preview(fetcher, site.url("/a.ics"), "America/New_York", "auto", NOW)
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_preview_of_nothing(site, fetcher):
    with pytest.raises(PageGone):
        previewing.preview(fetcher, site.url("/nowhere"), "America/New_York", "auto", NOW)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({"url": "http://127.0.0.1/"}, "not on the public internet"),
        ({"url": "http://calendar.example/", "timezone": "Mars"}, "IANA zone"),
        ({"url": "http://calendar.example/", "kind": "poetry"}, "poetry"),
    ],
)
def test_task_that_can_never_work(arguments, why):
    ended = preview_source.apply(kwargs=arguments)
    assert ended.state == "FAILURE"
    assert isinstance(ended.result, PreviewFailed)
    assert why in str(ended.result)
