"""The spider for iCalendar feeds: all feeds that `source_feeds` lists for a source, or a single address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from core.addresses import rebased
from core.config import settings
from core.errors import SourceError
from core.items import EventItem
from scrapers.incremental import due_feeds
from scrapers.incremental.changes import read_changes
from scrapers.incremental.conditional_requests import NotModifiedFeeds, cached_validators, conditional_headers
from scrapers.incremental.conditions import Conditions
from scrapers.incremental.pending import save_answers
from scrapers.platforms.account import Coverage
from scrapers.platforms.arguments import address
from scrapers.platforms.base import SourceSpider
from scrapers.platforms.ics.parts import split_feed
from scrapers.platforms.ics.reader import VERSION, read_events
from scrapers.platforms.ics.start_hours import StartHours
from scrapers.reading.contract import Context, Reading
from scrapers.reading.windows import feed_window
from storage.database.engine import transaction
from storage.feed_cache import poll_rate
from storage.feed_cache.answers import Validators
from storage.feed_cache.save import forget_answers
from storage.runs.ledger import RunToken
from storage.sources import records as sources
from storage.sources.records import Feed
from storage.sources.rules import NO_RULES


class IcsSpider(SourceSpider):
    """Its arguments are described in the platform's PLATFORM. `utc_is_local`, `local_is_utc`, and `uids_change` may
    also be set in the source's `settings`. With `due_only`, feeds that seldom change are skipped (see
    `storage.feed_cache.poll_rate`); but once a feed lacks an event it had before, all are asked, because the event may
    have moved to another feed.

    It covers the days from today on for which the feeds together have no gap. It covers nothing if a feed was not read,
    the source has more feeds than `limit`, or with a single `url`. A run reads only what changed since earlier runs:
    see `scrapers.incremental`.
    """

    stateless: ClassVar[bool] = True
    name = "ics"
    platform: ClassVar[str] = "ics"
    url: str | None
    limit: int
    utc_is_local: bool
    local_is_utc: bool
    uids_change: bool
    due_only: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home = self.url or self.base_url
        self.validators: dict[str, Validators] = {}
        self.not_modified = NotModifiedFeeds()
        self.reading = asyncio.Lock()
        """Answers are read and their events passed on in the order they came: where two feeds differ on an event, the
        later answer wins, however long each takes to read."""
        self.start_hours = StartHours()
        self.all_read = True
        """No feed or part was left out because it is known: `start_hours` has every event of the source."""
        self.undecided = {"utc_is_local", "local_is_utc"}
        """The settings that nobody has set, to true or false."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.suggest_setting, signals.spider_idle)
        return spider

    def suggest_setting(self) -> None:
        """Called when all feeds are read, perhaps more than once. A run that read only what changed can't judge."""
        if not self.all_read or self.utc_is_local or self.local_is_utc:
            return
        if (warning := self.start_hours.suggestion(self.undecided)) is not None:
            self.undecided = set()
            self.account.note(warning, essential=False)

    def emit(self, reading: Reading) -> Iterator[EventItem]:
        self.start_hours.add(reading.events, self.timezone)
        return super().emit(reading)

    async def start(self) -> AsyncIterator[Request]:
        try:
            feeds = [_single(self.url)] if self.url else await asyncio.to_thread(self._stored_feeds)
        except (LookupError, ValueError) as error:
            self.account.note(SourceError(str(error), advice="No feed was asked for."), essential=True)
            return
        today = self.now.astimezone(ZoneInfo(self.timezone)).date()
        chosen = [feed for feed in feeds[: self.limit] if self._is_address(feed.url)]
        if len(chosen) == len(feeds) and chosen and not self.url:
            self.account.covered = self._coverage(chosen, today)
        self.validators = await asyncio.to_thread(self._cached_validators)
        for url in await asyncio.to_thread(self._to_ask, [feed.url for feed in chosen]):
            yield self._ask(url)

    async def parse(
        self, response: Response, feed: str | None = None, again: bool = False
    ) -> AsyncIterator[Request | EventItem]:
        """Read what changed in one feed.

        feed   the address that was asked for, before redirects; without it, or without a run, everything is read.
        again  asked without conditions, after a 304 for which the cached answer could not be used.

        @page https://site.example/hall.ics tests/platforms/ics/fixtures/hall.ics
        @returns items 0
        """
        if self.run is not None and feed is not None and response.status == 304 and not again:
            if await self.not_modified.mark_seen(self.run, feed, response.url, self._conditions):
                self.all_read = False
            else:
                yield self._ask(feed, again=True)
            self.account.seen_updates += 1
            return
        context = self.context(
            response,
            feed_window(self.now, self.timezone),
            utc_is_local=self.utc_is_local,
            local_is_utc=self.local_is_utc,
            uids_change=self.uids_change,
        )
        if self.run is None or feed is None:
            for event in self.emit(read_events(response.body, context)):
                yield event
            return
        async with self.reading:
            async for found in self._read_changes(self.run, feed, response, context):
                yield found

    async def _read_changes(
        self, run: RunToken, feed: str, response: Response, context: Context
    ) -> AsyncIterator[Request | EventItem]:
        changes = await asyncio.to_thread(read_changes, run, feed, response, context, self._conditions, split_feed)
        self.account.seen_updates += 1
        self.all_read = self.all_read and changes.all_read
        if changes.parts_gone and self.account.skipped_feeds:
            urls, self.account.skipped_feeds = sorted(self.account.skipped_feeds), frozenset()
            self.account.asked_feeds = self.account.asked_feeds.union(urls)
            await asyncio.to_thread(due_feeds.make_due, run, urls)
            for url in urls:
                yield self._ask(url)
        for event in self.emit(changes.reading):
            yield event
        if changes.answer is not None and not changes.answer.expected:
            await asyncio.to_thread(save_answers, {changes.answer: ()})

    def _ask(self, url: str, *, again: bool = False) -> Request:
        conditions = {} if again else conditional_headers(self.validators.get(url))
        headers = {"Accept": "text/calendar, */*;q=0.1", **conditions}
        return self.get(url, self.parse, headers=headers, feed=url, again=again)

    def _is_address(self, url: str) -> bool:
        """Whether a stored feed can be asked. If not, the harvest is incomplete."""
        try:
            address(url)
        except ValueError:
            problem = SourceError("a feed without an http address", url=url, advice="Correct the source's feeds.")
            self.account.note(problem, essential=True)
            return False
        return True

    def _to_ask(self, urls: list[str]) -> list[str]:
        """The addresses that are not skipped."""
        if self.run is None:
            return urls
        if self.due_only and not self.url:
            self.account.skipped_feeds = due_feeds.skip_not_due(self.run, urls, self._conditions)
            self.account.seen_updates += len(self.account.skipped_feeds)
            self.all_read = self.all_read and not self.account.skipped_feeds
            self.logger.info("%d of %d feeds need not be asked yet", len(self.account.skipped_feeds), len(urls))
        asked = [url for url in urls if url not in self.account.skipped_feeds]
        self.account.asked_feeds = frozenset(asked)
        due_feeds.make_due(self.run, asked)
        return asked

    def _cached_validators(self) -> dict[str, Validators]:
        if self.run is None:
            return {}
        if self.fresh:
            with transaction() as connection:
                forget_answers(connection, self.run.source_id)
        return cached_validators(self.run.source_id, self._conditions)

    @cached_property
    def _conditions(self) -> Conditions:
        """Not to be used before the source's settings are read."""
        quirks = (self.utc_is_local, self.local_is_utc, self.uids_change)
        return Conditions.of(feed_window(self.now, self.timezone), VERSION, self.timezone, *quirks, *self._rules())

    def _rules(self) -> tuple[str, ...]:
        """Other rules give other events from the same feed. Without any, the answers cached before there were rules
        stay valid."""
        return () if self.rules == NO_RULES else (self.rules.model_dump_json(exclude_defaults=True),)

    def _stored_feeds(self) -> list[Feed]:
        if self.source_id is None:
            raise ValueError("pass -a source_id=N for a source's feeds, or -a url=ADDRESS for one feed")
        with transaction() as connection:
            source = sources.read_source(connection, self.source_id)
            self.home = self.base_url or source.base_url
            self.timezone = source.timezone
            self.undecided = {name for name in self.undecided if source.settings.get(name) is None}
            self.utc_is_local = self.utc_is_local or source.settings.get("utc_is_local") is True
            self.local_is_utc = self.local_is_utc or source.settings.get("local_is_utc") is True
            self.uids_change = self.uids_change or source.settings.get("uids_change") is True
            self.due_only = self.due_only and settings().learn_poll_rate and poll_rate.learning(source.settings)
            today = self.now.astimezone(ZoneInfo(source.timezone)).date()
            sources.resolve_feeds(connection, source)
            feeds = sources.current_feeds(connection, source.id, today)
        if not feeds:
            raise NoFeeds(source)
        if not self.base_url:
            return feeds
        return [replace(feed, url=rebased(feed.url, source.base_url, self.base_url)) for feed in feeds]

    def _coverage(self, feeds: list[Feed], today: date) -> Coverage:
        end = _contiguous_end(feeds, today)
        last = feed_window(self.now, self.timezone).ends
        assert last is not None
        zone = ZoneInfo(self.timezone)
        since, until = (datetime.combine(day, time(), zone) for day in (today, min(end or last, last)))
        return Coverage(since, until, running=True)


class NoFeeds(LookupError):
    """The source has no feed for today or later."""

    def __init__(self, source: sources.SourceRecord) -> None:
        super().__init__(
            f"source {source.id} ({source.name}) has no current feed: run its own spider first, which finds them"
        )


def _single(url: str) -> Feed:
    return Feed(id=0, url=url, kind="ics", label="", covers_from=None, covers_until=None)


def _contiguous_end(feeds: list[Feed], today: date) -> date | None:
    """The day up to which the feeds, in order of `covers_from`, leave no gap after today; None for no end."""
    end = today
    for feed in feeds:
        if feed.covers_from is not None and feed.covers_from > end:
            break
        if feed.covers_until is None:
            return None
        end = max(end, feed.covers_until)
    return end
