"""Keeps the answers that a run reads, and notes on each event which answer it came from."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from sqlalchemy.exc import SQLAlchemyError

from core.config import settings
from core.errors import SourceError
from core.items import EventItem
from core.scrubbing import scrub_address
from core.visible_text import one_line
from scrapers.captures.requests import request_key, without_keys
from scrapers.platforms.base import CAPTURE, NOT_KEPT, SourceSpider, captured, declared_charset
from storage.captures.bodies import folder
from storage.captures.records import Answer, keep
from storage.database.engine import transaction

BATCH = 50
BATCH_BYTES = 2_000_000
"""Answers are written together, because a transaction costs more than a page's row and file."""
ADVICE = "Events are stored as ever, but without this run's answers. Check CAPTURES_DIR and its free space."
_PARENT = "parent_capture_id"


class KeepAnswers:
    """Spider middleware of runs. Keeps each answer that a callback gets, byte for byte except for our own keys; of its
    headers only the type. If answers can't be written, the run says so once and goes on without.

    A request's meta may say that its answer is not to be kept (NOT_KEPT).
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.bodies = folder(settings())
        self.waiting: list[Answer] = []
        self.waiting_bytes = 0
        self.writing = asyncio.Lock()
        self.tasks: set[asyncio.Task[None]] = set()
        self.failed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeepAnswers:
        if not crawler.settings.getbool("STORE_EVENTS") or not settings().captures_max_mb:
            raise NotConfigured
        return cls(crawler)

    def process_spider_input(self, response: Response) -> None:
        spider = self.crawler.spider
        if self.failed or not isinstance(spider, SourceSpider) or spider.run is None or response.status >= 300:
            return
        if response.meta.get(NOT_KEPT):
            return
        spider.account.write_answers = self.flush
        answer = _answer(spider, response, self.crawler)
        response.meta[CAPTURE] = answer.id
        self.waiting.append(answer)
        self.waiting_bytes += len(answer.body)
        if len(self.waiting) >= BATCH or self.waiting_bytes >= BATCH_BYTES:
            task = asyncio.ensure_future(self.flush())
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    def process_spider_output(self, response: Response, result: Iterable[Any]) -> Iterator[Any]:
        for found in result:
            yield _marked(found, response)

    async def process_spider_output_async(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        async for found in result:
            yield _marked(found, response)

    async def flush(self) -> None:
        """Writes what waits. Called before events are stored, and before the run ends."""
        async with self.writing:
            answers, self.waiting, self.waiting_bytes = self.waiting, [], 0
            if not answers or self.failed:
                return
            try:
                await asyncio.to_thread(self._write, answers)
            except (OSError, SQLAlchemyError) as error:
                self.failed = True
                spider = self.crawler.spider
                assert isinstance(spider, SourceSpider)
                why = str(error).splitlines()[0]
                spider.account.note(SourceError(f"the answers weren't kept: {why}", advice=ADVICE), essential=False)

    def _write(self, answers: list[Answer]) -> None:
        with transaction() as connection:
            keep(connection, self.bodies, answers)


def _marked(found: Any, response: Response) -> Any:
    """An event with the capture that it was read from, a request with the one that led to it."""
    if isinstance(found, EventItem):
        return captured(found, response)
    if isinstance(found, Request) and CAPTURE in response.meta:
        found.meta.setdefault(_PARENT, response.meta[CAPTURE])
    return found


def _answer(spider: SourceSpider, response: Response, crawler: Crawler) -> Answer:
    assert spider.run is not None
    assert response.request is not None
    body = without_keys(response.body, settings())
    return Answer(
        source_id=spider.run.source_id,
        run_id=spider.run.run_id,
        request=request_key(response.request, crawler),
        parent=response.meta.get(_PARENT),
        url=one_line(scrub_address(response.url)),
        content_type=one_line((response.headers.get("Content-Type") or b"").decode("latin-1")),
        encoding=declared_charset(response),
        body=body,
        digest=sha256(body).hexdigest(),
        fetched_at=datetime.now(UTC),
    )
