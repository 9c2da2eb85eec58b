"""`events`: lists upcoming events, and what is done about those that several sources list."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.place import DataDir, adopt
from app.cli.show import AsJson, Limit, Source, show_events
from storage.database.engine import DATABASE_UNUSABLE
from storage.merging import match as matching

events = typer.Typer(invoke_without_command=True)


@events.callback()
def list_events(
    context: typer.Context,
    source: Source = None,
    limit: Limit = 20,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Show upcoming events, soonest first, in local time. One that several sources list is shown once."""
    if context.invoked_subcommand is None:
        show_events(source, limit, as_json, data_dir)


@events.command()
def match(
    everything: Annotated[
        bool, typer.Option("--all", help="Compare all upcoming events, not only what runs changed since the last time.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --all: count, and store nothing.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Find out which events of several sources are one. Runs do this when they end; use it after an upgrade."""
    adopt(data_dir)
    if dry_run and not everything:
        raise typer.BadParameter("needs --all", param_hint="--dry-run")
    try:
        found = matching.match_all(dry_run=dry_run) if everything else matching.match_runs()
    except DATABASE_UNUSABLE as error:
        typer.echo(f"Couldn't compare the events: {str(error).splitlines()[0]}", err=True)
        raise typer.Exit(1) from error
    typer.echo(
        f"{found.compared} upcoming times compared: {found.groups} are listed several times, "
        f"{found.suggested} pairs wait for a person."
    )
