"""`sources rm`: removes a source, after saying what that takes from the calendar."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from app.board.removal import own_schedules, remove_source
from app.cli.acting import ACTOR, opened, refuse
from app.cli.place import DataDir
from app.cli.sources.rows import SourceId, Yes, found_source, plain
from core.visible_text import visible
from storage.access import audit
from storage.merging.turns import RowsBusy
from storage.runs.ledger import SourceBusy
from storage.sources.removal import HoldsOwnEvents, Removal, check_removable, foresee


def rm(
    source: SourceId,
    yes: Yes = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be removed.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Remove a source with its events and runs, after saying what people would no longer see."""
    with opened(data_dir) as connection:
        row = found_source(connection, source)
        try:
            check_removable(connection, row.id)
        except HoldsOwnEvents as error:
            refuse(str(error))
        found = foresee(connection, row.id)
        schedules = [one.name for one in own_schedules(connection, row.id)]
    named = visible(f"source {row.id} ({row.title})")
    typer.echo("\n".join(_lines(found, schedules)))
    if dry_run:
        return
    if not yes:
        if not sys.stdin.isatty():
            refuse("Pass --yes to remove it.")
        typer.confirm(f"Remove {named} for good?", abort=True)
    try:
        with opened(data_dir) as connection:
            remove_source(connection, row.id, by=ACTOR)
            subject = f"source:{row.id}"
            audit.record(connection, actor=ACTOR, action="remove source", subject=subject, before=plain(row))
    except (SourceBusy, HoldsOwnEvents, RowsBusy) as error:
        refuse(str(error))
    typer.echo(f"Removed {named}.")


def _lines(found: Removal, schedules: list[str]) -> list[str]:
    lines = [
        f"Upcoming events that leave the calendar: {found.upcoming - found.shared}",
        f"Upcoming events that stay, because other sources list them, too: {found.shared}",
        f"Past, withdrawn, and hidden events that are deleted: {found.others}",
        f"Runs that are deleted: {found.runs}",
    ]
    if found.corrected:
        lines.append(f"Events whose corrections by people are deleted: {found.corrected}")
    if schedules:
        lines.append(f"Schedules that end: {', '.join(schedules)}")
    return lines
