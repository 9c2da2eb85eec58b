"""`export`: write the events to a file as a calendar, a feed, a table, or copy for a newsroom."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.api.feeds.saved_filter import filter_of
from app.api.http.problems import Problem
from app.cli.known_filter import UnknownName, with_known
from app.cli.place import DataDir, adopt
from app.feeds.formats import FORMATS, LARGEST, FeedFormat
from app.feeds.info import FeedInfo
from app.feeds.kit.formats import KitFormat, events_copy
from core.config import settings
from storage.database.engine import DATABASE_UNUSABLE
from storage.database.read_only import reading
from storage.events import feed_listings as feeds
from storage.search.filters import EventFilter


class ExportFormat(StrEnum):
    ICS = "ics"
    RSS = "rss"
    ATOM = "atom"
    JSON = "json"
    JSONLD = "jsonld"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"
    TEXT = "text"


def export(
    format: Annotated[ExportFormat, typer.Option("--format", "-f", help="The format.")],  # noqa: A002
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file. Default: the terminal.")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="First local day or ISO time. Default: today.")] = None,
    until: Annotated[str | None, typer.Option(help="Only events that start before this day or time.")] = None,
    day: Annotated[str | None, typer.Option(help="One day: YYYY-MM-DD, today, tomorrow, or weekend.")] = None,
    category: Annotated[
        list[str] | None, typer.Option(help="A category; case doesn't matter. May be repeated.")
    ] = None,
    venue: Annotated[int | None, typer.Option(min=1, help="The venue's id.")] = None,
    source: Annotated[list[str] | None, typer.Option(help="The source's name or id. May be repeated.")] = None,
    free: Annotated[bool | None, typer.Option("--free/--not-free", help="Only free events, or only paid ones.")] = None,
    words: Annotated[str | None, typer.Option("--search", "-q", help="Words to search for.")] = None,
    near: Annotated[str | None, typer.Option(help="Latitude,longitude in degrees.")] = None,
    radius_km: Annotated[float | None, typer.Option(help="The distance from --near.")] = None,
    status: Annotated[str | None, typer.Option(help="scheduled, cancelled, …; separate several with commas.")] = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, help="At most this many event times, soonest first.")
    ] = LARGEST,
    data_dir: DataDir = None,
) -> None:
    """Write the events as ics, rss, atom, json (JSON Feed), jsonld, csv, markdown, html, or text.

    The file is written completely or not at all. The exit status is 2 if a filter is invalid.
    """
    adopt(data_dir)
    given: dict[str, object] = {
        "from": from_,
        "until": until,
        "day": day,
        "venue": venue,
        "source": ",".join(source or ()) or None,
    }
    given |= {"free": free, "q": words, "near": near, "radius_km": radius_km, "status": status}
    filters = {name: str(value) for name, value in given.items() if value is not None}
    wanted = _filter({**filters, "category": category or ()})
    try:
        _write(output, _pieces(format, wanted, limit))
    except UnknownName as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    except OSError as error:
        typer.echo(f"{output or 'the terminal'} cannot be written: {error.strerror or error}", err=True)
        raise typer.Exit(1) from error
    except DATABASE_UNUSABLE as error:
        typer.echo(f"The database cannot be read: {str(error).splitlines()[0]}", err=True)
        typer.echo("`python -m app up` starts one; `python -m app doctor` shows what is wrong.", err=True)
        raise typer.Exit(1) from error


def _filter(parameters: Mapping[str, str | Sequence[str]]) -> EventFilter:
    try:
        wanted = filter_of(parameters)
    except Problem as problem:
        for error in problem.more.get("errors", ()):
            typer.echo(f"{error['where'][1]}: {error['message']}", err=True)
        raise typer.Exit(2) from problem
    if wanted.from_ is not None:
        return wanted
    zone = ZoneInfo(settings().timezone)
    return replace(wanted, from_=datetime.combine(datetime.now(zone).date(), time(), zone).astimezone(UTC))


def _pieces(form: ExportFormat, wanted: EventFilter, limit: int) -> Iterator[bytes]:
    with reading() as connection:
        wanted = with_known(connection, wanted)
        if form.value in list(KitFormat):
            found = feeds.stream_soonest(connection, wanted, limit)
            yield from events_copy(KitFormat(form.value), "Events", found, datetime.now(UTC))
            return
        output = FORMATS[FeedFormat(form.value)]
        wanted = replace(wanted, include_withdrawn=output.withdrawn)
        state = feeds.state(connection, wanted, limit=limit)
        begin = wanted.from_ or datetime.now(UTC)
        info = FeedInfo(
            title="Events",
            name="export",
            updated=(state.changed_at or begin).replace(microsecond=0),
            timezone=settings().timezone,
            since=(state.first_start or begin).year,
        )
        yield from output.writer(info, feeds.stream(connection, wanted, limit=limit))


def _write(output: Path | None, pieces: Iterable[bytes]) -> None:
    """Write to the terminal, or to a temporary file that replaces `output` once it is complete."""
    if output is None:
        sys.stdout.buffer.writelines(pieces)
        return
    with NamedTemporaryFile(dir=output.parent, prefix=f".{output.name}.", delete=False) as file:
        part = Path(file.name)
        try:
            file.writelines(pieces)
            file.flush()
            part.chmod(0o644)
            part.replace(output)
        finally:
            part.unlink(missing_ok=True)
