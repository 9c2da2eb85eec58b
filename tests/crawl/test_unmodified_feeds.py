"""Feeds that answer 304 are marked as seen in batches: each feed once, and each gets its own result."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from scrapers.incremental import conditional_requests
from scrapers.incremental.conditional_requests import NotModifiedFeeds
from scrapers.incremental.conditions import Conditions
from storage.runs.ledger import RunToken

RUN = RunToken("run", 1, 1)
CONDITIONS = Conditions(b"", date(2028, 11, 22))
FEEDS = [f"https://hall.example/{number}.ics" for number in range(250)]
UNKNOWN = frozenset(FEEDS[::7])


@pytest.fixture
def batches(monkeypatch):
    """The feeds of each transaction; those in UNKNOWN must be read again."""
    asked = []

    def mark_seen(run, answered_by, conditions):
        asked.append(dict(answered_by))
        return frozenset(answered_by) - UNKNOWN

    monkeypatch.setattr(conditional_requests, "_mark_seen", mark_seen)
    return asked


async def all_seen(crawl, feeds):
    return await asyncio.gather(*(crawl.mark_seen(RUN, feed, feed, CONDITIONS) for feed in feeds))


def test_each_feed_is_looked_up_once_and_gets_its_own_result(batches):
    said = asyncio.run(all_seen(NotModifiedFeeds(), FEEDS))
    assert said == [feed not in UNKNOWN for feed in FEEDS]
    assert [feed for batch in batches for feed in batch] == FEEDS


def test_feeds_that_arrive_during_gathering_join_the_batch(batches, monkeypatch):
    monkeypatch.setattr(conditional_requests, "PAUSE_S", 0)  # a turn of the loop each

    async def crawl():
        crawl = NotModifiedFeeds()
        first = asyncio.ensure_future(crawl.mark_seen(RUN, FEEDS[1], FEEDS[1], CONDITIONS))
        await asyncio.sleep(0)
        return await asyncio.gather(first, crawl.mark_seen(RUN, FEEDS[2], FEEDS[2], CONDITIONS))

    assert asyncio.run(crawl()) == [True, True]
    assert [list(batch) for batch in batches] == [FEEDS[1:3]]


def test_a_failure_affects_only_its_own_batch(batches, monkeypatch):
    crawl = NotModifiedFeeds()

    async def twice():
        with monkeypatch.context() as broken:
            broken.setattr(conditional_requests, "_mark_seen", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                await crawl.mark_seen(RUN, FEEDS[1], FEEDS[1], CONDITIONS)
        return await crawl.mark_seen(RUN, FEEDS[2], FEEDS[2], CONDITIONS)

    assert asyncio.run(twice())
    assert [list(batch) for batch in batches] == [FEEDS[2:3]]
