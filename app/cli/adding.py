"""Adds a source that discovery found, and runs its first harvest."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import typer
from rich.console import Console
from sqlalchemy import Connection

from app.cli.crawl import GOOD, crawl_with_progress
from app.cli.show import runs_table
from app.cli.source_rows import ACTOR, found_source, plain, refuse, zone
from core.config import settings
from scrapers.discovery.explorer import Explorer
from scrapers.discovery.findings import Candidate, Findings
from scrapers.launch import CrawlOrder
from storage.access import audit
from storage.sources import edits
from storage.sources import records as source_rows
from storage.sources.records import SourceRecord

FLOOR_FROM = 3
"""A site with so many upcoming events gets the floor 1: a run that finds none is suspect."""


def explored(url: str, kind: str | None, timezone: str | None) -> Findings:
    # httpx takes a fifth of a second to import, and no other command of this group needs it.
    from core.fetching.fetcher import Fetcher
    from scrapers.settings import ROBOTSTXT_USER_AGENT, USER_AGENT

    explorer = Explorer(
        fetcher=Fetcher(USER_AGENT, anywhere=settings().private_sources),
        agent=ROBOTSTXT_USER_AGENT,
        now=datetime.now(UTC),
        timezone=zone(timezone) if timezone else settings().timezone,
    )
    written = url if "://" in url else f"https://{url}"
    try:
        with Console(stderr=True).status(f"looking at {urlsplit(written).hostname} …"):
            return explorer.explore(written, kind)
    except (ValueError, KeyError) as error:
        refuse(str(error.args[0]))


def add_found(
    connection: Connection,
    findings: Findings,
    best: Candidate,
    *,
    name: str | None,
    title: str | None,
    timezone: str | None,
) -> SourceRecord:
    host = (urlsplit(findings.url).hostname or "site").removeprefix("www.")
    wanted = name or _short_name(host)
    taken = {row.name for row in source_rows.list_sources(connection)}
    if name in taken:
        refuse(f"There is already a source {name}.")
    unique = next(one for one in (wanted, *(f"{wanted}_{number}" for number in range(2, 10_000))) if one not in taken)
    source_id = edits.add_source(
        connection,
        name=unique,
        title=title or findings.title or host,
        spider=best.platform,
        base_url=best.base_url,
        timezone=zone(timezone) if timezone else best.timezone or settings().timezone,
        floor=1 if len(best.events) >= FLOOR_FROM else 0,
        settings={},
    )
    if source_id is None:
        refuse(f"There is already a source {unique}.")
    if best.platform == "ics":
        edits.set_feeds(connection, source_id, [best.base_url])
    edits.save_found(
        connection,
        source_id,
        {
            "at": datetime.now(UTC).isoformat(),
            "url": findings.url,
            "reason": best.reason,
            "coverage": best.coverage,
            "asked": list(findings.asked),
            "others": [f"{one.platform} {one.base_url} ({one.reason})" for one in findings.candidates[1:]],
        },
    )
    row = found_source(connection, source_id)
    audit.record(connection, actor=ACTOR, action="add source", subject=f"source:{source_id}", after=plain(row))
    return row


def _short_name(host: str) -> str:
    """`bayfront_hall` for bayfront-hall.example; `site` for an IP address."""
    stem = host.rpartition(".")[0] or host
    return re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_") if re.search("[a-z]", stem) else "site"


def harvest(row: SourceRecord, *, quiet: bool) -> bool:
    """Runs the first harvest in this process. A spider that only finds feeds is followed by `ics`, which reads them."""
    from scrapers.catalog import spider_class

    steps = [row.spider, *(["ics"] if spider_class(row.spider).harvests_feeds else [])]
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


def twin_of(connection: Connection, url: str) -> SourceRecord | None:
    """A source with the same host and path."""
    wanted = _place(url)
    for row in source_rows.list_sources(connection):
        if wanted in {_place(row.base_url), *(_place(feed) for feed in edits.list_feeds(connection, row.id))}:
            return row
    return None


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url if "://" in url else f"https://{url}")
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), parts.query
