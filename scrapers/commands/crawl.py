"""`scrapy crawl` whose exit status and whose run show how the crawl ended."""

from __future__ import annotations

import argparse
import asyncio
import signal
from importlib import import_module
from typing import cast

from scrapy import Spider
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import Crawler
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.ossignal import install_shutdown_handlers
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred

REFUSALS = frozenset(
    {
        "no_source",
        "no_database",
        "source_busy",
        "not_running",
        "superseded",
        "no_frontier",
        "frontier_lost",
        "storage_failed",
    }
)
"""Close reasons of `scrapers.extensions.run_reporter.RunReporter` and `scrapers.frontier`."""
PAUSE_S = 0.05


class Command(ScrapyCrawl):
    """Exits with 1 if the crawl could not start or had to stop, so that cron and shell scripts notice; Scrapy's own
    exits with 0. Ends after the run is closed: when a signal comes while the spider opens or closes, Scrapy 2.19 ends
    the process at once."""

    crawler: Crawler | None = None

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Only this command stores events and opens a run, unless `-s STORE_EVENTS=False` says otherwise."""
        assert self.settings is not None
        self.settings.set("STORE_EVENTS", True, priority="project")
        # Scrapy 2.19 inspects the whole stack when this is imported. In the running reactor that takes 0.1 s.
        import_module("scrapy.core.downloader.contextfactory")
        super().process_options(args, opts)

    def _create_crawler(self, spidercls: type[Spider] | str) -> Crawler:
        from twisted.internet import reactor

        self.crawler = super()._create_crawler(spidercls)
        cast("ReactorBase", reactor).addSystemEventTrigger("before", "shutdown", self._before_shutdown)
        return self.crawler

    def _before_shutdown(self) -> Deferred[None] | None:
        """Keeps the reactor running until the crawl has ended. A second signal ends the process at once: without this,
        Scrapy would wait for a thread that waits for the database, and exit with 0."""
        forced = signal.getsignal(signal.SIGTERM) is signal.SIG_IGN  # Scrapy ignores signals after the second one
        if not self._crawls():
            return None
        install_shutdown_handlers(signal.SIG_DFL)
        if forced:
            signal.raise_signal(signal.SIGTERM)
        return deferred_from_coro(self._end())

    async def _end(self) -> None:
        """Stops the crawl once it has started: before that it has no run to close."""
        assert self.crawler is not None
        while self._crawls() and not (self.crawler._engine and self.crawler._engine.running):
            await asyncio.sleep(PAUSE_S)
        if self._crawls():
            await self.crawler.engine.close_async()
        while self._crawls():
            await asyncio.sleep(PAUSE_S)

    def _crawls(self) -> bool:
        """Whether the crawl starts, runs, or closes. Scrapy's own task ends before its spider is closed."""
        assert self.crawler_process is not None
        assert self.crawler is not None
        engine = self.crawler._engine
        return bool(self.crawler_process.crawlers) or (engine is not None and engine.spider is not None)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        super().run(args, opts)
        if self.exitcode or self.crawler is None:
            return
        if self.crawler.stats.get_value("finish_reason") in REFUSALS:
            self.exitcode = 1
