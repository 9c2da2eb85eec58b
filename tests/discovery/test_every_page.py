"""Every recorded page, and every fault of the sandbox's sites: a look stays within its limits and never raises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpcore
import pytest

from core.fetching.fetcher import MAX_BYTES, Fetched, Fetcher
from quality.places import RECORDED, RECORDED_MORE
from sandbox.server import Sandbox
from sandbox.serving.trouble import Fault
from scrapers.discovery.asking import MOST_REQUESTS
from scrapers.discovery.explorer import Explorer
from scrapers.discovery.findings import Findings

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
ADDRESS = "https://hall.example/events"
LARGEST = 500_000
"""Larger files take seconds each, and the readers' own tests read them."""
FOLDERS = [
    folder
    for root in (RECORDED, RECORDED_MORE)
    if root.is_dir()
    for folder in sorted(root.iterdir())
    if folder.is_dir()
]
UNREADABLE = {Fault.ERROR500, Fault.EMPTY200, Fault.REDIRECT_LOOP, Fault.GZIP_BOMB, Fault.HUGE, Fault.CHALLENGE403}


@dataclass
class OnePage(Fetcher):
    """A site with one page; everything else is missing."""

    body: bytes
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None, body: str | None = None) -> Fetched:
        self.asked.append(url)
        found = url == ADDRESS
        return Fetched(url, 200 if found else 404, self.body if found else b"nothing", None)


def look(fetcher: Fetcher, url: str) -> Findings:
    explorer = Explorer(fetcher=fetcher, agent="Marquee", now=NOW, timezone="America/New_York", pause_s=0)
    return explorer.explore(url)


def assert_complete(findings: Findings) -> None:
    """It has a candidate with events, or says why not."""
    assert len(findings.asked) <= MOST_REQUESTS
    assert all(one.events for one in findings.candidates)
    assert bool(findings.candidates) != bool(findings.refusal)


@pytest.mark.skipif(not FOLDERS, reason="recorded pages are not in the repository")
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_recorded_pages(folder: Path) -> None:
    for page in sorted(folder.iterdir()):
        if page.is_file() and page.stat().st_size <= LARGEST:
            site = OnePage(page.read_bytes())
            assert_complete(look(site, ADDRESS))
            assert len(site.asked) <= MOST_REQUESTS, page.name


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(today=NOW.date()) as sandbox:
        yield sandbox


@pytest.mark.parametrize("fault", list(Fault))
@pytest.mark.parametrize("name", ["vanwezel", "mote", "feeds"])
def test_every_fault_of_the_sandbox(sandbox: Sandbox, name: str, fault: Fault) -> None:
    sandbox.trouble.clear()
    sandbox.requests.clear()
    value = {Fault.SLOW: "0.1", Fault.HUGE: "20", Fault.GZIP_BOMB: "20"}.get(fault, "")
    sandbox.trouble.add(name, fault.value, value=value)
    findings = look(Fetcher("Marquee/test", anywhere=True), sandbox.urls[name])
    assert_complete(findings)
    if fault in UNREADABLE or fault is Fault.ROBOTS_DISALLOW:
        assert findings.refusal.endswith(".")
    assert len(sandbox.requests) <= 6 * MOST_REQUESTS  # a request may be redirected five times


class Internet(httpcore.SyncBackend):
    """Counts the connections, and opens none."""

    def __init__(self) -> None:
        self.opened: list[str] = []

    def connect_tcp(self, host: str, *_: object, **__: object) -> httpcore.NetworkStream:  # type: ignore[override]
        self.opened.append(host)
        raise httpcore.ConnectError(host)


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://10.0.0.7/events", "http://[::1]/", "http://lan.example/"])
def test_private_addresses_are_not_asked(url: str) -> None:
    internet = Internet()
    findings = look(Fetcher("Marquee/test", resolve=lambda *_: ["192.168.1.5"], network=internet), url)
    assert findings.refusal
    assert internet.opened == []


def test_a_page_does_not_lead_to_private_addresses() -> None:
    """Only the page's own host resolves to a public address."""
    links = "".join(
        f"<a href='{url}'>Events</a><link rel='alternate' type='text/calendar' href='{url}'>"
        for url in ("http://10.0.0.1/all.ics", "http://lan.example/all.ics", "webcal://[::1]/all.ics")
    )

    class Guarded(OnePage):
        """Other hosts are asked for real."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None, body: str | None = None) -> Fetched:
            if url.startswith("https://hall.example/"):
                return super().fetch(url, headers, body)
            self.asked.append(url)
            return Fetcher.fetch(real, url, headers, body)

    internet = Internet()
    real = Fetcher("Marquee/test", resolve=lambda *_: ["192.168.1.5"], network=internet)
    site = Guarded(f"<html><body>{links}</body></html>".encode())
    findings = look(site, ADDRESS)
    assert any(url.endswith(("all.ics", "robots.txt")) for url in site.asked[1:])
    assert (list(findings.candidates), internet.opened) == ([], [])
    assert findings.refusal


def test_bodies_are_bounded() -> None:
    assert MOST_REQUESTS * MAX_BYTES <= 50 * 1024 * 1024
