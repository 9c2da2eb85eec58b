"""`backup`, `restore`: the database in a file, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import OperationalError

from app.cli.place import DataDir, adopt
from app.services.embedded.postgres import binaries
from app.services.errors import ServiceError
from core.config import settings
from storage.database import backup as backups
from storage.database.backup import BackupFailed, Manifest
from storage.database.engine import NoDatabase

File = Annotated[Path, typer.Argument(help="The backup's file.", dir_okay=False)]


def backup(file: File, data_dir: DataDir = None) -> None:
    """Write the whole database into FILE: events, history, accounts, schedules. Crawls may go on meanwhile."""
    with _told(data_dir) as url, _bar("backup") as tell:
        manifest = backups.save(url, file, binaries(), tell)
    typer.echo(f"{file}: {_described(manifest)}, {file.stat().st_size / 1e6:,.1f} MB")


def restore(
    file: File,
    force: Annotated[bool, typer.Option("--force", help="Replace what the database holds.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Make the database what it was when FILE was written, and bring it to this version's schema. All of it or
    nothing; a database that holds something is refused without --force. Stop Marquee's workers first."""
    with _told(data_dir) as url:
        backups.inspect(file)
        held = backups.occupied(url)
        if held and not force:
            raise BackupFailed(f"the database holds {held}; --force replaces all of it")
        with _bar("restore") as tell:
            manifest = backups.restore(url, file, binaries(), tell)
    typer.echo(f"restored: {_described(manifest)}")


def _described(manifest: Manifest) -> str:
    rows = {name: manifest.rows.get(name, 0) for name in ("sources", "events", "occurrences", "runs")}
    counts = ", ".join(f"{count} {name}" for name, count in rows.items())
    return f"{counts}; schema {manifest.revision}, Marquee {manifest.marquee}, {manifest.made_at}"


@contextmanager
def _told(data_dir: Path | None) -> Iterator[str]:
    """The database's address; what goes wrong is one line and exit status 1."""
    adopt(data_dir)
    try:
        url = settings().database_url
        if url is None:
            raise NoDatabase("DATABASE_URL is not set and nothing runs here: start `python -m app up`, or set it")
        yield url
    except (BackupFailed, NoDatabase, ServiceError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except OperationalError as error:
        typer.echo(f"The database does not answer: {str(error.orig).strip().splitlines()[0]}", err=True)
        raise typer.Exit(1) from error


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar of bytes. A dump is smaller than the database that it comes of, so a backup's ends early."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what)
        yield lambda done, whole: progress.update(task, completed=done, total=whole)
