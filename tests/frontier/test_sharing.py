"""Which processes may share a run, and which crawls keep their requests in memory."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from scrapy.core.scheduler import Scheduler
from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.request import RequestFingerprinter

from core.config import settings
from scrapers import settings as settings_module
from scrapers.frontier import FrontierScheduler
from scrapers.platforms.ics.spider import IcsSpider
from spiders.mote import Mote
from spiders.vanwezel import Vanwezel
from storage.database.engine import transaction
from storage.runs import ledger as runs

from .fixtures import SOURCE, read_run

URL = "https://feeds.example/a.ics"


def crawler_of(spider_class, spider=None, **changes):
    configured = Settings()
    configured.setmodule(settings_module, priority="project")
    configured.set("STORE_EVENTS", True, priority="project")
    configured.update(changes, priority="cmdline")
    crawler = Crawler(spider_class, configured)
    crawler.request_fingerprinter = RequestFingerprinter()
    crawler.spider = spider
    return crawler


def open_run(run_id, **more):
    with transaction() as connection:
        return runs.open_run(connection, run_id=run_id, source_id=SOURCE, spider="ics", launched_by="test", **more)


@pytest.mark.parametrize(
    ("spider_class", "arguments", "changes", "why"),
    [
        (Vanwezel, {}, {}, "vanwezel keeps state between its pages"),
        (Mote, {}, {}, "mote keeps state between its pages"),
        (IcsSpider, {"url": URL}, {"STORE_EVENTS": False}, "without STORE_EVENTS there is no run to keep it for"),
    ],
    ids=["vanwezel", "mote", "no run"],
)
def test_a_crawl_that_cannot_be_shared_stays_in_memory_and_says_so(spider_class, arguments, changes, why, caplog):
    crawler = crawler_of(spider_class, spider_class(**arguments), **changes)
    crawler.stats = MemoryStatsCollector(crawler)
    with caplog.at_level(logging.INFO):
        scheduler = FrontierScheduler.from_crawler(crawler)
    assert isinstance(scheduler, Scheduler)
    assert [record.message for record in caplog.records] == [f"The frontier is in memory: {why}"]


@pytest.mark.parametrize(
    ("spider_class", "arguments", "why"),
    [
        (Vanwezel, {"join": "1", "run_id": "r"}, "vanwezel keeps state between its pages"),
        (IcsSpider, {"join": "1"}, "run_id"),
        (IcsSpider, {"join": "yes", "run_id": "r"}, "join must be 0 or 1"),
    ],
)
def test_an_impossible_join_is_refused(spider_class, arguments, why):
    with pytest.raises(ValueError, match=why):
        spider_class(**arguments)


@pytest.mark.parametrize(
    ("frontier", "stored", "refused"), [("memory", True, True), ("redis", False, True), ("redis", True, False)]
)
def test_a_join_needs_redis_and_a_run(frontier, stored, refused, monkeypatch):
    monkeypatch.setenv("FRONTIER", frontier)
    settings.cache_clear()
    try:
        crawler = crawler_of(IcsSpider, STORE_EVENTS=stored)
        if refused:
            with pytest.raises(ValueError, match="FRONTIER=redis"):
                IcsSpider.from_crawler(crawler, url=URL, join="1", run_id="r")
        else:
            assert IcsSpider.from_crawler(crawler, url=URL, join="1", run_id="r").join
    finally:
        settings.cache_clear()


def test_a_joiner_shares_the_token(feeds):
    token = open_run("r")
    with transaction() as connection:
        assert runs.join_run(connection, "r") == token


@pytest.mark.parametrize("lease", [None, timedelta(seconds=-1)], ids=["never began", "lease ran out"])
def test_only_a_living_run_is_joined(feeds, lease):
    if lease is not None:
        open_run("r", lease=lease)
    with transaction() as connection, pytest.raises(runs.NotRunning, match="run r is not running"):
        runs.join_run(connection, "r")


def test_a_joiner_that_is_refused_fetches_nothing_and_opens_no_run(feeds):
    with transaction() as connection:
        runs.open_run(connection, run_id="other", source_id=SOURCE, spider="mote", launched_by="test")
    strangers = [feeds.begin("none", "-a", "join=1"), feeds.begin("other", "-a", "join=1")]
    none, other = [stranger.log_at_end() for stranger in strangers]
    assert "run none is not running" in none
    assert f"run other belongs to mote of source {SOURCE}; ics of source {SOURCE} cannot join it" in other
    assert not feeds.asked()
    assert feeds.keys() == []
    with transaction() as connection:
        assert runs.read_run(connection, "none") is None
    assert read_run("other").status is runs.RunStatus.RUNNING
