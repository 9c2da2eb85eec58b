"""Keeps the answers that a run reads, and notes on each event which answer it came from."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from hashlib import sha256

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from sqlalchemy.exc import SQLAlchemyError

from core.config import settings
from core.errors import SourceError
from core.scrubbing import scrub_address
from core.visible_text import one_line
from scrapers.captures.marking import PARENT, MarkEvents
from scrapers.captures.requests import request_key, without_keys
from scrapers.platforms.base import CAPTURE, NOT_KEPT, SourceSpider, declared_charset
from storage.captures.bodies import folder
from storage.captures.records import Answer, confirm, keep
from storage.database.engine import transaction
from storage.database.retries import retry_when_down

BATCH = 50
BATCH_BYTES = 2_000_000
"""Answers are written together, because a transaction costs more than a page's row and file."""
ADVICE = "Events are stored as ever, but without this run's answers. Check CAPTURES_DIR and its free space."


class KeepAnswers(MarkEvents):
    """Spider middleware of runs. Keeps each answer that a callback gets, byte for byte except for our own keys; of its
    headers only the type. A 304 confirms the last answer. If answers can't be written, the run says so once and goes on
    without.

    A request's meta may say that its answer is not to be kept (NOT_KEPT).
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.bodies = folder(settings())
        self.waiting: list[Answer] = []
        self.waiting_bytes = 0
        self.confirmed: dict[str, datetime] = {}
        """When each request was last answered with 304."""
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
        if self.failed or not isinstance(spider, SourceSpider) or spider.run is None or response.meta.get(NOT_KEPT):
            return
        spider.account.write_answers = self.flush
        if response.status == 304:
            assert response.request is not None
            self.confirmed[request_key(response.request, self.crawler)] = datetime.now(UTC)
        if response.status >= 300:
            return
        answer = _answer(spider, response, self.crawler)
        response.meta[CAPTURE] = answer.id
        self.waiting.append(answer)
        self.waiting_bytes += len(answer.body)
        if len(self.waiting) >= BATCH or self.waiting_bytes >= BATCH_BYTES:
            task = asyncio.ensure_future(self.flush())
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def flush(self) -> None:
        """Writes what waits. Called before events are stored, and before the run ends."""
        async with self.writing:
            answers, self.waiting, self.waiting_bytes = self.waiting, [], 0
            confirmed, self.confirmed = self.confirmed, {}
            if not (answers or confirmed) or self.failed:
                return
            spider = self.crawler.spider
            assert isinstance(spider, SourceSpider)
            assert spider.run is not None
            try:
                await retry_when_down(self._write, spider.run.source_id, answers, confirmed)
            except (OSError, SQLAlchemyError) as error:
                self.failed = True
                why = str(error).splitlines()[0]
                spider.account.note(SourceError(f"the answers weren't kept: {why}", advice=ADVICE), essential=False)

    def _write(self, source_id: int, answers: list[Answer], confirmed: dict[str, datetime]) -> None:
        with transaction() as connection:
            if answers:
                keep(connection, self.bodies, answers)
            if confirmed:
                confirm(connection, source_id, confirmed)


def _answer(spider: SourceSpider, response: Response, crawler: Crawler) -> Answer:
    assert spider.run is not None
    assert response.request is not None
    body = without_keys(response.body, settings())
    return Answer(
        source_id=spider.run.source_id,
        run_id=spider.run.run_id,
        request=request_key(response.request, crawler),
        parent=response.meta.get(PARENT),
        url=one_line(scrub_address(response.url)),
        content_type=one_line((response.headers.get("Content-Type") or b"").decode("latin-1")),
        encoding=declared_charset(response),
        body=body,
        digest=sha256(body).hexdigest(),
        fetched_at=datetime.now(UTC),
    )
