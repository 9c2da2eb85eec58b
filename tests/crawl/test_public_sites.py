"""A crawl of the public internet stays there, no matter where a name or redirect leads, and when.

Public addresses lead to a server on loopback; everything else is what a crawl does.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core import addresses
from core.config import settings
from scrapers.launch import in_process
from scrapers.politeness.public_sites import is_literally_private
from storage.runs.ledger import Run, RunStatus

from .feed_server import vcalendar, vevent
from .running import FEEDS, MOTE, Crawls

PUBLIC, OTHER = "93.184.215.14", "2606:4700::1111"
FEED = vcalendar([vevent("one", "Manatees by moonlight")])
BASE = "http://pier.example:8080"


class Site(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked: list[tuple[str, str]] = []
        self.location = ""
        self.broken: list[str] = []


class Answers(BaseHTTPRequestHandler):
    """Closes each connection, so that each request needs a new one."""

    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((self.headers["Host"], self.path))
        if self.path in self.server.broken:
            self.server.broken.remove(self.path)
            self.send_response(503)
            body = b""
        elif self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", self.server.location)
            body = b""
        else:
            self.send_response(200)
            self.send_header("Content-Type", "text/calendar")
            body = FEED if self.path.endswith(".ics") else b"User-agent: *\nDisallow:\n"
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        """Silent: `asked` is the log."""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield site
        site.shutdown()
        thread.join()


@pytest.fixture
def names(monkeypatch):
    """What each further look-up of a name answers; the last answer stays. None: the look-up fails."""
    names = {
        "pier.example": [[PUBLIC]],
        "inside.example": [["10.0.0.7"]],
        "both.example": [[PUBLIC, "::1"]],
        "localhost.": [["127.0.0.1"]],
    }

    def resolved(host, _port):
        answers = names.get(host, [None])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer is None:
            return system(host, _port)
        return answer

    system = addresses.resolved
    monkeypatch.setattr(addresses, "resolved", resolved)
    return names


@pytest.fixture
def connected(site, names, monkeypatch):
    """The IP addresses that crawls connect to."""
    in_process.start_reactor()
    from twisted.internet import reactor

    connected = []
    real = reactor.connectTCP

    def connect(host, port, *rest, **more):
        connected.append(host)
        return real("127.0.0.1", site.server_port, *rest, **more)

    monkeypatch.setattr(reactor, "connectTCP", connect)
    return connected


def harvest(crawls: Crawls, url: str, base_url: str = BASE) -> Run:
    return crawls(FEEDS, base_url=base_url, url=url)


def test_requests_go_to_the_judged_address(crawls, site, names, connected):
    run = harvest(crawls, f"{BASE}/a.ics")
    assert (run.status, run.errors) == (RunStatus.OK, [])
    assert site.asked == [("pier.example:8080", "/robots.txt"), ("pier.example:8080", "/a.ics")]
    assert connected == [PUBLIC, PUBLIC]


def test_sites_with_an_ipv6_address(crawls, site, names, connected):
    names["pier.example"] = [[OTHER]]
    assert harvest(crawls, f"{BASE}/a.ics").errors == []
    assert harvest(crawls, f"http://[{OTHER}]:8080/a.ics", base_url=f"http://[{OTHER}]:8080").errors == []
    assert connected == [OTHER] * 4
    assert site.asked[-1] == (f"[{OTHER}]:8080", "/a.ics")


@pytest.mark.parametrize(
    "url",
    [
        "http://inside.example:8080/a.ics",
        "http://both.example:8080/a.ics",
        "http://[::1]:8080/a.ics",
        "http://127.0.0.1:8080/a.ics",
        "http://2130706433:8080/a.ics",
        "http://0x7f.1:8080/a.ics",
        "http://017700000001:8080/a.ics",
        "http://localhost:8080/a.ics",
        "http://localhost.:8080/a.ics",
        "http://[::127.0.0.1]:8080/a.ics",
        "http://[::ffff:0:7f00:1]:8080/a.ics",
        "http://[64:ff9b:1::7f00:1]:8080/a.ics",
        "http://pier.example:6379/a.ics",
        "http://pier.example:0/a.ics",
    ],
)
def test_a_redirect_that_leads_inside_is_not_followed(url, crawls, site, connected):
    site.location = url
    run = harvest(crawls, f"{BASE}/moved")
    assert run.status is RunStatus.FAILED
    assert {error["kind"] for error in run.errors} == {"PrivateAddress"}
    assert {host for host, path in site.asked} == {"pier.example:8080"}
    assert set(connected) == {PUBLIC}


@pytest.mark.parametrize("host", ["inside.example", "both.example"])
def test_a_source_that_leads_inside_is_not_asked(host, crawls, site, connected):
    run = harvest(crawls, f"http://{host}:8080/a.ics", base_url=f"http://{host}:8080")
    assert run.status is RunStatus.FAILED
    assert {error["kind"] for error in run.errors} == {"PrivateAddress"}
    assert (site.asked, connected) == ([], [])


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://inside.example/a.ics", "data:text/calendar,x"])
def test_other_schemes_are_not_asked(url, crawls, site, connected):
    site.location = url
    run = harvest(crawls, f"{BASE}/moved")
    assert run.status is RunStatus.FAILED
    assert set(connected) == {PUBLIC}


def test_a_name_whose_next_answer_is_private(crawls, site, names, connected):
    """robots.txt was asked from the public address; the page would come from inside (DNS rebinding)."""
    names["pier.example"] = [[PUBLIC], ["127.0.0.1"]]
    run = harvest(crawls, f"{BASE}/a.ics")
    assert {error["kind"] for error in run.errors} == {"PrivateAddress"}
    assert [path for _, path in site.asked] == ["/robots.txt"]
    assert connected == [PUBLIC]


def test_a_redirect_to_the_same_name_is_judged_again(crawls, site, names, connected):
    names["pier.example"] = [[PUBLIC], [PUBLIC], ["::1"]]
    site.location = f"{BASE}/a.ics"
    run = harvest(crawls, f"{BASE}/moved")
    assert {error["kind"] for error in run.errors} == {"PrivateAddress"}
    assert connected == [PUBLIC, PUBLIC]


def test_a_retry_is_judged_again(crawls, site, names, connected):
    site.broken.append("/a.ics")
    names["pier.example"] = [[PUBLIC], [PUBLIC], ["10.0.0.7"]]
    run = harvest(crawls, f"{BASE}/a.ics")
    assert {error["kind"] for error in run.errors} == {"PrivateAddress"}
    assert connected == [PUBLIC, PUBLIC]


def test_a_look_up_that_failed_first(crawls, site, names, connected):
    """robots.txt could not be looked up; then the name leads inside."""
    names["pier.example"] = [[], ["10.0.0.7"]]
    run = harvest(crawls, f"{BASE}/a.ics")
    assert {error["kind"] for error in run.errors} == {"PrivateAddress"}
    assert (site.asked, connected) == ([], [])


def test_a_name_without_an_address_is_no_private_one(crawls, names, connected):
    names["pier.example"] = [[]]
    run = harvest(crawls, f"{BASE}/a.ics")
    assert {error["kind"] for error in run.errors} == {"TransportFailure"}
    assert "pier.example has no address" in run.errors[0]["found"]


def test_through_a_proxy(crawls, site, names, monkeypatch):
    """The proxy may be in the own network, and may know names that nobody else knows."""
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{site.server_port}")
    names["known-to-the-proxy.example"] = [[]]
    for host in ("pier.example", "known-to-the-proxy.example"):
        assert harvest(crawls, f"http://{host}:8080/a.ics").errors == []
        assert site.asked[-1] == (f"{host}:8080", f"http://{host}:8080/a.ics")
    site.asked.clear()
    run = harvest(crawls, "http://inside.example:8080/a.ics", base_url="http://inside.example:8080")
    assert {error["kind"] for error in run.errors} == {"PrivateAddress"}
    assert site.asked == []


def test_a_source_on_this_machine_may_be_asked(crawls, names):
    """The sandbox's own address is private, so its pages may be too. No look-up is judged."""
    names["127.0.0.1"] = [["10.0.0.7"]]
    assert crawls(MOTE).status is RunStatus.OK


def test_private_sources_may_be_allowed(crawls, site, names, monkeypatch):
    monkeypatch.setenv("PRIVATE_SOURCES", "true")
    settings.cache_clear()
    try:
        url = f"http://localhost:{site.server_port}/a.ics"
        assert harvest(crawls, url, base_url="https://pier.example").errors == []
    finally:
        settings.cache_clear()


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("http://localhost:8099", True),
        ("http://192.168.1.4/", True),
        ("http://[fd00::1]/", True),
        ("https://93.184.215.14/", False),
        ("https://pier.example", False),
        ("", False),
    ],
)
def test_literally_private(url, private):
    assert is_literally_private(url) is private


def test_a_run_says_so(crawls, names, connected):
    """The source's name was pointed at a private network after the source was added."""
    run = crawls(MOTE, base_url="http://inside.example")
    assert run.status is RunStatus.FAILED
    assert {error["kind"] for error in run.errors} == {"PrivateAddress"}
    assert "PRIVATE_SOURCES" in run.errors[0]["advice"]
    assert connected == []
