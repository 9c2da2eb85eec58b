"""A crawl of the public internet stays there, no matter where a name or redirect leads."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from scrapy.exceptions import NotConfigured
from scrapy.http import Request

from core import addresses as public_addresses
from core.config import settings
from scrapers.politeness.public_sites import PrivateAddress, PublicSites, is_literally_private
from spiders.mote import Mote
from storage.runs.ledger import RunStatus
from tests.crawl.running import MOTE

NAMES = {"pier.example": ["93.184.215.14"], "inside.example": ["10.0.0.7"], "both.example": ["93.184.215.14", "::1"]}


@pytest.fixture
def resolver(monkeypatch):
    asked = []

    def resolved(host, port):
        asked.append(host)
        if host not in NAMES:
            raise OSError("no such name")
        return NAMES[host]

    monkeypatch.setattr(public_addresses, "resolved", resolved)
    return asked


def ask(base_url, *urls):
    """Passes these requests through the middleware of a crawl of this source."""
    guard = PublicSites(SimpleNamespace(spider=Mote(base_url=base_url)))

    async def each():
        for url in urls:
            await guard.process_request(Request(url))

    asyncio.run(each())


def test_public_names_pass_and_are_looked_up_once(resolver):
    ask("https://pier.example", "https://pier.example/a", "https://pier.example/b", "https://nowhere.example/")
    assert resolver == ["pier.example", "nowhere.example"]


@pytest.mark.parametrize(
    "url", ["http://inside.example/", "http://both.example/x", "http://[::1]/", "http://127.0.0.1:6379/"]
)
def test_what_leads_inside_is_not_asked(resolver, monkeypatch, url):
    monkeypatch.setitem(NAMES, "::1", ["::1"])
    monkeypatch.setitem(NAMES, "127.0.0.1", ["127.0.0.1"])
    with pytest.raises(PrivateAddress, match="not on the public internet"):
        ask("https://pier.example", url)


def test_a_source_on_this_machine_may_be_asked(resolver):
    ask("http://127.0.0.1:8099", "http://127.0.0.1:8100/feed.ics", "http://inside.example/")
    assert resolver == []


def test_private_sources_may_be_allowed(monkeypatch):
    monkeypatch.setenv("PRIVATE_SOURCES", "true")
    settings.cache_clear()
    try:
        with pytest.raises(NotConfigured):
            PublicSites.from_crawler(SimpleNamespace())
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


def test_a_run_says_so(crawls, resolver):
    """The source's name was pointed at a private network after the source was added."""
    run = crawls(MOTE, base_url="http://inside.example")
    assert run.status is RunStatus.FAILED
    assert {error["kind"] for error in run.errors} == {"PrivateAddress"}
    assert "PRIVATE_SOURCES" in run.errors[0]["advice"]
