"""The `scrapy` command, as people who know Scrapy use it."""

from __future__ import annotations

import json
import uuid

import pytest

from core.items import EventItem
from sandbox.truth import expected_of_feed
from scrapers.platforms.registry import platforms
from scrapers.reading.contract import Window
from storage.database.engine import transaction
from storage.runs import ledger as runs
from storage.runs.ledger import RunStatus

from .running import NOW, TODAY, VANWEZEL, from_yesterday, scrapy, stored, true_of

pytestmark = pytest.mark.timeout(300)
QUIET = ("-s", "LOG_LEVEL=ERROR")


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def newest_run():
    with transaction() as connection:
        return runs.recent_runs(connection, limit=1)[0]


def test_list_and_crawl_into_the_database(crawls):
    assert scrapy("list", forked=False).stdout.split() == sorted({"mote", "vanwezel", *platforms()})
    options = (*QUIET, "-a", "source_id=1", "-a", f"now={NOW}", "-a", "delay=0")
    address = f"base_url={crawls.sandbox.url('vanwezel')}"
    ran = scrapy("crawl", "vanwezel", *options, "-a", address, forked=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    run = newest_run()
    assert (run.status, run.launched_by, run.spider) == (RunStatus.OK, "scrapy", "vanwezel")
    assert stored(VANWEZEL) == true_of("vanwezel", crawls.sandbox.url("vanwezel"))


def test_crawl_to_a_file_without_a_database(sandbox, tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    target = tmp_path / "events.jsonl"
    options = ("-O", str(target), "-s", "STORE_EVENTS=False", "-a", f"now={NOW}", *QUIET)
    ran = scrapy("crawl", "ics", *options, "-a", f"url={sandbox.url('feeds', '/calendars/weekly-dst.ics')}")
    assert (ran.returncode, ran.stderr) == (0, "")
    found = {event["uid"]: event for event in lines(target)}
    truth = {event.uid: event.to_json() for event in expected_of_feed("weekly-dst", TODAY, window=months_whole())}
    assert found.keys() == truth.keys()
    for uid, event in found.items():
        assert list(event) == list(EventItem(uid="", title="").to_json())
        assert [one["starts_at"] for one in event["occurrences"]] == [
            one["starts_at"] for one in truth[uid]["occurrences"]
        ]
    assert [request.path for request in sandbox.requests] == ["/robots.txt", "/calendars/weekly-dst.ics"]


def months_whole() -> Window:
    """The spider's end: the last day of the month thirteen months ahead."""
    return Window(starts=from_yesterday().starts, ends=TODAY.replace(year=TODAY.year + 2, month=1, day=1))


def test_feeds_to_a_file(sandbox, tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    target = tmp_path / "feeds.json"
    options = ("-O", str(target), "-s", "STORE_EVENTS=False", "-a", f"now={NOW}", "-a", "months_ahead=1", *QUIET)
    ran = scrapy("crawl", "mote", *options, "-a", f"base_url={sandbox.url('mote')}", "-a", "delay=0")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert [(feed["label"], feed["covers_until"]) for feed in json.loads(target.read_text())] == [
        ("2028-11", "2028-12-01"),
        ("2028-12", "2029-01-01"),
    ]


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("source_id=abc", "source_id must be a whole number of 1 or more, not 'abc'"),
        (
            "color=red",
            "spider mote has no argument color; it takes base_url, delay, fresh, months_ahead, now, source_id",
        ),
        ("months_ahead=99", "months_ahead must be a whole number from 0 to 24, not '99'"),
        ("now=soon", "now must be an ISO time such as 2026-11-29T12:00:00Z, not 'soon'"),
    ],
)
def test_wrong_argument(argument, said, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    ran = scrapy("crawl", "mote", *QUIET, "-a", argument)
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == f"ValueError: {said}"


def test_crawl_that_cannot_begin(crawls, monkeypatch):
    """Each ends before its first request, says why, and exits with 1."""
    feed = f"url={crawls.sandbox.url('feeds', '/calendars/weekly-dst.ics')}"
    nobody = scrapy("crawl", "ics", *QUIET, "-a", feed)
    assert nobody.returncode == 1
    assert "pass -a source_id=N" in nobody.stderr
    with transaction() as connection:
        runs.open_run(connection, run_id=str(uuid.uuid4()), source_id=1, spider="vanwezel", launched_by="test")
    busy = scrapy("crawl", "vanwezel", *QUIET)
    assert busy.returncode == 1
    assert "source 1 is being crawled by run" in busy.stderr
    monkeypatch.delenv("DATABASE_URL")
    nowhere = scrapy("crawl", "vanwezel", *QUIET)
    assert nowhere.returncode == 1
    assert "DATABASE_URL is not set" in nowhere.stderr
    assert list(crawls.sandbox.requests) == []


def test_delay_reaches_the_crawler(crawls, monkeypatch):
    """The argument sets the delay; Scrapy's own option overrides it."""
    monkeypatch.delenv("DATABASE_URL")
    options = ("-s", "STORE_EVENTS=False", "-s", "LOG_LEVEL=DEBUG", "-s", "AUTOTHROTTLE_DEBUG=True", "-a", f"now={NOW}")
    options += ("-s", "AUTOTHROTTLE_TARGET_CONCURRENCY=1000")  # a slow answer adds nothing
    feed = f"url={crawls.sandbox.url('feeds', '/calendars/weekly-dst.ics')}"
    ran = scrapy("crawl", "ics", *options, "-a", feed, "-a", "delay=0.25")
    assert ran.returncode == 0
    assert "delay:  250 ms" in ran.stderr
    ran = scrapy("crawl", "ics", *options, "-a", feed, "-a", "delay=0.25", "-s", "DOWNLOAD_DELAY=0.125")
    assert "delay:  125 ms" in ran.stderr


def test_check_runs(monkeypatch):
    """Contracts name live sites. Without a network the contracts fail, but the command works."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    listed = scrapy("check", "--list")
    assert listed.returncode == 0
    assert listed.stdout.split() == [
        word for name in ("carbonhouse", "ics", "vanwezel") for word in (name, "*", "parse")
    ]
