"""`sources`, `feeds`, `events`: show the database's rows as tables or JSON lines."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from app.cli.acting import opened
from app.cli.place import DataDir
from app.cli.sources.rows import source_id_of
from core.clock import in_town, shown
from core.config import settings
from core.visible_text import json_line, visible
from storage.events import queries
from storage.events.queries import UpcomingOccurrence
from storage.feed_cache import poll_rate
from storage.runs import ledger as run_ledger
from storage.runs.ledger import Run, RunStatus
from storage.sources import records as source_rows

COLORS = {
    RunStatus.OK: "green",
    RunStatus.RUNNING: "cyan",
    RunStatus.SUSPECT: "bold red",
    RunStatus.FAILED: "bold red",
    RunStatus.CANCELLED: "yellow",
    RunStatus.LOST: "yellow",
}
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object per line instead of a table.")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, max=10_000, help="The most lines to show.")]
Source = Annotated[
    str | None, typer.Option("--source", "-s", help="Only this source: its id or name, shown by `sources`.")
]


def show_sources(as_json: bool, data_dir: Path | None) -> None:
    """Show the sources, their addresses, and how many feeds each has."""
    with opened(data_dir) as connection:
        rows = source_rows.list_sources(connection)
    if as_json:
        json_lines(asdict(row) for row in rows)
        return
    if not rows:
        typer.echo("No sources yet: `python -m app sources add URL` adds one.")
        return
    table = new_table(
        "id", "name", "title", "address", "zone", "feeds", "enabled", whole=("id", "zone", "feeds", "enabled")
    )
    for row in rows:
        texts = (row.name, row.title, row.base_url, row.timezone)
        table.add_row(str(row.id), *map(cell, texts), str(row.feeds), "yes" if row.enabled else "no")
    Console().print(table)


def feeds(source: Source = None, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Show the feeds, how often scheduled runs fetch each one, and why. `crawl ics` always fetches all of them."""
    with opened(data_dir) as connection:
        rows = poll_rate.feed_rates(connection, source_id_of(connection, source))
    if as_json:
        json_lines(
            {
                **asdict(row),
                **{n: iso(getattr(row, n)) for n in ("due_at", "polled_at", "changed_at")},
                "interval": None if row.interval is None else row.interval.total_seconds(),
                "reason": row.reason,
            }
            for row in rows
        )
        return
    if not rows:
        typer.echo("No feeds: no source shown here is read from a feed, or none was crawled yet.")
        return
    table = new_table("source", "feed", "address", "every", "next from", "why", whole=("every", "next from"))
    for row in rows:
        off = not (row.learning and settings().learn_poll_rate)
        due = "each schedule" if off or row.due_at is None else shown(row.due_at)
        table.add_row(row.source, cell(row.label or "–"), cell(row.url), every(row.interval), due, row.reason)
    Console().print(table)


def every(interval: timedelta | None) -> str:
    """`12 h`, `2.3 d`, or a dash if no interval has been learned yet."""
    if interval is None:
        return "–"
    hours = interval.total_seconds() / 3600
    return f"{hours:.3g} h" if hours < 48 else f"{hours / 24:.2g} d"


def show_events(source: str | None, limit: int, as_json: bool, data_dir: Path | None) -> None:
    """Prints upcoming events, soonest first, in local time."""
    with opened(data_dir) as connection:
        rows = queries.upcoming(
            connection, after=datetime.now(UTC), source_id=source_id_of(connection, source), limit=limit
        )
    if as_json:
        json_lines({**asdict(row), "starts_at": row.starts_at.isoformat(), "ends_at": iso(row.ends_at)} for row in rows)
        return
    if not rows:
        typer.echo("No upcoming events.")
        return
    Console().print(events_table(rows))


def new_table(*heads: str, whole: Collection[str], right: Collection[str] = ()) -> Table:
    """An empty table. Where the terminal is narrow, the columns in `whole` stay in one line and the others continue on
    the next one, so that nothing is cut."""
    table = Table(box=box.SIMPLE_HEAD, padding=0, show_edge=False)
    for head in heads:
        table.add_column(
            head,
            no_wrap=head in whole,
            overflow="fold",
            min_width=len(head),
            justify="right" if head in right else "left",
        )
    return table


def events_table(rows: list[UpcomingOccurrence]) -> Table:
    """A table of upcoming occurrences."""
    table = new_table("when (local)", "id", "event", "venue", "price", "source", whole=("when (local)", "id"))
    for row in rows:
        said = (title(row), row.venue or "–", price(row), row.source)
        table.add_row(when(row), str(row.event_id), *map(cell, said))
    return table


COUNTS = ("seen", "new", "changed", "unchanged", "withdrawn", "rejected")


def runs_table(rows: list[Run]) -> Group:
    """A table of runs with their counts, and below it a line for each run that has a reason or an error."""
    counted = ("seen", "new", "chgd", "same", "gone", "rej", "err")
    table = new_table(
        "started", "source", "spider", "status", *counted, whole=("started", "status", *counted), right=counted
    )
    for row in rows:
        color = COLORS[row.status]
        counts = (*(row.counts()[name] for name in COUNTS), row.error_count)
        spider = f"{row.spider} (replay)" if row.launched_by == run_ledger.REPLAY else row.spider
        table.add_row(shown(row.started_at), row.source, spider, f"[{color}]{row.status}[/]", *map(str, counts))
    notes = [cell(f"{row.source} {row.spider} {row.id[:8]}: {said}") for row in rows for said in remarks(row)]
    return Group(table, *notes)


def cell(text: str) -> Text:
    """A source's text for the terminal: without terminal commands, and never read as rich's markup."""
    return Text(visible(text))


def remarks(row: Run) -> Iterator[str]:
    """Why a run failed or is suspect, otherwise its first error; then what it decided."""
    errors = [error for error in row.errors if error["kind"] != run_ledger.NOTE]
    if row.reason:
        yield row.reason
    elif errors:
        first = ": ".join(filter(None, (errors[0]["kind"], errors[0]["url"], errors[0]["found"])))
        yield f"{first} (and {row.error_count - 1} more)" if row.error_count > 1 else first
    if row.left_out:
        yield f"the source's rules left out {row.left_out} {'event' if row.left_out == 1 else 'events'}"
    for error in row.errors:
        if error["kind"] == run_ledger.NOTE:
            yield f"{error['found']}. {error['advice']}"


def when(row: UpcomingOccurrence) -> str:
    """`Sun Nov 29 2026 7:30PM EST` in the event's zone; only the day if the hour is unknown."""
    local = in_town(row.starts_at, row.timezone)
    day = f"{local:%a %b} {local.day} {local.year}"
    if row.all_day:
        return f"{day} all day"
    if not row.time_known:
        return f"{day} time n/a"
    return f"{day} {local.hour % 12 or 12}:{local:%M%p %Z}"


def title(row: UpcomingOccurrence) -> str:
    marks = [
        mark for mark in (row.status if row.status != "scheduled" else "", "sold out" if row.sold_out else "") if mark
    ]
    return f"{row.title} ({', '.join(marks)})" if marks else row.title


def price(row: UpcomingOccurrence) -> str:
    """`free`, `$45–$120`, the site's own text, or a dash if it is unknown."""
    if row.is_free:
        return "free"
    if row.price_min_cents is None:
        return row.price_text or "–"
    unit = "$" if row.price_currency in (None, "USD") else f"{row.price_currency} "
    bounds = sorted({row.price_min_cents, row.price_max_cents or row.price_min_cents})
    return "–".join(f"{unit}{cents / 100:,.2f}".removesuffix(".00") for cents in bounds)


def iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def json_lines(rows: Any) -> None:
    for row in rows:
        sys.stdout.write(json_line(row) + "\n")
