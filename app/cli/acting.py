"""What the commands on the database share: its connection, who acts, and how a command refuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer
from sqlalchemy import Connection

from app.cli.place import adopt
from storage.database.engine import DATABASE_UNUSABLE, transaction

ACTOR = "command line"
"""In the audit log."""


@contextmanager
def opened(data_dir: Path | None) -> Iterator[Connection]:
    """A transaction on the running stack's database. Ends the command if it cannot be reached."""
    adopt(data_dir)
    try:
        with transaction() as connection:
            yield connection
    except DATABASE_UNUSABLE as error:
        typer.echo(f"The database cannot be read: {str(error).splitlines()[0]}", err=True)
        typer.echo("`python -m app up` starts one; `python -m app doctor` shows what is wrong.", err=True)
        raise typer.Exit(1) from error


def refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(1)
