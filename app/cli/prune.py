"""`prune`: delete old rows now, or only count them."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.place import DataDir, adopt
from core.config import settings
from storage.database import pruning
from storage.database.engine import DATABASE_UNUSABLE


def prune(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count the rows; delete nothing.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Delete runs, changes, events, and audit entries older than RETENTION_*_DAYS, as the nightly task does."""
    adopt(data_dir)
    try:
        counts = pruning.count(settings()) if dry_run else pruning.prune(settings())
    except DATABASE_UNUSABLE as error:
        typer.echo(f"Couldn't prune the database: {str(error).splitlines()[0]}", err=True)
        raise typer.Exit(1) from error
    for kind, age in pruning.ages(settings()).items():
        if kind in counts:
            verb = "would be deleted" if dry_run else "deleted"
            typer.echo(f"{kind.value}: {counts[kind]} {verb} (older than {age.days} days)")
