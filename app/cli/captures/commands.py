"""`captures`: the answers that events were read from; lists, shows, and prunes them."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from app.cli.acting import opened, refuse
from app.cli.lazy import LazyCommand, LazyGroup
from app.cli.place import DataDir, adopt
from app.cli.prune import report_captures
from app.cli.show import AsJson, Limit, Source, cell, json_lines, new_table
from app.cli.sources.rows import source_id_of
from core.clock import shown
from core.config import settings
from core.visible_text import visible
from storage.captures import pruning, records
from storage.captures.bodies import BodyDamaged, BodyGone, folder
from storage.captures.records import Capture
from storage.database.engine import DATABASE_UNUSABLE

Since = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Only what the source answered on this day or later, in TIMEZONE."),
]


class _Captures(LazyGroup):
    lazy = (LazyCommand("export", "captures.export.export", "Write the captures as a WARC file, the oldest first."),)


captures = typer.Typer(cls=_Captures, no_args_is_help=True, help="The answers that events were read from.")


@captures.command("list")
def list_(
    source: Source = None, since: Since = None, limit: Limit = 20, as_json: AsJson = False, data_dir: DataDir = None
) -> None:
    """List the captures, the last seen first."""
    with opened(data_dir) as connection:
        found = records.list_captures(
            connection, source_id=source_id_of(connection, source), since=start_of(since), limit=limit
        )
    if as_json:
        json_lines(map(as_row, found))
        return
    table = new_table("id", "source", "fetched", "events", "bytes", "address", whole=("id", "fetched"))
    for one in found:
        table.add_row(one.id[:8], one.source, shown(one.fetched_at), str(one.events), str(one.size), cell(one.url))
    Console().print(table)


@captures.command()
def show(
    key: Annotated[str, typer.Argument(metavar="ID", help="The capture's id, or how it begins.")],
    body: Annotated[bool, typer.Option("--body", help="Write the body to standard output, and nothing else.")] = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Show where and when a capture was fetched; with --body, what was answered."""
    with opened(data_dir) as connection:
        found = records.read_capture(connection, key)
    if found is None:
        refuse(f"There is no capture {key}, or several begin so.")
    if not body:
        if as_json:
            json_lines([as_row(found)])
        else:
            for name, value in asdict(found).items():
                said = shown(value) if isinstance(value, datetime) else value
                typer.echo(visible(f"{name}: {'–' if said is None else said}"))
        return
    try:
        sys.stdout.buffer.write(folder(settings()).get(found.hash))
    except (BodyGone, BodyDamaged, OSError) as error:
        refuse(f"The body can't be read: {error}")


@captures.command()
def prune(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count; delete nothing.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Delete captures older than CAPTURES_DAYS or beyond CAPTURES_MAX_MB, and files without a row."""
    adopt(data_dir)
    try:
        pruned = pruning.count(settings()) if dry_run else pruning.prune(settings())
    except DATABASE_UNUSABLE as error:
        refuse(f"Couldn't prune the captures: {str(error).splitlines()[0]}")
    except OSError as error:
        refuse(f"Couldn't prune the captures: {error}")
    report_captures(pruned, dry_run=dry_run)


def start_of(day: datetime | None) -> datetime | None:
    """A day's first moment in TIMEZONE."""
    return None if day is None else datetime.combine(day.date(), time(), ZoneInfo(settings().timezone))


def as_row(capture: Capture) -> dict[str, Any]:
    """For JSON, with ISO times."""
    fetched, seen = capture.fetched_at.isoformat(), capture.seen_at.isoformat()
    return {**asdict(capture), "fetched_at": fetched, "seen_at": seen}
