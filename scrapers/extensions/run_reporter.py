"""Maintains the run's row: opens it with the spider, renews its lease, and closes it with counts and a verdict."""

from __future__ import annotations

import asyncio
import logging

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from twisted.internet.task import LoopingCall

from scrapers.extensions.faults import Faults
from scrapers.extensions.run_end import pages_read, run_end
from scrapers.platforms.base import SourceSpider
from storage.database.engine import DATABASE_UNUSABLE, NoDatabase, transaction
from storage.places.link import link
from storage.runs import ledger as runs
from storage.runs.finish import finish_run
from storage.runs.judgment import RunEnd, Verdict
from storage.sources.records import SourceRecord, UnknownSource, read_source
from storage.tasks import orders

HEARTBEAT_S = 2.0
"""Between two heartbeats: a fifteenth of the lease. Progress on the page updates this often."""

logger = logging.getLogger(__name__)


class RunReporter:
    """A crawl with STORE_EVENTS is a run of its source. Without a source or a database, or while another run of the
    source is alive, it ends before its first request: `no_source`, `no_database`, or `source_busy`."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.faults = Faults(crawler)
        self.heartbeat = LoopingCall(self._beat)
        self.beating: asyncio.Future[None] | None = None
        self.giving_way: asyncio.Future[None] | None = None
        self.counted = (0, 0)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RunReporter:
        if not crawler.settings.getbool("STORE_EVENTS"):
            raise NotConfigured
        reporter = cls(crawler)
        crawler.signals.connect(reporter.spider_opened, signals.spider_opened)
        crawler.signals.connect(reporter.spider_closed, signals.spider_closed)
        return reporter

    async def spider_opened(self, spider: SourceSpider) -> None:
        if not isinstance(spider, SourceSpider):
            raise NotConfigured(f"{spider.name} is not a SourceSpider; use -s STORE_EVENTS=False")
        if spider.source_id is None:
            logger.error("No source: pass -a source_id=N (see `python -m app sources`), or -s STORE_EVENTS=False")
            raise CloseSpider("no_source")
        try:
            spider.run, source = await asyncio.to_thread(_open, spider)
            spider.adopt(source)
        except runs.SourceBusy as error:
            logger.error("%s; this crawl does not start", error)
            raise CloseSpider("source_busy") from error
        except runs.NotRunning as error:
            logger.error("%s; this crawl does not start", error)
            raise CloseSpider("not_running") from error
        except UnknownSource as error:
            logger.error("%s", error)
            raise CloseSpider("no_source") from error
        except (NoDatabase, SQLAlchemyError) as error:
            logger.error("Cannot open the run: %s. -s STORE_EVENTS=False crawls without a database.", error)
            raise CloseSpider("no_database") from error
        self.heartbeat.start(HEARTBEAT_S, now=False)

    async def spider_closed(self, spider: SourceSpider, reason: str) -> None:
        if self.heartbeat.running:
            self.heartbeat.stop()
        if self.beating is not None:
            await self.beating
        if spider.run is None:
            return
        if spider.account.other_workers.continue_run:
            logger.info("Run %s continues in another process, which will close it", spider.run.run_id)
            return
        end = run_end(spider, self.crawler, reason)
        try:
            verdict = await asyncio.to_thread(_finish, spider.run, end)
        except runs.StaleRun as error:
            logger.error("%s", error)
            return
        spider.account.closed = True
        logger.info(
            "Run %s is %s%s", spider.run.run_id, verdict.status, f": {verdict.reason}" if verdict.reason else ""
        )

    def _beat(self) -> None:
        if self.beating is None or self.beating.done():
            self.beating = asyncio.ensure_future(self._renew_lease())

    async def _renew_lease(self) -> None:
        spider = self.crawler.spider
        assert isinstance(spider, SourceSpider)
        assert spider.run is not None
        account, others = spider.account, spider.account.other_workers
        pages, rejected = pages_read(self.crawler) + others.pages, account.rejected + others.rejected
        try:
            problems = len(account.problems) + others.problems
            progress = (account.seen_updates, others.pages)
            count = progress != self.counted and not spider.harvests_feeds
            cancelled_by = await asyncio.to_thread(_renew, spider.run, pages, rejected, problems, count=count)
            self.counted = progress
            if cancelled_by is not None and self.giving_way is None:
                logger.warning("Run %s was cancelled by %s: stopping", spider.run.run_id, cancelled_by)
                self._stop("cancelled")
        except runs.StaleRun as error:
            if spider.account.other_workers.continue_run:
                return
            logger.error("%s: stopping", error)
            self.heartbeat.stop()
            self._stop("superseded")
        except SQLAlchemyError as error:
            logger.warning("Couldn't write the run's heartbeat, trying again at the next: %s", error)

    def _stop(self, reason: str) -> None:
        assert self.crawler.engine is not None
        # Not awaited: closing waits for `spider_closed`, which waits for the heartbeat that calls this.
        self.giving_way = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=reason))


def _open(spider: SourceSpider) -> tuple[runs.RunToken, SourceRecord]:
    assert spider.source_id is not None
    assert spider.run_id is not None
    with transaction() as connection:
        if spider.join:
            return _join(connection, spider), read_source(connection, spider.source_id)
        token = runs.open_run(
            connection,
            run_id=spider.run_id,
            source_id=spider.source_id,
            spider=spider.name,
            launched_by=spider.launched_by,
        )
        return token, read_source(connection, spider.source_id)


def _join(connection: Connection, spider: SourceSpider) -> runs.RunToken:
    assert spider.run_id is not None
    token = runs.join_run(connection, spider.run_id)
    run = runs.read_run(connection, spider.run_id)
    assert run is not None
    if (run.source_id, run.spider) != (spider.source_id, spider.name):
        joiner = f"{spider.name} of source {spider.source_id} cannot join it"
        raise runs.NotRunning(f"run {run.id} belongs to {run.spider} of source {run.source_id}; {joiner}")
    return token


def _renew(run: runs.RunToken, pages: int, rejected: int, errors: int, *, count: bool) -> str | None:
    """Who canceled the run, or None."""
    with transaction() as connection:
        runs.renew_lease(connection, run, pages=pages, rejected=rejected, error_count=errors)
        if count:
            runs.count_seen_events(connection, run.run_id)
        return orders.cancelled_by(connection, run.run_id)


def _finish(run: runs.RunToken, end: RunEnd) -> Verdict:
    with transaction() as connection:
        verdict = finish_run(connection, run, end)
    _find_places()
    return verdict


def _find_places() -> None:
    """In a transaction of its own: the run has ended, and the next one would find the places too."""
    try:
        with transaction() as connection:
            found = link(connection)
    except DATABASE_UNUSABLE as error:
        logger.warning("Couldn't find the places of new venues; the next run will: %s", error)
        return
    if found.new:
        logger.info(
            "%d new venues: %d are known places, %d are rooms, %d wait for a person",
            found.new,
            found.joined,
            found.rooms,
            found.suggested,
        )
