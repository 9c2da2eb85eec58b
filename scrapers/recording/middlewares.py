"""Downloader middlewares that record a crawl's responses, and that answer from a recording."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes

from core.scrubbing import scrub_address
from scrapers.recording.file import Recorded, load, save

logger = logging.getLogger(__name__)


class Record:
    """`-s RECORD_TO=FILE` saves every response of the crawl, also of robots.txt and redirects, at its end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.responses: list[Recorded] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not (path := crawler.settings.get("RECORD_TO")):
            raise NotConfigured
        recorder = cls(Path(path))
        crawler.signals.connect(recorder.spider_closed, signals.spider_closed)
        return recorder

    def process_request(self, request: Request) -> None:
        """Bodies are recorded as they are sent, so they must not be compressed."""
        request.headers["Accept-Encoding"] = "identity"

    def process_response(self, request: Request, response: Response) -> Response:
        self.responses.append(
            Recorded(
                request.url,
                response.status,
                (response.headers.get("Content-Type") or b"").decode("latin-1"),
                (response.headers.get("Location") or b"").decode("latin-1"),
                response.body,
                request.method,
            )
        )
        return response

    def spider_closed(self) -> None:
        save(self.path, self.responses)


class Replay:
    """`-s REPLAY_FROM=FILE` answers every request from a recording. An address that is not in it is an error."""

    def __init__(self, path: Path) -> None:
        self.responses = load(path)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not (path := crawler.settings.get("REPLAY_FROM")):
            raise NotConfigured
        return cls(Path(path))

    def process_request(self, request: Request) -> Response:
        found = self.responses.get((request.method, scrub_address(request.url)))
        if found is None:
            logger.error("%s is not in the recording", request.url)
            raise IgnoreRequest(f"{request.url} is not in the recording")
        headers = {"Content-Type": found.content_type, "Location": found.location}
        kept = Headers({name: value for name, value in headers.items() if value})
        kind = responsetypes.from_args(headers=kept, url=request.url, body=found.body)
        return kind(request.url, status=found.status, headers=kept, body=found.body, request=request)
