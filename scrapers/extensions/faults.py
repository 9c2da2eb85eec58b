"""Records on a crawl's account what callbacks raise, and what pipeline steps drop."""

from __future__ import annotations

from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from twisted.python.failure import Failure

from core.errors import SourceError
from scrapers.platforms.account import Problem
from scrapers.platforms.base import SourceSpider


class Faults:
    """Listens while it is referred to: Scrapy holds receivers weakly."""

    def __init__(self, crawler: Crawler) -> None:
        crawler.signals.connect(self.spider_error, signals.spider_error)
        crawler.signals.connect(self.item_dropped, signals.item_dropped)
        crawler.signals.connect(self.item_error, signals.item_error)

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


def _fault(failure: Failure, url: str) -> SourceError:
    text = f"{type(failure.value).__name__}: {failure.value}"
    return SourceError(text, url=url, advice="This is a bug in Marquee: the log has the traceback.")
