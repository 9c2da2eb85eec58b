"""Opens the database for `users` and `keys`, and shows their rows."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from app.cli.place import adopt
from storage.access.accounts import Scope
from storage.database.engine import DATABASE_UNUSABLE, transaction

ACTOR = "command line"
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")]
ScopeOption = Annotated[
    Scope, typer.Option(help="read: look; edit: run and change sources; admin: manage keys and people too.")
]


def refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


def show(rows: Iterable[dict[str, Any]], columns: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, default=str) + "\n")
        return
    table = Table(*columns)
    for row in rows:
        table.add_row(*(_cell(row[column]) for column in columns))
    Console().print(table)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value.astimezone():%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)


@contextmanager
def database(data_dir: Any) -> Iterator[Connection]:
    adopt(data_dir)
    try:
        with transaction() as connection:
            yield connection
    except DATABASE_UNUSABLE as error:
        typer.echo(f"Couldn't reach the database: {str(error).splitlines()[0]}", err=True)
        typer.echo("`python -m app up` starts one; `python -m app doctor` shows what is wrong.", err=True)
        raise typer.Exit(1) from error
