"""`sources report`: what the owner of a source's site should know."""

from __future__ import annotations

from dataclasses import asdict
from zoneinfo import ZoneInfo

import typer

from app.cli.acting import opened
from app.cli.place import DataDir
from app.cli.show import AsJson, json_lines
from app.cli.sources.rows import SourceId, found_source
from app.owners.report import write_report
from app.owners.wording import report as in_words
from core.config import settings


def report(source: SourceId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Write a report for a site's owner: what is read, how fresh it is, what is wrong, and what would be better."""
    with opened(data_dir) as connection:
        found = write_report(connection, settings(), found_source(connection, source))
    if as_json:
        moments = {
            name: moment.isoformat() if (moment := getattr(found, name)) is not None else None
            for name in ("next_at", "confirmed_at", "changed_at")
        }
        answers = [{**asdict(one), "fetched_at": one.fetched_at.isoformat()} for one in found.answers]
        json_lines([{**asdict(found), **moments, "answers": answers}])
        return
    typer.echo(in_words(found, ZoneInfo(settings().timezone)), nl=False)
