"""Names the errors of bad responses, so that readers see only good ones and the run lists the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scrapy.crawler import Crawler
from scrapy.http import Response

from core.errors import SourceError
from scrapers.platforms.base import SourceSpider
from scrapers.platforms.failures import check_body, check_status, name_failure


class NamedErrors:
    """Spider middleware. Callbacks see only responses with a good status and a body. If a callback raises a
    SourceError, it is noted and ends only that page. Any other exception is a bug of Marquee and goes to Scrapy's log.

    A request's meta may allow an empty body (`allow_empty`), such as the end of a "load more" list.
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
        spider.account.note(name_failure(exception, response.url), essential=response.meta.get("essential", True))
        return []
