"""Crawls the sandbox into the test's own database, in this process like a worker, or with the `scrapy` command.

The day is fixed and in the future, so that the sandbox's events are in the database's future too.
"""

from __future__ import annotations

import os
import subprocess
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from core.items import EventItem
from pipelines.identify import stable_uid
from sandbox.server import Sandbox
from sandbox.truth import expected
from scrapers.launch import CrawlOrder
from scrapers.launch.in_process import InProcessLauncher
from scrapers.reading.contract import Window
from storage.database.engine import transaction
from storage.runs import ledger as runs
from tests.plugins import starts

REPOSITORY = Path(__file__).resolve().parents[2]
TODAY = date(2028, 11, 22)
NOW = "2028-11-22T12:00:00-05:00"
VANWEZEL, MOTE, FEEDS, VENUE2 = 1, 2, 3, 4
SPIDERS = {VANWEZEL: "vanwezel", MOTE: "mote", FEEDS: "ics", VENUE2: "vanwezel"}
SITES = {VANWEZEL: "vanwezel", MOTE: "mote", FEEDS: "feeds", VENUE2: "venue2"}

Facts = dict[str, tuple[Any, ...]]


@dataclass
class Crawls:
    """`crawls(VANWEZEL)` harvests a source of the sandbox in this process and returns its run."""

    sandbox: Sandbox

    def __call__(self, source_id: int, *, spider: str | None = None, **arguments: object) -> runs.Run:
        run_id = str(uuid.uuid4())
        self.launch(run_id, source_id, spider=spider, **arguments)
        run = read_run(run_id)
        assert run is not None, "the crawl opened no run"
        return run

    def launch(self, run_id: str, source_id: int, *, spider: str | None = None, **arguments: object) -> None:
        base_url = arguments.get("base_url") or self.sandbox.url(SITES[source_id])
        named = {"delay": 0, "now": NOW, **arguments, "base_url": base_url}
        order = CrawlOrder(
            run_id=run_id,
            spider=spider or SPIDERS[source_id],
            source_id=source_id,
            arguments={name: str(value) for name, value in named.items()},
        )
        InProcessLauncher().crawl(order, lambda: None)

    def mote(self) -> tuple[runs.Run, runs.Run]:
        """Finds the source's feeds, and ingests them."""
        return self(MOTE), self(MOTE, spider="ics")


def read_run(run_id: str) -> runs.Run | None:
    with transaction() as connection:
        return runs.read_run(connection, run_id)


def scrapy(*arguments: str, forked: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
    """The `scrapy` command, with this process's environment; `forked`: see `tests.plugins.starts`."""
    return starts.run(["scrapy", *arguments], {**os.environ, **environment}, forked=forked)


def add_feeds(source_id: int, urls: Iterable[str]) -> None:
    with transaction() as connection:
        for url in urls:
            connection.execute(
                text("INSERT INTO source_feeds (source_id, url, kind, label) VALUES (:source_id, :url, 'ics', '')"),
                {"source_id": source_id, "url": url},
            )


def count(statement: str, **parameters: object) -> int:
    with transaction() as connection:
        return int(connection.execute(text(statement), parameters).scalar_one())


def changes() -> int:
    return count("SELECT count(*) FROM event_changes")


def withdrawn() -> int:
    return count(
        "SELECT (SELECT count(*) FROM events WHERE withdrawn_at IS NOT NULL)"
        " + (SELECT count(*) FROM occurrences WHERE withdrawn_at IS NOT NULL)"
    )


def stored(source_id: int) -> Facts:
    """A source's events in the database, without withdrawn ones, by uid, in the format of `true_of`."""
    with transaction() as connection:
        rows = connection.execute(
            text("""
                SELECT e.uid, e.title, e.status, e.sold_out, v.name AS venue, e.ticket_url, e.price_min_cents,
                       e.price_max_cents, e.is_free,
                       (SELECT array_agg(concat_ws(' ', to_char(o.starts_at AT TIME ZONE o.timezone, :form),
                                 to_char(o.ends_at AT TIME ZONE o.timezone, :form), o.timezone,
                                 CASE WHEN o.all_day THEN 'all day' WHEN NOT o.time_known THEN 'hour unknown' END,
                                 o.status) ORDER BY o.starts_at)
                          FROM occurrences o WHERE o.event_id = e.id AND o.withdrawn_at IS NULL) AS times
                  FROM events e LEFT JOIN venues v ON v.id = e.venue_id
                 WHERE e.source_id = :source_id AND e.withdrawn_at IS NULL"""),
            {"source_id": source_id, "form": "YYYY-MM-DD HH24:MI"},
        ).all()
    return {row.uid: (*tuple(row[1:9]), tuple(row.times or ())) for row in rows}


def true_of(
    site: str, base_url: str, *, window: Window | None = None, details: bool = True, today: date = TODAY
) -> Facts:
    """What the site publishes, from the sandbox's own data, in the same format."""
    return facts(expected(site, today, base_url=base_url, window=window, details=details))


def facts(events: Iterable[EventItem]) -> Facts:
    return {stable_uid(event.uid): _facts(event) for event in events}


def _facts(event: EventItem) -> tuple[Any, ...]:
    price = event.price
    return (
        event.title,
        event.status.value,
        event.sold_out,
        None if event.venue is None else event.venue.name,
        event.ticket_url,
        None if price is None else price.min_cents,
        None if price is None else price.max_cents,
        None if price is None else price.is_free,
        tuple(
            " ".join(
                part
                for part in (
                    f"{one.starts_at:%Y-%m-%d %H:%M}",
                    f"{one.ends_at:%Y-%m-%d %H:%M}" if one.ends_at else "",
                    one.timezone,
                    "all day" if one.all_day else "" if one.time_known else "hour unknown",
                    one.status.value,
                )
                if part
            )
            for one in event.occurrences
        ),
    )


def from_yesterday() -> Window:
    return Window(starts=TODAY - timedelta(days=1))
