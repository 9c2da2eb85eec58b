"""Fetches one page for a user: pinned to the checked address, limited, with checked redirects. And previews it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpcore
import pytest

from app.tasks import PreviewFailed, preview_source, previewing
from core.addresses import NotPublic
from core.errors import Blocked, PageChanged, PageGone
from core.fetching.fetcher import Fetcher, FetchFailed
from core.recipes.recipe import Recipe
from tests.crawl.feed_server import serving

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
        return f"http://calendar.example:8080{path}"


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


PUBLIC, OTHER = "93.184.215.14", "2606:4700::1111"


class Internet(httpcore.SyncBackend):
    """Public addresses lead to the site on loopback; its own are as private as ever."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port
        self.connected: list[tuple[str, int]] = []
        self.unreachable: set[str] = set()

    def connect_tcp(self, host, port, *rest):
        self.connected.append((host, port))
        if host in self.unreachable:
            raise httpcore.ConnectError("no route")
        return super().connect_tcp("127.0.0.1", self.port, *rest)


@pytest.fixture
def internet(site):
    return Internet(site.server_port)


@pytest.fixture
def names():
    """What each further look-up of a name answers; the last answer stays."""
    return {"calendar.example": [[PUBLIC]], "inside.example": [["10.0.0.7"]]}


@pytest.fixture
def fetcher(internet, names):
    def resolve(host, _port):
        answers = names.get(host, [[host]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    return Fetcher("Marquee/test", resolve=resolve, network=internet)


def test_requests_the_checked_address_under_its_name(site, fetcher, internet):
    assert fetcher.fetch(site.url("/a.ics")).body == CALENDAR
    assert site.asked == [("/a.ics", "calendar.example:8080")]
    assert internet.connected == [(PUBLIC, 8080)]


def test_the_next_address_is_tried(site, fetcher, internet, names):
    names["calendar.example"] = [[OTHER, PUBLIC]]
    internet.unreachable.add(OTHER)
    assert fetcher.fetch(site.url("/a.ics")).body == CALENDAR
    assert internet.connected == [(OTHER, 8080), (PUBLIC, 8080)]


@pytest.mark.parametrize("second", [["127.0.0.1"], [PUBLIC, "10.0.0.7"], ["::ffff:10.0.0.7"], ["64:ff9b:1::7f00:1"]])
def test_a_name_whose_second_answer_is_private(second, site, fetcher, internet, names):
    """Each connection is judged, so an answer that changed in between leads nowhere (DNS rebinding)."""
    names["calendar.example"] = [[PUBLIC], second]
    with pytest.raises(NotPublic, match="not on the public internet"):
        fetcher.fetch(site.url("/to//a.ics"))
    assert internet.connected == [(PUBLIC, 8080)]


def test_a_name_that_is_found_later(site, fetcher, internet, names):
    names["calendar.example"] = [[], ["127.0.0.1"]]
    with pytest.raises(NotPublic, match="check the spelling"):
        fetcher.fetch(site.url("/a.ics"))
    with pytest.raises(NotPublic, match="not on the public internet"):
        fetcher.fetch(site.url("/a.ics"))
    assert internet.connected == []


def test_redirects_are_checked(site, fetcher):
    assert fetcher.fetch(site.url("/to//a.ics")).body == CALENDAR
    with pytest.raises(NotPublic):
        fetcher.fetch(site.url("/to/http://127.0.0.1:8080/a.ics"))
    for inside in ("http://inside.example/a.ics", "http://calendar.example:6379/a.ics", "file:///etc/passwd"):
        with pytest.raises(NotPublic):
            fetcher.fetch(site.url(f"/to/{inside}"))
    with pytest.raises(FetchFailed, match="redirects"):
        fetcher.fetch(site.url("/to/" * 9 + "/a.ics"))
    assert [path for path, host in site.asked if host is None or "127.0.0.1" in host] == []


def test_webcal_addresses_and_redirects(site, fetcher):
    webcal = site.url("/a.ics").replace("http://", "webcal://")
    for url in (webcal, site.url(f"/to/{webcal}"), site.url(f"/to/{webcal.replace('webcal', 'WebCal')}")):
        found = fetcher.fetch(url)
        assert (found.body, found.url) == (CALENDAR, site.url("/a.ics"))
    with pytest.raises(NotPublic):
        fetcher.fetch(site.url("/to/webcal://127.0.0.1:8080/a.ics"))
    assert previewing.preview(fetcher, webcal, "America/New_York", "auto", NOW, pause_s=0)["url"] == site.url("/a.ics")


def test_bounds(site, fetcher):
    """tests/hostile has the table of hostile answers."""
    with pytest.raises(FetchFailed, match="5 MiB"):
        fetcher.fetch(site.url("/large"))


def test_preview(site, fetcher):
    shown = previewing.preview(fetcher, site.url("/a.ics"), "America/New_York", "auto", NOW, pause_s=0)
    assert (shown["kind"], shown["found"], shown["problems"]) == ("ics", 1, [])
    assert shown["events"][0]["title"] == "Manatees by moonlight"
    assert shown["events"][0]["occurrences"][0]["starts_at"] == "2026-11-29T20:00:00-05:00"
    assert "raw" not in shown["events"][0]


def test_preview_obeys_robots(site, fetcher):
    site.robots = b"User-agent: *\nDisallow: /a.ics\n"
    with pytest.raises(Blocked, match=r"robots\.txt forbids"):
        previewing.preview(fetcher, site.url("/a.ics"), "America/New_York", "auto", NOW, pause_s=0)
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_preview_by_a_recipe():
    fetcher = Fetcher("Marquee/test", anywhere=True)
    cards = "".join(f"<li><b>Act {n}</b><i>Dec {n}, 2026</i></li>" for n in range(4, 8))
    recipe = {"card": "li", "title": "b", "date": "i"}
    with serving() as hall:
        hall.bodies["/"] = f"<!DOCTYPE html><html lang='en'><body><ul>{cards}</ul></body></html>".encode()
        shown = previewing.preview(
            fetcher, hall.url("/"), "America/New_York", "auto", NOW, pause_s=0, recipe=Recipe.model_validate(recipe)
        )
        assert (shown["kind"], shown["found"]) == ("cards", 4)
        assert shown["recipe"] == {**recipe, "usual": ["title", "date"]}
        wrong = Recipe.model_validate({**recipe, "place": "em"})
        with pytest.raises(PageChanged, match="no card has place 'em'"):
            previewing.preview(fetcher, hall.url("/"), "America/New_York", "auto", NOW, pause_s=0, recipe=wrong)


def paged(*pages):
    """A list of three acts a page, each page with a link to the next."""
    return {
        f"/{number}": (
            "<!DOCTYPE html><html lang='en'><body><ul>"
            + "".join(f"<li><b>Act {act}</b><i>Dec {act}, 2026</i></li>" for act in acts)
            + f"</ul><a rel='next' href='/{number + 1}'>Next</a></body></html>"
        ).encode()
        for number, acts in enumerate(pages)
    }


@pytest.mark.parametrize("recipe", [None, {"card": "li", "title": "b", "date": "i", "next_page": "auto"}])
def test_preview_reads_a_list_to_its_end_as_a_harvest_does(recipe):
    by = None if recipe is None else Recipe.model_validate(recipe)
    fetcher = Fetcher("Marquee/test", anywhere=True)
    with serving() as hall:
        hall.bodies |= paged((4, 5, 6), (7, 8, 9), (7, 8, 9), (10, 11, 12))
        shown = previewing.preview(fetcher, hall.url("/0"), "America/New_York", "auto", NOW, recipe=by, pause_s=0)
        assert (shown["kind"], shown["found"], shown["notes"]) == ("cards", 6, [])
        assert [event["title"] for event in shown["events"]] == [f"Act {act}" for act in range(4, 10)]


def test_preview_says_what_it_left_for_the_harvest():
    fetcher = Fetcher("Marquee/test", anywhere=True)
    with serving() as hall:
        hall.bodies |= paged(*((act, act + 1, act + 2) for act in range(1, 30)))
        shown = previewing.preview(fetcher, hall.url("/0"), "America/New_York", "auto", NOW, pause_s=0)
        assert shown["notes"] == ["The list goes on after 9 pages. A harvest reads up to 30."]
        del hall.bodies["/2"]
        shown = previewing.preview(fetcher, hall.url("/0"), "America/New_York", "auto", NOW, pause_s=0)
        assert shown["notes"][0].startswith("Page 3 of the list can't be read: ")
        assert shown["found"] == 4


def test_preview_of_nothing(site, fetcher):
    with pytest.raises(PageGone):
        previewing.preview(fetcher, site.url("/nowhere"), "America/New_York", "auto", NOW, pause_s=0)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({"url": "http://127.0.0.1/"}, "not on the public internet"),
        ({"url": "http://calendar.example/", "timezone": "Mars"}, "IANA zone"),
        ({"url": "http://calendar.example/", "kind": "poetry"}, "poetry"),
        (
            {"url": "http://calendar.example/", "recipe": {"card": "li[", "title": "b", "date": "i"}},
            "recipe: card: 'li['",
        ),
    ],
)
def test_task_that_can_never_work(arguments, why):
    ended = preview_source.apply(kwargs=arguments)
    assert ended.state == "FAILURE"
    assert isinstance(ended.result, PreviewFailed)
    assert why in str(ended.result)
