"""`lint`: checks a feed or a page against the standards."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.cli.show import AsJson, json_lines
from app.owners.wording import finding
from core.addresses import NotPublic
from core.config import settings
from core.fetching.fetcher import Fetcher, FetchFailed
from scrapers.reading.lint.check import lint as check
from scrapers.reading.lint.findings import Level

WRONG, UNREADABLE = 1, 2


def lint(
    target: Annotated[str, typer.Argument(metavar="URL|FILE", help="A feed or a page, or - for standard input.")],
    strict: Annotated[bool, typer.Option(help="Exit with 1 for warnings, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check an iCalendar feed or a page with schema.org events: what is wrong, where, and how to fix it.

    The exit status is 0 if nothing is wrong, 1 if something is, and 2 if there is nothing to check.
    """
    today = datetime.now(ZoneInfo(settings().timezone)).date()
    found = check(_body(target), today)
    if as_json:
        json_lines(asdict(one) for one in found)
    else:
        for one in found:
            typer.echo(finding(one))
        if not found:
            typer.echo("Nothing is wrong.")
    bad = (Level.ERROR, Level.WARNING) if strict else (Level.ERROR,)
    raise typer.Exit(WRONG if any(one.level in bad for one in found) else 0)


def _body(target: str) -> bytes:
    try:
        if target == "-":
            return typer.get_binary_stream("stdin").read()
        if "://" in target:
            return _fetched(target)
        return Path(target).read_bytes()
    except (OSError, FetchFailed, NotPublic) as error:
        said = error.strerror if isinstance(error, OSError) else str(error)
        typer.echo(f"Couldn't read {target}: {said}", err=True)
        raise typer.Exit(UNREADABLE) from error


def _fetched(url: str) -> bytes:
    fetcher = Fetcher(f"Marquee (+{settings().contact_url})", anywhere=settings().private_sources)
    answer = fetcher.fetch(url)
    if answer.status != 200:
        raise FetchFailed(f"it answers HTTP {answer.status}")
    return answer.body
