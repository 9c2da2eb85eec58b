"""The Celery tasks. Each checks its arguments, launches a crawl, and returns the run's row."""

from __future__ import annotations

from datetime import UTC, datetime

from celery import Task, chord, group
from sqlalchemy import text

from app.tasks.alerts import deliver_alerts
from app.tasks.arguments import BadArguments, flag, number, whole
from app.tasks.crawl import CrawlFailed, Parked, TryAgain, attempt, backoff, crawl, retry_apart
from app.tasks.discover import DiscoveryFailed, discover_source
from app.tasks.harvests import harvest
from app.tasks.letter import send_letters, weekly_letter
from app.tasks.match import match
from app.tasks.picking.tasks import PickingFailed, copy_page, pick_part
from app.tasks.plan import send_planned
from app.tasks.preview import PreviewFailed, preview_source
from app.tasks.prune import prune
from app.tasks.results import EARLIER, Result, result, retrying, summary
from celery_app import app
from scrapers.platforms.registry import platforms
from scrapers.platforms.tribe import MOST_MONTHS_AHEAD
from storage.database.engine import DATABASE_AWAY, transaction
from storage.health.states import resting
from storage.runs.ledger import RunStatus
from storage.sources import records as sources
from storage.tasks.plan import plan_day

__all__ = [
    "BadArguments",
    "CrawlFailed",
    "DiscoveryFailed",
    "Parked",
    "PickingFailed",
    "PreviewFailed",
    "backoff",
    "copy_page",
    "deliver_alerts",
    "discover_source",
    "health_check",
    "ingest_after_pages",
    "ingest_all_sources",
    "ingest_source",
    "match",
    "pick_part",
    "preview_source",
    "prune",
    "result",
    "scrape_mote",
    "scrape_source",
    "scrape_vanwezel",
    "send_letters",
    "send_planned",
    "summarise",  # prose: ok
    "summary",
    "weekly_letter",
]
MOST_AT_ONCE = 500
"""A group of a million tasks takes 2 GB in Redis, and asks all sites at once."""
RETRY = {"bind": True, "max_retries": 3, "default_retry_delay": 60}


@app.task(name="app.tasks.scrape_vanwezel", **RETRY)
def scrape_vanwezel(self: Task, source_id: int, delay: float = 0.5) -> Result:
    """Harvests the Van Wezel's pages. `delay`: seconds between requests."""
    return crawl(self, "vanwezel", source_id, delay=number(delay, "delay", 0, 600))


@app.task(name="app.tasks.scrape_mote", **RETRY)
def scrape_mote(self: Task, source_id: int, months_ahead: int = 2) -> Result:
    """Finds Mote's monthly iCal feeds: this month's and those of the next `months_ahead`."""
    return crawl(self, "mote", source_id, months_ahead=whole(months_ahead, "months_ahead", 0, MOST_MONTHS_AHEAD))


@app.task(name="app.tasks.scrape_source", **RETRY)
def scrape_source(self: Task, source_id: int, tolerant: bool = False, delay: float | None = None) -> Result:
    """Harvests a source with the spider that its row names and the spider's default arguments. `tolerant`: a failure is
    returned, not raised, for summaries. `delay`: seconds between requests, None for the spider's own."""
    run = _tolerated if flag(tolerant, "tolerant") else crawl
    return run(self, None, source_id, **_pause(delay))


@app.task(name="app.tasks.ingest_source", **RETRY)
def ingest_source(
    self: Task,
    source_id: int,
    limit: int = 100,
    tolerant: bool = False,
    due_only: bool = False,
    delay: float | None = None,
) -> Result:
    """Reads a source's stored feeds, at most `limit`. `tolerant` and `delay`: see `scrape_source`.

    `due_only`: may skip feeds that rarely change. Schedules set it; people who ask for a harvest get all feeds.
    """
    whole(limit, "limit", 1, 100_000)
    run = _tolerated if tolerant else crawl
    return run(self, "ics", source_id, limit=limit, due_only=int(flag(due_only, "due_only")), **_pause(delay))


@app.task(name="app.tasks.ingest_after_pages", **RETRY)
def ingest_after_pages(
    self: Task,
    pages: Result,
    source_id: int,
    limit: int,
    tolerant: bool = True,
    due_only: bool = False,
    delay: float | None = None,
) -> Result:
    """`ingest_source` for a source whose pages were just crawled. `pages`: that crawl's result, which is returned as
    `earlier`, because a chain returns only its last result."""
    run = _tolerated if tolerant else crawl
    read = run(self, "ics", source_id, limit=limit, due_only=int(due_only), **_pause(delay))
    return {**read, EARLIER: pages}


def _tolerated(task: Task, spider: str | None, source_id: int, **arguments: float | int) -> Result:
    """A failure is returned. If it may pass, another task tries again, so that no summary waits for it."""
    try:
        return attempt(task, spider, source_id, **arguments)
    except TryAgain as again:
        retry_apart(task, again)
        return retrying(source_id, str(again), task.request.id)
    except (CrawlFailed, Parked, sources.UnknownSource) as error:
        return {"status": RunStatus.FAILED.value, "source_id": source_id, "reason": str(error)}


@app.task(name="app.tasks.ingest_all_sources", **RETRY)
def ingest_all_sources(
    self: Task, limit_per_source: int = 100, due_only: bool = False, delay: float | None = None
) -> Result:
    """Harvests every source that has feeds or is read as a platform, in a task for each, and returns their summary.
    `due_only`: see `ingest_source`, and a source that could not be read for days is asked less often; `delay`: see
    `scrape_source`. A source with its own file has its own schedule, but its feeds are read here.

    In a town of more than MOST_AT_ONCE sources, a scheduled harvest (`due_only`) is spread over the day. Then the
    result has `planned`, the number of harvests.
    """
    whole(limit_per_source, "limit_per_source", 1, 100_000)
    flag(due_only, "due_only")
    pause = _pause(delay)
    try:
        with transaction() as connection:
            rests = resting(connection) if due_only else frozenset()
            if due_only and sources.count_enabled(connection) > MOST_AT_ONCE:
                spread = plan_day(connection, spiders=platforms(), resting=rests, now=datetime.now(UTC))
                return {**summary([]), "planned": spread}
            due = [one for one in sources.list_sources(connection) if one.enabled and one.id not in rests]
    except DATABASE_AWAY as error:
        raise self.retry(exc=error, countdown=backoff(self.request.retries)) from error
    found = (harvest(source, limit_per_source, due_only=due_only, pause=pause) for source in due)
    steps = [task for task in found if task is not None]
    if not steps:
        return summary([])
    each = group(steps)
    return self.replace(chord(each, summarise.s()))  # type: ignore[no-any-return]  # no types; prose: ok


def _pause(delay: float | None) -> dict[str, float]:
    """The crawl's argument for this delay in seconds; none if the spider's own applies. Raises BadArguments."""
    return {} if delay is None else {"delay": number(delay, "delay", 0, 600)}


@app.task(name="app.tasks.summarise")  # prose: ok
def summarise(results: list[Result]) -> Result:  # prose: ok
    """The last step of `ingest_all_sources`."""
    return summary([one for last in results for one in (last.get(EARLIER), last) if one is not None])


@app.task(name="app.tasks.health_check", **RETRY)
def health_check(self: Task) -> Result:
    """Checks that this worker reaches Postgres and Redis. Any answer shows that the broker and the worker work."""
    with transaction() as connection:
        version = connection.execute(text("SHOW server_version")).scalar_one()
        known = len(sources.list_sources(connection))
    with self.app.connection_for_read() as broker:
        broker.ensure_connection(max_retries=1, timeout=5)
    return {"status": "ok", "worker": self.request.hostname, "postgres": version, "redis": "ok", "sources": known}
