"""`runs accept`: accepts a suspect run."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console

from app.cli.acting import ACTOR, opened, refuse
from app.cli.place import DataDir
from app.cli.show import cell, new_table
from core.clock import shown
from core.visible_text import one_line, visible
from storage.access import audit
from storage.merging.match import match_runs
from storage.runs import accept as accepting
from storage.runs import decision, diffs, ledger
from storage.runs.diffs import EventSummary, RunDiff, ShortenedEvent
from storage.runs.ledger import NotRunning, Run, RunStatus, SourceBusy

MOST_LISTED = 500


def accept(
    run_id: Annotated[str, typer.Argument(metavar="RUN", help="The run's id.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be withdrawn.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Accept a run that is suspect or keeps missing events: list the events it missed, and withdraw them. Asks first
    if a person is at the terminal."""
    run_id = visible(run_id)
    with opened(data_dir) as connection:
        run = ledger.read_run(connection, run_id)
        if run is None:
            refuse(f"There is no run {run_id}.")
        diff = diffs.read_diff(connection, run, limit=MOST_LISTED)
        held = (decision.read(connection, run_id) or {}).get("quarantine")
    _show(diff, run)
    for one in held["examples"] if held is not None else ():
        typer.echo(visible(f"  {one_line(one['title'])}: {one['stored'] or 'new'} → {one['came']}"))
    if dry_run:
        return
    if not yes and sys.stdin.isatty():
        question = "Withdraw them and accept the run?" if _takes_away(diff) else "Accept the run?"
        typer.confirm(question, abort=True)
    with opened(data_dir) as connection:
        try:
            count = accepting.accept(connection, run_id, accepted_by=ACTOR)
        except (NotRunning, accepting.NotAcceptable, SourceBusy) as error:
            refuse(str(error))
        audit.record(connection, actor=ACTOR, action="accept run", subject=f"run:{run_id}", after={"withdrawn": count})
    match_runs()
    if held is not None:
        typer.echo(f"accepted: run {run_id}. The source's next run stores what this one held back.")
        return
    typer.echo(f"accepted: run {run_id}, {count} {'event' if count == 1 else 'events'} withdrawn")


def _takes_away(diff: RunDiff) -> bool:
    return bool(diff.would_withdraw or diff.would_shorten)


def _show(diff: RunDiff, run: Run) -> None:
    if not _takes_away(diff):
        typer.echo("No event would be withdrawn.")
        if run.status is RunStatus.SUSPECT:
            counted = "1 event" if run.seen == 1 else f"{run.seen} events"
            typer.echo(f"If you accept the run, its {counted} are what later runs are compared with.")
        return
    if diff.would_withdraw:
        _show_events(diff.would_withdraw, diff.totals["would_withdraw"])
    if diff.would_shorten:
        _show_showings(diff.would_shorten, diff.totals["would_shorten"])


def _show_events(events: list[EventSummary], total: int) -> None:
    table = new_table("would be withdrawn", "next date", "missing since", "in runs", "page", whole=("next date",))
    for event in events:
        runs = " ".join(run.id[:8] for run in event.missed_by)
        dates = (shown(event.starts_at), shown(event.missing_since))
        table.add_row(cell(event.title), *dates, runs, cell(event.url or "–"))
    Console().print(table)
    _show_rest(total - len(events))


def _show_showings(events: list[ShortenedEvent], total: int) -> None:
    table = new_table("would lose showings", "showings", "from", "page", whole=("showings", "from"))
    for event in events:
        table.add_row(
            cell(event.title), f"{event.showings} of {event.of}", shown(event.starts_at), cell(event.url or "–")
        )
    Console().print(table)
    _show_rest(total - len(events))


def _show_rest(count: int) -> None:
    if count > 0:
        typer.echo(f"and {count} more")
