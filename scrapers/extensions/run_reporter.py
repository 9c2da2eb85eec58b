"""Maintains the run's row: opens it with the spider, renews its lease, and closes it with counts and a verdict."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import date
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from twisted.internet.task import LoopingCall
from twisted.python.failure import Failure

from core.errors import SourceError
from scrapers.platforms.account import Problem
from scrapers.platforms.base import SourceSpider
from scrapers.reading.stable_uids import stable_uid
from storage.database.engine import DATABASE_UNUSABLE, NoDatabase, transaction
from storage.places.link import link
from storage.runs import ledger as runs
from storage.runs.finish import finish_run
from storage.runs.judgment import RejectedRecord, RunEnd, Verdict
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
        crawler.signals.connect(reporter.spider_error, signals.spider_error)
        crawler.signals.connect(reporter.item_dropped, signals.item_dropped)
        crawler.signals.connect(reporter.item_error, signals.item_error)
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
        end = self._end(spider, reason)
        try:
            verdict = await asyncio.to_thread(_finish, spider.run, end)
        except runs.StaleRun as error:
            logger.error("%s", error)
            return
        spider.account.closed = True
        logger.info(
            "Run %s is %s%s", spider.run.run_id, verdict.status, f": {verdict.reason}" if verdict.reason else ""
        )

    def spider_error(self, failure: Failure, response: Any, spider: SourceSpider) -> None:
        """A bug in a callback counts as an essential problem of the run, so that nothing is withdrawn."""
        fault = _fault(failure, getattr(response, "url", ""))
        spider.account.problems.append(Problem(fault, essential=True))

    def item_dropped(self, exception: Exception, spider: SourceSpider) -> None:
        error = exception.__cause__
        if isinstance(error, SourceError):
            spider.account.reject(error)

    def item_error(self, failure: Failure, spider: SourceSpider) -> None:
        spider.account.problems.append(Problem(_fault(failure, ""), essential=True))

    def _pages(self) -> int:
        assert self.crawler.stats is not None
        return int(self.crawler.stats.get_value("response_received_count", 0))

    def _beat(self) -> None:
        if self.beating is None or self.beating.done():
            self.beating = asyncio.ensure_future(self._renew_lease())

    async def _renew_lease(self) -> None:
        spider = self.crawler.spider
        assert isinstance(spider, SourceSpider)
        assert spider.run is not None
        account, others = spider.account, spider.account.other_workers
        pages, rejected = self._pages() + others.pages, account.rejected + others.rejected
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

    def _end(self, spider: SourceSpider, reason: str) -> RunEnd:
        account, others = spider.account, spider.account.other_workers
        covered = account.covered
        essential = [str(problem.error) for problem in account.problems if problem.essential]
        errors = [*(problem.to_json() for problem in account.problems), *map(dict, others.errors)]
        return RunEnd(
            finish_reason=reason,
            now=spider.now,
            pages=self._pages() + others.pages,
            rejected=account.rejected + others.rejected,
            rejected_records=[_record(error) for error in errors if "uid" in error and error["kind"] != "Doubt"],
            doubtful_records=[_record(error) for error in errors if "uid" in error and error["kind"] == "Doubt"],
            errors=errors,
            essential_errors=[*essential, *others.essential_errors],
            covered_from=None if covered is None else covered.since,
            covered_until=None if covered is None else covered.until,
            covers_running=covered is not None and covered.running,
            harvests_feeds=spider.harvests_feeds,
            asked_feeds=sorted(account.asked_feeds),
            skipped_feeds=sorted(account.skipped_feeds),
            gone_pages=account.gone_pages,
            left_out_because=account.left_out_because,
            says_empty=account.says_empty,
            misfit=account.misfit,
            uids_change=getattr(spider, "uids_change", None),
        )


def _record(error: Mapping[str, Any]) -> RejectedRecord:
    """Which stored event a record could be, from its entry among the run's errors."""
    day = error["day"]
    uid, title = stable_uid(error["uid"].strip()), " ".join(error["title"].split())
    many = error["kind"] == "PartUnread"
    return RejectedRecord(uid, title, None if day is None else date.fromisoformat(day), many)


def _fault(failure: Failure, url: str) -> SourceError:
    text = f"{type(failure.value).__name__}: {failure.value}"
    return SourceError(text, url=url, advice="This is a bug in Marquee: the log has the traceback.")


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
    """Who cancelled the run, or None."""
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
