"""What all spiders share: arguments, clock, requests, and the account of the run."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Self
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from core.addresses import folder
from core.config import Frontier, settings
from core.errors import SourceError
from core.items import EventItem, Venue
from core.recipes.recipe import Recipe
from scrapers import consoles
from scrapers.platforms.account import RunAccount
from scrapers.platforms.arguments import address, positive, seconds, switch
from scrapers.platforms.failures import name_failure
from scrapers.platforms.registry import platform
from scrapers.reading.contract import Context, Reading, Window, require_present
from scrapers.reading.text import parts_of
from storage.runs.ledger import RunToken
from storage.sources.records import SourceRecord
from storage.sources.rules import NO_RULES, SourceRules

CAPTURE = "capture_id"
"""In a response's meta: the id under which it is kept."""
NOT_KEPT = "not_kept"
"""In a request's meta: its answer is not to be kept, because no event is read from it."""


class SourceSpider(scrapy.Spider):
    """The base of all spiders. A source's file sets the class variables; a task or the command line passes the
    arguments.

    Scrapy passes all arguments as text: `source_id`, `base_url` (replaces the site's address), `delay` (seconds between
    requests to one host), `now` (an ISO time to use as the present), `run_id` (or scrapyd's `_job`), `join` (1: share
    the run `run_id` with the process that began it; needs FRONTIER=redis), `fresh` (1: read everything again, without
    the cached answers).
    """

    source_id: int | None = None
    title: ClassVar[str] = ""
    base_url: str = ""
    timezone: str = "America/New_York"
    floor: ClassVar[int] = 0
    venue: Venue | None = None
    """Of events whose page names none, for a source whose events are all at one place."""
    harvests_feeds: ClassVar[bool] = False
    schedule: ClassVar[str] = ""
    """Five cron fields in Beat's zone. `python -m app up` schedules a new source by it."""
    delay: ClassVar[float] = 1.0
    stateless: ClassVar[bool] = False
    """Callbacks need nothing but what `start` sets and their request's `cb_kwargs`, so other processes can run them."""
    platform: ClassVar[str | None] = None
    """The platform that describes the further arguments (scrapers/platforms/<name>/__init__.py)."""

    def __init__(
        self,
        source_id: str | int | None = None,
        base_url: str | None = None,
        delay: str | float | None = None,
        now: str | None = None,
        run_id: str | None = None,
        join: str | bool = False,
        fresh: str | bool = False,
        launched_by: str | None = None,
        **kwargs: Any,
    ) -> None:
        job = kwargs.pop("_job", None)
        self.run_id: str | None = run_id or job
        self.fresh = switch(fresh, "fresh")
        self.join = switch(join, "join")
        if self.join and not self.stateless:
            raise ValueError(f"join: {self.name} keeps state between its pages, so one process crawls it whole")
        if self.join and self.run_id is None:
            raise ValueError("join: pass -a run_id= of the run to join")
        arguments = platform(self.platform).arguments if self.platform else ()
        parsed = {one.name: one.parse(kwargs.pop(one.name, one.default)) for one in arguments}
        if kwargs:
            known = ", ".join(sorted({"source_id", "base_url", "delay", "fresh", "now", *parsed}))
            raise ValueError(f"spider {self.name} has no argument {', '.join(sorted(kwargs))}; it takes {known}")
        super().__init__()
        self.zone_given = parsed.get("timezone") is not None
        for name, value in parsed.items():
            if value is not None or not hasattr(self, name):
                setattr(self, name, value)
        self.names_source = source_id is not None
        if source_id is not None:
            self.source_id = positive(source_id, "source_id")
        self.base_url = address(base_url or self.base_url) if (base_url or self.base_url) else ""
        self.home = self.base_url
        """The source's own address. If it is private, the crawl may ask private addresses."""
        self.pause = seconds(self.delay if delay is None else delay)
        self.now = moment(now) if now else datetime.now(UTC)
        self.launched_by = launched_by or ("scrapyd" if job else "scrapy")
        self.run: RunToken | None = None
        self.rules: SourceRules = NO_RULES
        self.recipe: Recipe | None = None
        self.account = RunAccount(self.name, self.logger)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        consoles.turn_off(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The source's delay becomes the crawl's, unless `-s DOWNLOAD_DELAY=` says otherwise."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        if spider.join and (settings().frontier is not Frontier.REDIS or not crawler.settings.getbool("STORE_EVENTS")):
            raise ValueError("join: processes share a run only with FRONTIER=redis in the environment and STORE_EVENTS")
        if crawler.settings["JOBDIR"] and not cls.stateless:
            raise ValueError(f"JOBDIR: {cls.name} keeps state between its pages, so a later crawl cannot continue it")
        if not crawler.settings.frozen:  # `scrapy shell` freezes them before it creates the spider
            crawler.settings.set("DOWNLOAD_DELAY", spider.pause, priority="spider")
        if crawler.settings.getbool("STORE_EVENTS"):
            spider.run_id = spider.run_id or str(uuid.uuid4())
        return spider

    def adopt(self, source: SourceRecord) -> None:
        """Take the rules, the recipe, and the zone of the source that this run harvests. The venue in the spider's file
        is its own source's: another source's events don't get it."""
        self.rules = source.rules
        self.recipe = source.recipe
        if not self.base_url:
            self.base_url = self.home = source.base_url
        if not self.zone_given:
            self.timezone = source.timezone
        if source.name != self.name or source.rules.venue is not None:
            self.venue = None

    def site(self, path: str) -> str:
        """The address of a path on the source's site."""
        return urljoin(folder(self.base_url), path.lstrip("/"))

    def get(
        self,
        url: str,
        callback: Callable[..., Any],
        *,
        essential: bool = True,
        errback: Callable[[Failure], Any] | None = None,
        headers: dict[str, str] | None = None,
        **cb_kwargs: Any,
    ) -> Request:
        """A request whose failure is recorded on the run. `essential=False`: the harvest is complete without it.

        It bypasses the duplicate filter, which drops requests silently: a redirect target is asked even if it was asked
        before, until REDIRECT_MAX_TIMES reports the loop.
        """
        return Request(
            url,
            callback=callback,
            errback=errback or self.on_failure,
            headers=headers,
            meta={"essential": essential},
            cb_kwargs=cb_kwargs,
            dont_filter=True,
        )

    def context(
        self,
        response: Response,
        window: Window | None = None,
        *,
        utc_is_local: bool = False,
        local_is_utc: bool = False,
        uids_change: bool = False,
    ) -> Context:
        """What a reader needs to know about this response."""
        return Context(
            url=response.url,
            timezone=self.timezone,
            now=self.now,
            window=window,
            source=self.name,
            encoding=declared_charset(response),
            utc_is_local=utc_is_local,
            local_is_utc=local_is_utc,
            uids_change=uids_change,
        )

    def emit(self, reading: Reading) -> Iterator[EventItem]:
        """Yield the events of a reading and record its problems."""
        for problem in reading.problems:
            self.account.reject(problem)
        yield from reading.events

    def on_failure(self, failure: Failure) -> None:
        """Record the failure of a request."""
        request, error = named(failure)
        self.account.note(error, essential=request.meta.get("essential", True))


def captured(event: EventItem, response: Response) -> EventItem:
    """The event with the kept answer that it was read from, unless it has one already."""
    key = response.meta.get(CAPTURE) if event.capture_id is None else None
    return event if key is None else replace(event, capture_id=key)


def named(failure: Failure) -> tuple[Request, SourceError]:
    """The request and the named error of an errback's failure."""
    request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy on every errback's failure
    assert failure.value is not None
    return request, name_failure(failure.value, request.url)


def moment(text: str) -> datetime:
    """An ISO time with an offset, as an aware datetime. Raises ValueError, also for a year outside 1970 to 2200."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"now must be an ISO time such as 2026-11-29T12:00:00Z, not {text!r}") from None
    if parsed.tzinfo is None:
        raise ValueError(f"now must have an offset, such as {text}Z")
    return require_present(parsed)


def same_site(url: str, base_url: str) -> bool:
    """Whether a link stays on the site: same host and port, with or without `www.`. False for an invalid address."""
    return parts_of(url).netloc.removeprefix("www.") == urlsplit(base_url).netloc.removeprefix("www.")


def declared_charset(response: Response) -> str | None:
    """The charset in the Content-Type header, or None."""
    header = (response.headers.get("Content-Type") or b"").decode("latin-1")
    for parameter in header.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None
