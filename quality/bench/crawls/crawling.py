"""One crawl in its own process, timed from start to end: our full crawl, or the bare spider's."""

from __future__ import annotations

import argparse
import json
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from quality.bench.figures import BenchFailed

PACE = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
}
"""Scrapy's defaults without politeness, to measure the work and not the waiting."""


@dataclass(frozen=True, slots=True)
class Crawled:
    """`pages`: good answers. `seconds`: wall time without the interpreter's start."""

    pages: int
    items: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.pages / self.seconds


def crawled(side: str, url: str, folder: Path, *, source_id: int = 1, timeout_s: float = 300) -> Crawled:
    """Crawls the site in a child process. `side`: `vanwezel` (ours, for `source_id`) or `bare` (to JSON lines)."""
    from quality.bench.environment.children import PYTHON, child

    arguments = [
        *PYTHON,
        "quality.bench.crawls.crawling",
        side,
        url,
        str(folder / "events.jsonl"),
        f"--source-id={source_id}",
    ]
    with child(arguments, folder / f"{side}.log") as running:
        output = running.end(timeout_s).splitlines()
    try:
        return Crawled(**json.loads(output[-1]))
    except (IndexError, ValueError, TypeError) as error:
        raise BenchFailed(f"the crawl of {side} printed no figures: {output[-5:]}") from error


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("side", choices=["vanwezel", "bare"])
    parser.add_argument("url")
    parser.add_argument("output")
    parser.add_argument("--source-id", default="1")
    options = parser.parse_args()
    process, spider, arguments = _bare(options) if options.side == "bare" else _ours(options)
    crawler = process.create_crawler(spider)
    started = time.perf_counter()
    process.crawl(crawler, **arguments)
    process.start()
    took = time.perf_counter() - started
    stats = crawler.stats
    assert stats is not None
    figures = {
        "pages": stats.get_value("downloader/response_status_count/200", 0),
        "items": stats.get_value("item_scraped_count", 0),
        "seconds": took,
    }
    sys.stdout.write("\n" + json.dumps(figures) + "\n")


def _ours(options: argparse.Namespace) -> tuple[AsyncCrawlerProcess, type[Spider], dict[str, str]]:
    from scrapers.catalog import spider_class

    settings = Settings()
    settings.setmodule("scrapers.settings", priority="project")
    settings.update({**PACE, "STORE_EVENTS": True, "LOG_LEVEL": "WARNING"}, priority="cmdline")
    arguments = {"source_id": options.source_id, "base_url": options.url, "delay": "0", "run_id": str(uuid.uuid4())}
    return AsyncCrawlerProcess(settings), spider_class(options.side), arguments


def _bare(options: argparse.Namespace) -> tuple[AsyncCrawlerProcess, type[Spider], dict[str, str]]:
    from quality.bench.rivals.bare_spider import SETTINGS, BareSpider

    feeds = {options.output: {"format": "jsonlines", "overwrite": True}}
    return AsyncCrawlerProcess(Settings({**SETTINGS, **PACE, "FEEDS": feeds})), BareSpider, {"url": options.url}


if __name__ == "__main__":
    main()
