"""`scrapy parse`, `check`, `shell`, and `fetch` look at a page: they open no run and store nothing."""

from __future__ import annotations

import pytest

from .running import NOW, VANWEZEL, count, scrapy

pytestmark = pytest.mark.timeout(300)
SOURCE = ("-a", f"source_id={VANWEZEL}")


@pytest.mark.parametrize(
    "command",
    [
        ("parse", "--spider=vanwezel", *SOURCE, "{url}/events"),
        ("parse", "--spider=vanwezel", "--pipelines", *SOURCE, "-a", "base_url={url}", "{url}/events"),
        ("shell", "--spider=vanwezel", "{url}/events", "-c", "response.status"),
        ("shell", "{url}/events", "-c", "fetch('{url}/events')"),
        ("fetch", "--spider=vanwezel", "{url}/events"),
        ("fetch", "{url}/events"),
        ("check",),
        ("check", "vanwezel", *SOURCE, "-a", "base_url={url}"),
        ("check", "ics", "mote"),
        ("check", "--list"),
    ],
)
def test_no_run(crawls, command, monkeypatch):
    monkeypatch.setenv("PRIVATE_SOURCES", "true")
    url = crawls.sandbox.url("vanwezel").rstrip("/")
    ran = scrapy(*(part.format(url=url) for part in command), "-s", "LOG_ENABLED=True", "-s", "DOWNLOAD_DELAY=0")
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    assert count("SELECT count(*) FROM runs") == 0
    assert count("SELECT count(*) FROM events") == 0
    if command[0] != "check":
        assert "/events" in {request.path for request in crawls.sandbox.requests}


def test_contracts_read_saved_pages(crawls):
    """No site is asked, not even for robots.txt, with and without a database."""
    for environment in ({}, {"DATABASE_URL": ""}):
        ran = scrapy("check", "-v", "-s", "LOG_ENABLED=True", "-s", "LOG_LEVEL=DEBUG", **environment)
        assert ran.returncode == 0, ran.stderr
        found = {line for line in ran.stderr.splitlines() if line.endswith("... ok")}
        assert {line.split()[0] for line in found} == {"[vanwezel]", "[ics]", "[carbonhouse]"}, ran.stderr
        assert "downloader/request_count" not in ran.stderr
        assert "Retrying" not in ran.stderr
    assert not crawls.sandbox.requests


def test_a_spider_that_keeps_state_refuses_jobdir(crawls, tmp_path):
    address = f"base_url={crawls.sandbox.url('vanwezel')}"
    for folder in (tmp_path / "job", tmp_path / "job"):
        ran = scrapy("crawl", "vanwezel", *SOURCE, "-a", address, "-a", "delay=0", "-s", f"JOBDIR={folder}")
        assert ran.returncode != 0
        assert "JOBDIR: vanwezel keeps state between its pages" in ran.stderr
        assert "This is a bug in Marquee" not in ran.stderr
    assert not crawls.sandbox.requests
    assert count("SELECT count(*) FROM runs") == 0


def test_a_stateless_spider_takes_jobdir(sandbox, tmp_path):
    options = (
        "-a",
        f"now={NOW}",
        "-s",
        "STORE_EVENTS=False",
        "-s",
        f"JOBDIR={tmp_path / 'job'}",
        "-O",
        f"{tmp_path}/events.jsonl",
    )
    ran = scrapy("crawl", "ics", "-a", f"url={sandbox.url('feeds', '/calendars/weekly-dst.ics')}", *options)
    assert ran.returncode == 0, ran.stderr
    assert " ERROR: " not in ran.stderr
    assert (tmp_path / "events.jsonl").read_text()
