"""`scrapy crawl` with exit status 1 for a crawl that could not start or had to stop. Scrapy's own exits with 0."""

from __future__ import annotations

import argparse

from scrapy import Spider
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import Crawler

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


class Command(ScrapyCrawl):
    """Lets cron and shell scripts notice what the log reports as an error."""

    crawler: Crawler | None = None

    def _create_crawler(self, spidercls: type[Spider] | str) -> Crawler:
        self.crawler = super()._create_crawler(spidercls)
        return self.crawler

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        super().run(args, opts)
        if self.exitcode or self.crawler is None:
            return
        if self.crawler.stats.get_value("finish_reason") in REFUSALS:
            self.exitcode = 1
