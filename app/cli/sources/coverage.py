"""`sources coverage`: what the town's sources don't cover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from app.board.coverage_rows import DAYS, as_csv, rows
from app.cli.acting import opened
from app.cli.place import DataDir
from app.cli.show import AsJson, Limit, cell, json_lines, new_table
from core.config import settings
from storage.health.coverage import WEEKS, Coverage, read_coverage


def coverage(
    as_json: AsJson = False,
    as_csv_file: Annotated[bool, typer.Option("--csv", help="Print CSV instead of tables.")] = False,
    limit: Limit = 50,
    data_dir: DataDir = None,
) -> None:
    """Show what the sources don't cover: venues without a source, sources that nobody confirms, and empty weekdays.

    A venue has a source if most events of an enabled source are there, or if it has the source's title. --json and
    --csv print all.
    """
    with opened(data_dir) as connection:
        found = read_coverage(connection, datetime.now(ZoneInfo(settings().timezone)).date())
    if as_json:
        json_lines(rows(found))
    elif as_csv_file:
        typer.echo(as_csv(found), nl=False)
    else:
        _show(found, limit)


def _show(found: Coverage, limit: int) -> None:
    console = Console()
    console.print(f"Venues without a source of their own: {len(found.venues)}")
    venues = new_table("id", "venue", "address", "upcoming", "known from", "listed by", whole=("id", "upcoming"))
    for one in found.venues[:limit]:
        number = "–" if one.place_id is None else str(one.place_id)
        texts = (one.name, one.address or "–", str(one.upcoming), _listed(one.known_from), _listed(one.listed_by))
        venues.add_row(number, *map(cell, texts))
    _print(console, venues, len(found.venues), limit)
    console.print(f"\nSources that no other source confirms: {len(found.sources)}")
    alone = new_table("id", "source", "upcoming", whole=("id", "upcoming"))
    for source in found.sources[:limit]:
        alone.add_row(str(source.source_id), cell(source.title), str(source.upcoming))
    _print(console, alone, len(found.sources), limit)
    console.print(f"\nShowings in the next {WEEKS} weeks")
    days = new_table("category", *(day[:3] for day in DAYS), whole=[day[:3] for day in DAYS])
    for category in found.categories:
        days.add_row(cell(category.name), *(str(one) if one else "–" for one in category.days))
    console.print(days)


def _print(console: Console, table: object, total: int, limit: int) -> None:
    if total:
        console.print(table)
    if total > limit:
        console.print(f"And {total - limit} more: --limit {total} shows all.")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "–"
