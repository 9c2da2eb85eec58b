"""Crawls a source's kept answers, and gathers what the pipeline would store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import crochet
from scrapy import signals
from twisted.internet.defer import Deferred

from core.config import settings
from core.items import EventItem, Venue
from scrapers.extensions.faults import Faults
from scrapers.extensions.run_end import run_end
from scrapers.launch.in_process import start_reactor, wait_for_end
from scrapers.platforms.base import SourceSpider
from scrapers.replay.answers import KeptAnswers, ReplayCrawler
from storage.runs.judgment import RunEnd
from storage.runs.ledger import REPLAY
from storage.runs.left_out import LeftOut
from storage.sources.records import SourceRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a crawl read. `partial`, `left_out`, and `left_out_count`: as in `pipelines.store.Batch`."""

    events: Sequence[EventItem]
    partial: Mapping[str, Venue | None]
    left_out: Sequence[LeftOut]
    left_out_count: int
    end: RunEnd


class _Gathered:
    """Listens to a crawl in place of the run's reporter and the store."""

    def __init__(self, crawler: ReplayCrawler, source: SourceRecord) -> None:
        self.source = source
        self.events: list[EventItem] = []
        self.reason = ""
        self.faults = Faults(crawler)
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.item_scraped, signals.item_scraped)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    def spider_opened(self, spider: SourceSpider) -> None:
        spider.adopt(self.source)

    def item_scraped(self, item: Any) -> None:
        if isinstance(item, EventItem):
            self.events.append(item)

    def spider_closed(self, reason: str) -> None:
        self.reason = reason


def crawl(
    source: SourceRecord,
    spider: type[SourceSpider],
    kept: KeptAnswers,
    now: datetime,
    arguments: Mapping[str, str],
    check_in: Callable[[], None],
) -> Read:
    """`now`: the time that the crawl takes as the present. `check_in` is called about once a second.

    Raises ValueError for arguments that the spider refuses, DeadlineExceeded after CRAWL_DEADLINE_S.
    """
    start_reactor()
    crawler = ReplayCrawler(spider, kept)
    gathered = _Gathered(crawler, source)
    given = {"base_url": source.base_url, **arguments, "now": now.isoformat()}
    begun = _begin(crawler, {**given, "source_id": source.id, "delay": 0, "launched_by": REPLAY})
    wait_for_end(crawler, begun, timedelta(seconds=settings().crawl_deadline_s), check_in)
    ended = crawler.spider
    assert isinstance(ended, SourceSpider)
    left_out, left_out_count = ended.account.take_left_out()
    return Read(
        events=gathered.events,
        partial=ended.account.incomplete,
        left_out=left_out,
        left_out_count=left_out_count,
        end=run_end(ended, crawler, gathered.reason),
    )


@crochet.run_in_reactor
def _begin(crawler: ReplayCrawler, arguments: Mapping[str, Any]) -> Deferred[None]:
    return crawler.crawl(**arguments)
