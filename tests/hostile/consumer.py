"""Asks addresses in a process of its own. For each it prints what was read and the peak memory so far.

    python -m tests.hostile.consumer preview|crawl DEADLINE_S URL...

A line is a JSON list: the URL, the titles that were read, the errors' names and texts, and the peak in MB.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

MEMORY_MB = 3000
"""The process dies before it takes the machine's memory."""
NOW = "2028-11-22T12:00:00-05:00"


def report(url: str, titles: Sequence[str], errors: Sequence[str]) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (2**20 if sys.platform == "darwin" else 1024)
    print(json.dumps([url, titles, errors, peak]), flush=True)  # noqa: T201


def preview(deadline_s: float, urls: Sequence[str]) -> None:
    from app.tasks import previewing
    from core.errors import SourceError
    from core.fetching.fetcher import Fetcher, FetchFailed

    now = datetime(2028, 11, 22, tzinfo=UTC)
    fetcher = Fetcher("Marquee/test", anywhere=True, deadline_s=deadline_s)
    for url in urls:
        try:
            shown = previewing.preview(fetcher, url, "America/New_York", "auto", now, pause_s=0)
            report(url, [event["title"] for event in shown["events"]], [])
        except (SourceError, FetchFailed) as error:
            report(url, [], [f"{type(error).__name__}: {error}"])


def crawl(deadline_s: float, urls: Sequence[str]) -> None:
    from scrapy import signals
    from scrapy.crawler import AsyncCrawlerRunner
    from scrapy.settings import Settings
    from scrapy.utils.defer import deferred_from_coro
    from scrapy.utils.reactor import install_reactor

    from core.items import EventItem
    from scrapers import settings as project

    options = {"STORE_EVENTS": False, "LOG_LEVEL": "CRITICAL", "DOWNLOAD_TIMEOUT": deadline_s, "RETRY_TIMES": 0}
    settings = Settings()
    settings.setmodule(project, priority="project")
    settings.setdict(options, "cmdline")
    install_reactor(project.TWISTED_REACTOR)
    runner = AsyncCrawlerRunner(settings)

    async def one_after_the_other() -> None:
        for url in urls:
            titles: list[str] = []

            def note(item: EventItem, titles: list[str] = titles) -> None:
                titles.append(item.title)

            crawler = runner.create_crawler("ics")
            crawler.signals.connect(note, signals.item_scraped)
            await runner.crawl(crawler, url=url, delay=0, now=NOW)
            report(url, titles, [str(problem.error) for problem in crawler.spider.account.problems])

    from twisted.internet import task

    task.react(lambda _reactor: deferred_from_coro(one_after_the_other()))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB * 2**20,) * 2)
    {"preview": preview, "crawl": crawl}[sys.argv[1]](float(sys.argv[2]), sys.argv[3:])
