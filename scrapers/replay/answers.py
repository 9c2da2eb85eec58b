"""A crawl that gets its answers from those that were kept, and can't reach the network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes
from scrapy.settings import Settings

from core.errors import PageGone, SourceError
from core.scrubbing import scrub_address
from core.visible_text import one_line
from scrapers import settings as settings_module
from scrapers.captures.marking import MarkEvents
from scrapers.captures.requests import request_key
from scrapers.platforms.base import CAPTURE, SourceSpider
from storage.captures.bodies import Bodies, BodyDamaged, BodyGone
from storage.captures.records import Capture


class NotKept(SourceError):
    """No answer to a request is kept, or its body can't be read."""

    advice = "Harvest the source to keep the answer again."


@dataclass(slots=True)
class KeptAnswers:
    """The answers by request, and how a crawl used them.

    pruned    answers that events were read from are gone. Otherwise a page that the harvest can do without, and of
              which no answer is kept, never gave a good one.
    answered  how many requests were answered, and `used`: with which captures.
    missing   why there is no answer, by address, without keys and tokens.
    """

    captures: Mapping[str, Capture]
    bodies: Bodies
    pruned: bool
    answered: int = 0
    used: dict[str, Capture] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def all_since(self, moment: datetime) -> bool:
        """Whether each answer that was used was true then or later."""
        return all(one.seen_at >= moment for one in self.used.values())


class ReplayCrawler(Crawler):
    """Its switch is this class: no setting or argument of another crawl can turn a replay on."""

    def __init__(self, spider: type[SourceSpider], kept: KeptAnswers) -> None:
        self.kept = kept
        settings = Settings()
        settings.setmodule(settings_module, priority="project")
        settings["DOWNLOADER_MIDDLEWARES"].set(FromCaptures, 10, priority="cmdline")
        settings["SPIDER_MIDDLEWARES"].set(MarkEvents, 55, priority="cmdline")
        no_network = dict.fromkeys(settings["DOWNLOAD_HANDLERS"])
        settings.setdict(
            {"DOWNLOAD_HANDLERS": no_network, "STORE_EVENTS": False, "AUTOTHROTTLE_ENABLED": False}, priority="cmdline"
        )
        super().__init__(spider, settings)


class FromCaptures:
    """Downloader middleware of replays. Answers each request from the kept answers, or fails it."""

    def __init__(self, crawler: ReplayCrawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FromCaptures:
        if not isinstance(crawler, ReplayCrawler):
            raise NotConfigured
        return cls(crawler)

    def process_request(self, request: Request) -> Response:
        kept = self.crawler.kept
        capture = kept.captures.get(request_key(request, self.crawler))
        if capture is None and not kept.pruned and not request.meta.get("essential", True):
            raise PageGone("no good answer was ever kept", url=request.url)
        if capture is None:
            raise self._not_kept(request, "no answer is kept")
        try:
            body = kept.bodies.get(capture.hash)
        except (BodyGone, BodyDamaged, OSError) as error:
            raise self._not_kept(request, str(error)) from error
        kept.answered += 1
        kept.used[capture.id] = capture
        request.meta[CAPTURE] = capture.id
        return _response(request, capture, body)

    def _not_kept(self, request: Request, why: str) -> NotKept:
        address = one_line(scrub_address(request.url))
        self.crawler.kept.missing[address] = why
        return NotKept(why, url=address)


def _response(request: Request, capture: Capture, body: bytes) -> Response:
    """As it was, at the address that answered after redirects; that one is kept without keys and tokens."""
    own = one_line(scrub_address(request.url)) == capture.url
    url = request.url if own else capture.url
    headers = Headers({"Content-Type": capture.content_type} if capture.content_type else {})
    kind = responsetypes.from_args(headers=headers, url=url, body=body)
    return kind(url, status=200, headers=headers, body=body, request=request)
