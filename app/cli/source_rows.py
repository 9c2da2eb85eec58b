"""What the commands about sources share."""

from __future__ import annotations

from typing import Any, NoReturn
from zoneinfo import available_timezones

import typer
from sqlalchemy import Connection

from storage.sources import records as source_rows
from storage.sources.records import SourceRecord

ACTOR = "command line"
"""In the audit log."""


def found_source(connection: Connection, source_id: int) -> SourceRecord:
    row = source_rows.find_source(connection, source_id)
    if row is None:
        refuse(f"There is no source {source_id}; `python -m app sources` lists them.")
    return row


def zone(name: str) -> str:
    if name not in available_timezones():
        refuse(f"{name} is not an IANA zone such as America/New_York.")
    return name


def plain(row: SourceRecord) -> dict[str, Any]:
    names = ("name", "title", "spider", "base_url", "timezone", "floor", "enabled")
    return {name: getattr(row, name) for name in names}


def refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(1)
