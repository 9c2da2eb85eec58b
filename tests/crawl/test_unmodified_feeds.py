"""Feeds that answer 304 are taken as seen together: each once, and each learns what was said of itself."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from scrapers.incremental import unmodified
from scrapers.reading.contract import Context
from storage.runs.ledger import RunToken

RUN = RunToken("run", 1, 1)
CONTEXT = Context(url="", timezone="America/New_York", now=datetime(2028, 11, 22, tzinfo=UTC))
FEEDS = [f"https://hall.example/{number}.ics" for number in range(250)]
UNKNOWN = frozenset(FEEDS[::7])


@pytest.fixture
def batches(monkeypatch):
    """What each transaction was asked for; feeds of UNKNOWN are to be read again."""
    asked = []

    def sight(run, answered_by, context):
        asked.append(dict(answered_by))
        return frozenset(answered_by) - UNKNOWN

    monkeypatch.setattr(unmodified, "sight_unmodified", sight)
    return asked


async def harvested(crawl, feeds):
    return await asyncio.gather(*(crawl.sighted(RUN, feed, feed, CONTEXT) for feed in feeds))


def test_each_feed_is_looked_for_once_and_told_its_own_answer(batches):
    said = asyncio.run(harvested(unmodified.Unmodified(), FEEDS))
    assert said == [feed not in UNKNOWN for feed in FEEDS]
    assert [feed for batch in batches for feed in batch] == FEEDS


def test_what_comes_while_others_are_gathered_goes_with_them(batches, monkeypatch):
    monkeypatch.setattr(unmodified, "PAUSE_S", 0)  # a turn of the loop each

    async def crawl():
        crawl = unmodified.Unmodified()
        first = asyncio.ensure_future(crawl.sighted(RUN, FEEDS[1], FEEDS[1], CONTEXT))
        await asyncio.sleep(0)
        return await asyncio.gather(first, crawl.sighted(RUN, FEEDS[2], FEEDS[2], CONTEXT))

    assert asyncio.run(crawl()) == [True, True]
    assert [list(batch) for batch in batches] == [FEEDS[1:3]]


def test_a_failure_ends_its_own_answers_and_the_next_are_looked_for(batches, monkeypatch):
    crawl = unmodified.Unmodified()

    async def twice():
        with monkeypatch.context() as broken:
            broken.setattr(unmodified, "sight_unmodified", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                await crawl.sighted(RUN, FEEDS[1], FEEDS[1], CONTEXT)
        return await crawl.sighted(RUN, FEEDS[2], FEEDS[2], CONTEXT)

    assert asyncio.run(twice())
    assert [list(batch) for batch in batches] == [FEEDS[2:3]]
