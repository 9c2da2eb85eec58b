"""When batches are written; and a slow database slows the crawl down instead of filling the memory."""

from __future__ import annotations

import asyncio
import threading
import time
import uuid
from datetime import UTC, datetime

import pytest
from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from core.items import EventItem, FeedItem, Occurrence
from pipelines import store
from pipelines.store import Store
from scrapers import settings as settings_module
from scrapers.platforms.ics.spider import IcsSpider
from storage.runs.ledger import RunStatus, RunToken
from tests.crawl.feed_server import serving, vcalendar, vevent
from tests.crawl.running import FEEDS, add_feeds, read_run

ONCE = Occurrence(starts_at=datetime(2028, 11, 29, 20, tzinfo=UTC), timezone="America/New_York")


class Database:
    """Replaces Postgres: accepts batches when `open` is set."""

    def __init__(self):
        self.open = threading.Event()
        self.batches = []

    def write(self, run, batch):
        items = batch.events
        self.batches.append([item.uid for item in items])
        assert self.open.wait(90)
        return len(items), 0, 0


@pytest.fixture
def database(monkeypatch):
    database = Database()
    monkeypatch.setattr(store, "_write", database.write)
    monkeypatch.setattr(store, "BATCH", 10)
    yield database
    database.open.set()


@pytest.fixture
def pipeline():
    configured = Settings()
    configured.setmodule(settings_module, priority="project")
    configured.set("STORE_EVENTS", True, priority="project")
    crawler = Crawler(IcsSpider, configured)
    crawler.stats = MemoryStatsCollector(crawler)
    crawler.spider = IcsSpider(url="https://feeds.example/a.ics")
    crawler.spider.run = RunToken("run", 1, 1)
    return Store(crawler)


def event(number):
    return EventItem(uid=f"e{number}", title="Regatta", occurrences=(ONCE,))


async def idle():
    """Lets the event loop run until every coroutine waits."""
    for _ in range(50):
        await asyncio.sleep(0)


async def all_of(pipeline, numbers):
    return [asyncio.create_task(pipeline.process_item(event(number))) for number in numbers]


def test_while_the_database_is_slow_two_batches_are_in_flight_and_the_rest_wait(database, pipeline):
    async def crawl():
        items = await all_of(pipeline, range(100))
        await idle()
        in_flight = [uid for batch in database.batches for uid in batch] + [one.uid for one in pipeline.events]
        passed = sum(item.done() for item in items)
        database.open.set()
        await asyncio.gather(*items)
        await pipeline.close_spider()
        return in_flight, passed

    in_flight, passed = asyncio.run(crawl())
    assert in_flight == [f"e{number}" for number in range(20)]
    assert passed == 18, "the item that fills a batch waits for it"
    assert [len(batch) for batch in database.batches] == [10] * 10, "waiting items wrote no small batches"
    assert sorted(uid for batch in database.batches for uid in batch) == sorted(f"e{number}" for number in range(100))


def test_a_batch_that_does_not_fill_is_still_written(database, pipeline, monkeypatch):
    monkeypatch.setattr(store, "INTERVAL_S", 0.01)
    database.open.set()

    async def crawl():
        await pipeline.process_item(event(1))
        await pipeline.process_item(FeedItem(url="https://feeds.example/b.ics"))
        await written(1)
        await pipeline.process_item(event(2))
        await written(2)
        await idle()
        return pipeline.timer

    async def written(batches):
        for _ in range(9000):
            if len(database.batches) == batches:
                return
            await asyncio.sleep(0.01)

    assert asyncio.run(crawl()) is None, "the batch is empty, so no timer runs"
    assert database.batches == [["e1"], ["e2"]]


def test_a_full_batch_cancels_its_timer(database, pipeline):
    database.open.set()

    async def crawl():
        for number in range(10):
            await pipeline.process_item(event(number))
        between = pipeline.timer
        await pipeline.process_item(event(10))
        after = pipeline.timer
        await pipeline.close_spider()
        return between, after, pipeline.timer

    between, after, closed = asyncio.run(crawl())
    assert between is None
    assert after is not None
    assert closed is None
    assert [len(batch) for batch in database.batches] == [10, 1]


def test_the_run_records_a_bug_in_a_timed_batch(pipeline, monkeypatch, caplog):
    def fault(*arguments):
        raise ValueError("a bug in Marquee")

    monkeypatch.setattr(store, "_write", fault)
    monkeypatch.setattr(store, "INTERVAL_S", 0.0)

    async def crawl():
        await pipeline.process_item(event(1))
        for _ in range(9000):
            if pipeline.crawler.spider.account.problems:
                break
            await asyncio.sleep(0.01)
        await pipeline.close_spider()

    asyncio.run(crawl())
    (problem,) = pipeline.crawler.spider.account.problems
    assert problem.essential
    assert "a bug in Marquee" in problem.error.found
    assert "Traceback" in caplog.text
    assert pipeline.lost == 1


def test_an_event_of_a_slow_site_is_stored_during_the_crawl(crawls, monkeypatch):
    monkeypatch.setattr(store, "INTERVAL_S", 0.05)
    run_id = str(uuid.uuid4())
    with serving() as feeds:
        feeds.bodies["/a.ics"] = vcalendar([vevent("one", "The one event")])
        feeds.bodies["/b.ics"] = vcalendar([vevent("two", "The slow one")])
        feeds.held["/b.ics"] = gate = threading.Event()
        add_feeds(FEEDS, [feeds.url("/a.ics"), feeds.url("/b.ics")])
        crawl = threading.Thread(target=crawls.launch, args=(run_id, FEEDS), kwargs={"spider": "ics"})
        crawl.start()
        try:
            give_up = time.monotonic() + 90
            while ((meanwhile := read_run(run_id)) is None or meanwhile.seen == 0) and time.monotonic() < give_up:
                time.sleep(0.05)
        finally:
            gate.set()
            crawl.join()
    assert meanwhile is not None
    assert (meanwhile.status, meanwhile.seen) == (RunStatus.RUNNING, 1)
    ended = read_run(run_id)
    assert (ended.status, ended.seen, ended.new) == (RunStatus.OK, 2, 2)
