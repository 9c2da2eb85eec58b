"""`sources health`: the state of each source, those that need a person first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from app.board import rows
from app.cli.acting import opened
from app.cli.place import DataDir
from app.cli.show import AsJson, cell, json_lines, new_table
from core.clock import shown
from storage.health.board import YIELD_DAYS, SourceHealth, list_health
from storage.health.judge import SourceState
from storage.health.words import MEANINGS

BARS = " ▁▂▃▄▅▆▇█"
PARTS = 12


def health(
    search: Annotated[str | None, typer.Option("--search", "-q", help="Only sources with these words.")] = None,
    state: Annotated[SourceState | None, typer.Option(help="Only sources in this state.")] = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of a table.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Show the state of each source, those that need a person first: why, since when, and what to do."""
    with opened(data_dir) as connection:
        _, found = list_health(connection, state=state, words=search)
    if as_json:
        json_lines(rows.row(one) for one in found)
    elif as_csv:
        typer.echo(rows.as_csv(found), nl=False)
    else:
        head = ("id", "title", "state", "since", "events", "last 90 days", "why", "what to do")
        table = new_table(*head, whole=("id", "state", "since", "last 90 days"))
        for one in found:
            since = shown(one.since)
            do = MEANINGS[one.state].do
            table.add_row(
                str(one.source_id), cell(one.title), one.state, since, *_seen(one), cell(one.reason or "–"), do
            )
        Console().print(table)


def _seen(one: SourceHealth) -> tuple[str, str]:
    """Upcoming events, and what runs saw in each of twelve equal parts of the last 90 days."""
    parts = [0] * PARTS
    for day, seen in one.yields:
        age = (datetime.now(UTC).date() - day).days
        place = PARTS - 1 - min(age * PARTS // YIELD_DAYS, PARTS - 1)
        parts[place] = max(parts[place], seen)
    most = max(parts) or 1
    return str(one.upcoming), "".join(BARS[seen * (len(BARS) - 1) // most] for seen in parts)
