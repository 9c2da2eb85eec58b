"""Shows the rows of `users` and `keys`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from core.clock import shown
from storage.access.accounts import Scope

ScopeOption = Annotated[
    Scope, typer.Option(help="read: look; edit: run and change sources; admin: manage keys and people too.")
]


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
    return shown(value) if isinstance(value, datetime) else str(value)
