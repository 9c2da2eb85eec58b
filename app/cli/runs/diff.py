"""`runs --diff`: what runs changed, compared with the calendar before them."""

from __future__ import annotations

from collections.abc import Iterable

import typer
from sqlalchemy import Connection

from core.clock import shown
from core.visible_text import one_line, visible
from storage.runs import diffs
from storage.runs.diffs import EventSummary
from storage.runs.ledger import Run

MOST_LISTED = 20


def show(connection: Connection, runs: Iterable[Run]) -> None:
    for run in runs:
        diff = diffs.read_diff(connection, run, limit=MOST_LISTED)
        head = f"{run.source} {run.spider} {shown(run.started_at)} {run.status} {run.id}"
        typer.echo(visible(one_line(head)))
        if run.reason:
            typer.echo(visible(f"  {one_line(run.reason)}"))
        _list("+", "new", diff.new, diff.totals["new"])
        for change in diff.changes:
            said = f"{change.title}: {change.field}: {change.old} → {change.new}"
            typer.echo(visible(f"  ~ {one_line(said)}"))
        _rest(len(diff.changes), diff.totals["changes"])
        _list("-", "withdrawn", diff.withdrawn, diff.totals["withdrawn"])
        _list("?", "missing", diff.missing, diff.totals["missing"])
        if not any(diff.totals[name] for name in ("new", "changes", "withdrawn", "missing")):
            typer.echo("  nothing changed")


def _list(mark: str, name: str, events: Iterable[EventSummary], total: int) -> None:
    listed = list(events)
    for event in listed:
        at = "" if event.starts_at is None else f", {shown(event.starts_at)}"
        typer.echo(visible(f"  {mark} {one_line(event.title)}{at} ({name})"))
    _rest(len(listed), total)


def _rest(listed: int, total: int) -> None:
    if total > listed:
        typer.echo(f"    and {total - listed} more")
