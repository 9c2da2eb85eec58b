"""Turn bad answers into named errors before a reader sees them, and readers' errors into the run's account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scrapy.crawler import Crawler
from scrapy.http import Response

from scrapers.errors import SourceError
from scrapers.platforms.base import SourceSpider
from scrapers.platforms.failures import check_body, check_status, name_failure


class NamedErrors:
    """Spider middleware. A callback sees only answers with a good status and a body; what a callback raises by name is
    noted and ends that page alone. Anything else that it raises is a fault of ours and goes on to Scrapy's log.

    A request's meta may allow an empty body (`allow_empty`): the end of a "load more" list is one.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> NamedErrors:
        return cls(crawler)

    def process_spider_input(self, response: Response) -> None:
        check_status(response.status, response.url)
        if not response.meta.get("allow_empty"):
            check_body(response.body, response.status, response.url)

    def process_spider_exception(self, response: Response, exception: Exception) -> Iterable[Any] | None:
        spider = self.crawler.spider
        if not isinstance(exception, SourceError) or not isinstance(spider, SourceSpider):
            return None
        spider.note(name_failure(exception, response.url), essential=response.meta.get("essential", True))
        return []
