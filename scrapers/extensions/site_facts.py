"""Notes what answers say about their site besides events: its certificate, its robots.txt, how many events it lists."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from twisted.internet.ssl import Certificate

from scrapers.platforms.base import SourceSpider

TOTALS = ("X-TEC-Total", "X-WP-Total")
"""Headers of WordPress's REST API and of The Events Calendar, on each page of a list."""


class SiteFacts:
    """For the judgment of the run: `storage.health.measures` compares them with those of earlier runs."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SiteFacts:
        if not crawler.settings.getbool("STORE_EVENTS"):
            raise NotConfigured
        extension = cls()
        crawler.signals.connect(extension.response_received, signals.response_received)
        return extension

    def response_received(self, response: Response, request: Request, spider: object) -> None:
        if not isinstance(spider, SourceSpider):
            return
        facts, parts = spider.account.site, urlsplit(response.url)
        if isinstance(response.certificate, Certificate):
            until = response.certificate.original.to_cryptography().not_valid_after_utc
            facts.certificate_until = min(until, facts.certificate_until or until)
        if parts.path == "/robots.txt":
            body = response.body if response.status == 200 else b""
            facts.robots[parts.netloc] = sha256(body).hexdigest()
        elif response.status == 200:
            for name in TOTALS:
                with suppress(ValueError):
                    facts.listed = max(facts.listed or 0, int(response.headers.get(name, b"") or b""))
