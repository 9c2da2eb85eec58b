"""`runs`: lists the runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from app.cli.acting import opened
from app.cli.lazy import LazyCommand, LazyGroup
from app.cli.place import DataDir
from app.cli.runs import diff as run_diff
from app.cli.show import AsJson, Limit, Source, iso, json_lines, runs_table
from app.cli.sources.rows import source_id_of
from core.clock import shown
from core.config import settings
from scrapers.launch.scrapyd_links import links
from storage.runs import ledger
from storage.runs.ledger import Run, RunStatus
from storage.tasks import deliveries


class _Runs(LazyGroup):
    lazy = (LazyCommand("accept", "runs.accept.accept", "Accept a run that is suspect or keeps missing events."),)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """`runs 3` is `runs --source 3`, and so is `runs mote`."""
        is_source = args and not args[0].startswith("-") and args[0] not in self.commands
        return super().parse_args(ctx, ["--source", *args] if is_source else args)


runs = typer.Typer(cls=_Runs, invoke_without_command=True)


@runs.callback()
def list_runs(
    context: typer.Context,
    source: Source = None,
    limit: Limit = 20,
    diff: Annotated[bool, typer.Option("--diff", help="Show what the last run changed; with -n, several.")] = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """List the latest runs with their counts: `runs`, or `runs SOURCE` for one source. Runs that are not trusted are
    red and show the reason."""
    if context.invoked_subcommand is not None:
        return
    if not diff:
        _list(source, limit, as_json, data_dir)
        return
    several = getattr(context.get_parameter_source("limit"), "name", "") == "COMMANDLINE"
    with opened(data_dir) as connection:
        run_diff.show(
            connection,
            ledger.recent_runs(connection, source_id=source_id_of(connection, source), limit=limit if several else 1),
        )


def _list(source: str | None, limit: int, as_json: bool, data_dir: Path | None) -> None:
    """Prints the latest runs and the parked tasks."""
    with opened(data_dir) as connection:
        rows = ledger.recent_runs(connection, source_id=source_id_of(connection, source), limit=limit)
        parked = deliveries.parked(connection)
    if as_json:
        json_lines(
            {**asdict(row), **{n: iso(getattr(row, n)) for n in ("started_at", "finished_at", "lease_until")}}
            for row in rows
        )
        return
    if rows:
        Console().print(runs_table(rows))
    else:
        typer.echo("No runs yet: `python -m app crawl NAME` starts one.")
    for line in _at_scrapyd(rows):
        typer.echo(line)
    for row in rows:
        if row.status is RunStatus.SUSPECT and row.complete:
            typer.echo(f"if the source is right: python -m app runs accept {row.id}")
    for task in parked:
        died = ", ".join(f"{each['worker']} {shown(datetime.fromisoformat(each['at']))}" for each in task.history)
        typer.secho(f"parked: {task.task} {task.task_id} {task.kwargs}: it crashed its workers ({died})", fg="red")
        typer.echo(f"  send it again: python -m app release {task.task_id}")


def _at_scrapyd(rows: list[Run]) -> Iterator[str]:
    """Links to the logs and items of the runs at scrapyd."""
    names = {row.id: f"{row.source} {row.spider} {row.id[:8]}" for row in rows if row.launched_by == "scrapyd"}
    if names:
        for run_id, there in links(settings(), names.keys()).items():
            yield f"{names[run_id]}: " + ", ".join(f"{what} {url}" for what, url in there.items())
