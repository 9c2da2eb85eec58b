"""`read`: print the events that a reader finds in a saved response."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from core.addresses import http_address
from core.errors import SourceError
from core.visible_text import json_line
from core.zone_names import zone_names
from scrapers.platforms.recognition import AUTO, choices, read_events
from scrapers.reading.contract import Context, Window, require_present
from scrapers.reading.text import fix_surrogates
from scrapers.reading.windows import within

BAD_BODY = 2
Kind = Enum("Kind", {name: name for name in choices()})  # type: ignore[misc]  # the names are found, not written
AUTO_KIND = Kind(AUTO)


def read(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The saved response body.")],
    kind: Annotated[Kind, typer.Option(help="The platform it comes from; auto recognizes it.")] = AUTO_KIND,
    url: Annotated[str, typer.Option(help="The address it came from, to resolve relative links.")] = "",
    timezone: Annotated[str, typer.Option(help="IANA zone for times without one.")] = "America/New_York",
    now: Annotated[str | None, typer.Option(help="ISO time to use as the present. Default: the clock.")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="First local day wanted, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="The day after the last one wanted, YYYY-MM-DD.")] = None,
    encoding: Annotated[str | None, typer.Option(help="The charset declared by the response.")] = None,
    utc_is_local: Annotated[bool, typer.Option(help="The site writes local times and calls them UTC.")] = False,
    local_is_utc: Annotated[bool, typer.Option(help="The site doesn't mark its UTC times (iCalendar only).")] = False,
    uids_change: Annotated[bool, typer.Option(help="The site makes new UIDs at every load: ignore them.")] = False,
) -> None:
    """Print the events of a saved response, one JSON object a line.

    The exit status is 0 for a good body, also for one without events, which a line on stderr says. It is 2 for a bad
    body, with one line on stderr that says why. Skipped records are reported on stderr. An iCalendar file is read from
    yesterday to 13 months ahead unless you give --from or --until; pages are read completely.
    """
    window = _window(from_, until)
    context = Context(
        url=http_address(fix_surrogates(url)),
        timezone=_zone(timezone),
        now=_now(now, timezone),
        window=window,
        encoding=encoding,
        utc_is_local=utc_is_local,
        local_is_utc=local_is_utc,
        uids_change=uids_change,
    )
    try:
        reading = read_events(kind.value, file.read_bytes(), context)
    except SourceError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(BAD_BODY) from error
    for problem in reading.problems:
        typer.echo(str(problem), err=True)
    events = within(reading.events, window)
    if not events:
        typer.echo(_nothing_found(kind.value, skipped=len(reading.problems), of=len(reading.events)), err=True)
    only_ascii = sys.stdout.encoding.lower().replace("-", "") != "utf8"
    try:
        for event in events:
            sys.stdout.write(json_line(event.to_json(), only_ascii=only_ascii) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        typer.echo(f"Couldn't write the events: {error.strerror}", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is buffered would fail again at exit
        raise typer.Exit(1) from error


def _nothing_found(kind: str, *, skipped: int, of: int) -> str:
    if of:
        return f"No event in these days: {of} on others."
    read_as = "any platform" if kind == AUTO else kind
    return f"No event found, read as {read_as}." + (f" {skipped} records were skipped." if skipped else "")


def _window(starts: str | None, ends: str | None) -> Window | None:
    if starts is None and ends is None:
        return None
    return Window(starts=_day(starts, "--from"), ends=_day(ends, "--until"))


def _day(text: str | None, option: str) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not YYYY-MM-DD", param_hint=option) from error


def _zone(name: str) -> str:
    if name not in zone_names():
        raise typer.BadParameter(
            f"{name!r} is not an IANA zone; an example is America/New_York", param_hint="--timezone"
        )
    return name


def _now(text: str | None, timezone: str) -> datetime:
    """A time without an offset, or a plain date, is in the source's zone."""
    zone = ZoneInfo(timezone)
    if text is None:
        return datetime.now(zone)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not an ISO time", param_hint="--now") from error
    try:
        return require_present(moment if moment.tzinfo else moment.replace(tzinfo=zone))
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--now") from error
