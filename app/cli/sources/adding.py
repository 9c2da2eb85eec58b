"""Adds a source that discovery found, and runs its first harvest."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy import Connection

from app.cli.acting import ACTOR, refuse
from app.cli.crawl import GOOD, crawl_with_progress
from app.cli.show import runs_table
from app.cli.sources.findings import SHOWN
from app.cli.sources.rows import plain, zone
from core.addresses import with_scheme
from core.config import settings
from core.recipes.recipe import Recipe
from scrapers.discovery.findings import Findings
from scrapers.launch import CrawlOrder
from scrapers.platforms.registry import platform
from storage.access import audit
from storage.sources import found as found_sources
from storage.sources.found import FoundSource
from storage.sources.records import SourceRecord
from storage.sources.rules import NO_RULES, SourceRules


def explored(
    url: str,
    kind: str | None,
    timezone: str | None,
    rules: SourceRules = NO_RULES,
    recipe: Recipe | None = None,
) -> Findings:
    # httpx and Celery take half a second to import, and no other command of this group needs them.
    from app.tasks import discovering
    from scrapers.discovery.asking import MOST_REQUESTS

    given = zone(timezone) if timezone else None
    try:
        host = urlsplit(with_scheme(url)).hostname
        with Console(stderr=True).status(f"looking at {host} …") as status:
            asked = count(1)

            def show(line: str) -> None:
                status.update(escape(f"looking at {host}: {next(asked)} of at most {MOST_REQUESTS} requests, {line}"))

            return discovering.explored(url, kind, given, rules, recipe, show)
    except (ValueError, KeyError) as error:
        refuse(str(error.args[0]))


def read_as_stored(row: SourceRecord, feeds: Sequence[str], rules: SourceRules) -> Findings:
    """What a source gives now, as its row says, but with these rules."""
    from app.tasks import discovering
    from scrapers.catalog import platform_of, spider_class

    try:
        venue = spider_class(row.spider).venue if row.spider == row.name else None
        with Console(stderr=True).status(f"reading {row.title} …"):
            return discovering.read_as_stored(row, platform_of(row.spider), feeds, rules, venue)
    except (ValueError, KeyError) as error:
        refuse(str(error.args[0]))


def add_found(
    connection: Connection,
    findings: Findings,
    *,
    name: str | None,
    title: str | None,
    timezone: str | None,
    rules: SourceRules = NO_RULES,
) -> SourceRecord:
    """Adds the best candidate."""
    found = FoundSource.of(findings.to_json(SHOWN))
    if timezone:
        found = replace(found, timezone=zone(timezone))
    row = found_sources.add_found(
        connection, found, name=name, title=title, timezone=settings().timezone, rules=rules.to_json()
    )
    if row is None:
        refuse(f"There is already a source {name}.")
    audit.record(connection, actor=ACTOR, action="add source", subject=f"source:{row.id}", after=plain(row))
    return row


def harvest(row: SourceRecord, *, quiet: bool) -> bool:
    """Runs the first harvest in this process. A spider that only finds feeds is followed by `ics`, which reads them."""
    steps = [row.spider, *(["ics"] if platform(row.spider).finds_feeds else [])]
    for spider in steps:
        order = CrawlOrder(
            run_id=str(uuid.uuid4()),
            spider=spider,
            source_id=row.id,
            arguments={"base_url": row.base_url},
            deadline=timedelta(seconds=settings().crawl_deadline_s),
        )
        run = crawl_with_progress(order)
        if run is None:
            typer.echo("The harvest didn't start: the source is being crawled already.", err=True)
            return False
        if not quiet:
            Console().print(runs_table([run]))
        if run.status not in GOOD:
            return False
    return True
