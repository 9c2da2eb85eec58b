"""Writes a run's events and feeds to Postgres in batches, outside the reactor's thread."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from core.errors import SourceError
from core.items import EventItem, FeedItem, Venue
from core.tracing import span
from scrapers.incremental.pending import FeedEvent, PendingAnswer, PendingAnswers, save_answers
from scrapers.platforms.base import SourceSpider
from storage.captures import records as captures
from storage.database.engine import transaction
from storage.database.retries import retry_when_down
from storage.events import write as events
from storage.events.incomplete import fill_in
from storage.health import quarantine
from storage.health.quarantine import Quarantined
from storage.runs import ledger as runs
from storage.runs.left_out import LeftOut, count_left_out, withdraw_left_out
from storage.sources import records as sources

BATCH = 1000
"""Events per batch: large enough that the statements' fixed cost is small, small enough to lose little in a crash."""
INTERVAL_S = 10.0
"""The longest time that an event waits for its batch to fill, so that a slow site's events are shown during its crawl.
No shorter than necessary, because contradictions between two responses are resolved within a batch."""
STORAGE_ADVICE = "The database was down or rejected the data. Check its log, then run the source again."
FAULT_ADVICE = "This is a bug in Marquee: the log has the traceback."

CHECKED = 3
"""Batches that are compared with what is stored before they are: a fault of the whole site shows in the first ones."""

Partial = dict[str, Venue | None]
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction writes. `left_out_count`: of whole events. `doubted`: it may have to stay in quarantine."""

    events: list[EventItem]
    feeds: list[FeedItem]
    partial: Partial
    left_out: list[LeftOut]
    left_out_count: int
    doubted: bool = False


class Store:
    """Pipeline step; STORE_EVENTS=False turns it off. Each batch is one transaction with the run's token. It is written
    when it is full, or INTERVAL_S after its first event.

    While one batch is written, the next one fills. When that is full too, items wait, and with them the crawl: it
    fetches pages no faster than Postgres stores their events.

    lost  how many items could not be written; their pages are not done. Those in quarantine count.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.events: list[EventItem] = []
        self.feeds: list[FeedItem] = []
        self.pending = PendingAnswers()
        self.writing = asyncio.Lock()
        self.timer: asyncio.TimerHandle | None = None
        self.timed: asyncio.Task[None] | None = None
        self.lost = 0
        self.unchecked = CHECKED

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Store:
        if not crawler.settings.getbool("STORE_EVENTS"):
            raise NotConfigured
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        if not isinstance(item, EventItem | FeedItem):
            return item
        await self._flush_full()
        if isinstance(item, FeedItem):
            self.feeds.append(item)
        else:
            self.events.append(item)
            if isinstance(item, FeedEvent):
                self.pending.add(item)
        if self.timer is None:
            self.timer = asyncio.get_running_loop().call_later(INTERVAL_S, self._flush_in_time)
        await self._flush_full()
        return item

    async def close_spider(self) -> None:
        await self.flush()
        await self._spider().account.write_answers()
        await self._save_answers(self.pending.take_all())

    async def _flush_full(self) -> None:
        """Loops because the batch may be full again when one of several waiting items resumes."""
        while len(self.events) >= BATCH:
            await self.flush(least=BATCH)

    def _flush_in_time(self) -> None:
        self.timer = None
        self.timed = asyncio.create_task(self.flush())
        self.timed.add_done_callback(self._report_fault)

    def _report_fault(self, flushing: asyncio.Task[None]) -> None:
        """Nobody awaits this flush, so its error is recorded on the run here."""
        error = None if flushing.cancelled() else flushing.exception()
        if error is not None:
            logger.error("A batch was not stored", exc_info=error)
            text = f"a batch was not stored: {type(error).__name__}: {error}"
            self._spider().account.note(SourceError(text, advice=FAULT_ADVICE), essential=True)

    async def flush(self, least: int = 0) -> None:
        """Writes the current batch if it has at least `least` events. One batch at a time, because two may contain the
        same event."""
        async with self.writing:
            if len(self.events) < least:
                return
            if self.timer is not None:
                self.timer.cancel()
                self.timer = None
            events_, feeds = self.events, self.feeds
            spider = self._spider()
            left_out, left_out_count = spider.account.take_left_out()
            if not events_ and not feeds and not left_out:
                return
            self.events, self.feeds = [], []
            answers = self.pending.take_complete()
            assert spider.run is not None
            await spider.account.write_answers()
            doubted = self.unchecked > 0 and not _hours_decided(spider)
            batch = Batch(events_, feeds, dict(spider.account.incomplete), left_out, left_out_count, doubted)
            self.unchecked -= 1
            counts = None
            try:
                counts = await retry_when_down(_write, spider.run, batch)
            except Quarantined as error:
                logger.warning("%d events were not stored: %s", len(events_), error)
                spider.account.quarantine = spider.account.quarantine or error.found
                return
            except (SQLAlchemyError, runs.StaleRun) as error:
                lost = f"{len(events_)} events, {len(feeds)} feeds were not stored: {type(error).__name__}: {error}"
                logger.error("%s", lost)
                spider.account.note(SourceError(lost, advice=STORAGE_ADVICE), essential=True)
                return
            finally:
                if counts is None:
                    self.lost += len(events_) + len(feeds)
            spider.account.seen_updates += 1
            await self._save_answers(answers)
        stats = self.crawler.stats
        assert stats is not None
        for what, count in zip(("new", "changed", "unchanged"), counts, strict=True):
            stats.inc_value(f"events/store/{what}", count)

    async def _save_answers(self, answers: Mapping[PendingAnswer, Sequence[FeedEvent]]) -> None:
        """Runs after the events are stored: a crash in between only costs another parse, while the reverse order would
        lose the events. After a loss nothing more is cached, so that what was lost is read again."""
        if answers and not self.lost:
            await asyncio.to_thread(save_answers, answers)

    def _spider(self) -> SourceSpider:
        spider = self.crawler.spider
        assert isinstance(spider, SourceSpider)
        return spider


def _hours_decided(spider: SourceSpider) -> bool:
    """Whether a person said how the source writes its hours: then all of them may move at once."""
    return bool(getattr(spider, "local_is_utc", False) or getattr(spider, "utc_is_local", False))


def _write(run: runs.RunToken, batch: Batch) -> tuple[int, int, int]:
    counted = {"events": len(batch.events), "feeds": len(batch.feeds)}
    with span("store batch", run.run_id, **counted), transaction() as connection:
        return write(connection, run, batch)


def write(connection: Connection, run: runs.RunToken, batch: Batch) -> tuple[int, int, int]:
    """How many events were new, changed, and unchanged. Raises StaleRun."""
    runs.require_current(connection, run)
    if batch.feeds:
        new, known = sources.store_feeds(connection, run.source_id, run.run_id, batch.feeds)
        runs.count_feeds(connection, run.run_id, new=new, known=known)
    counts = (0, 0, 0)
    if batch.events:
        if batch.doubted:
            quarantine.check(connection, run, batch.events)
        filled_in = fill_in(connection, run.source_id, batch.events, batch.partial)
        stored = events.store_batch(connection, run, filled_in)
        captures.link(connection, run.source_id, filled_in)
        counts = stored.new, stored.changed, stored.unchanged
    if batch.left_out:
        withdraw_left_out(connection, run, batch.left_out)
        count_left_out(connection, run, batch.left_out_count)
    return counts
