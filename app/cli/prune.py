"""`prune`: delete old rows now, or only count them."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.place import DataDir, adopt
from core.config import settings
from storage.captures import pruning as captures_pruning
from storage.captures.pruning import Pruned
from storage.database import pruning
from storage.database.engine import DATABASE_UNUSABLE


def prune(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count the rows; delete nothing.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Delete captures, runs, changes, events, and audit entries that are older than CAPTURES_DAYS and
    RETENTION_*_DAYS, as the nightly task does, and captures beyond CAPTURES_MAX_MB."""
    adopt(data_dir)
    try:
        captures = captures_pruning.count(settings()) if dry_run else captures_pruning.prune(settings())
        counts = pruning.count(settings()) if dry_run else pruning.prune(settings())
    except DATABASE_UNUSABLE as error:
        typer.echo(f"Couldn't prune the database: {str(error).splitlines()[0]}", err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        typer.echo(f"Couldn't prune the captures: {error}", err=True)
        raise typer.Exit(1) from error
    report_captures(captures, dry_run=dry_run)
    for kind, age in pruning.ages(settings()).items():
        if kind in counts:
            verb = "would be deleted" if dry_run else "deleted"
            typer.echo(f"{kind.value}: {counts[kind]} {verb} (older than {age.days} days)")


def report_captures(pruned: Pruned, *, dry_run: bool) -> None:
    """Prints how many captures went, and why."""
    verb = "would be deleted" if dry_run else "deleted"
    typer.echo(f"captures: {pruned.old} {verb} (older than {settings().captures_days} days)")
    typer.echo(f"captures: {pruned.too_many} {verb} (more than {settings().captures_max_mb} MB)")
    if pruned.orphans:
        typer.echo(f"captures: {pruned.orphans} files without a row {verb}")
