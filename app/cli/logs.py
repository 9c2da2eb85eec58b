"""`logs`: what one run said, on its own."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from app.cli.place import DataDir, folder
from core.logs import read_lines, run_file, runs_with_logs

COLOURS = {"WARNING": "yellow", "ERROR": "bold red", "CRITICAL": "bold red", "DEBUG": "dim"}
LEVELS = logging.getLevelNamesMapping()
LOOK_AGAIN_S = 0.5


def logs(
    run: Annotated[
        str, typer.Argument(help="Its id, or how it begins; `runs --json` has them. Default: the last.")
    ] = "",
    level: Annotated[str, typer.Option(help="Leave out what is less: DEBUG, INFO, WARNING, ERROR.")] = "DEBUG",
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as lines come, until Ctrl-C.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The lines as they are kept: one JSON object each.")] = False,
    data_dir: DataDir = None,
) -> None:
    """The log of one run, as kept on this machine."""
    if level.upper() not in LEVELS:
        raise typer.BadParameter(f"no level {level}; there are {', '.join(LEVELS)}", param_hint="--level")
    path = _find(folder(data_dir), run)
    console = Console(highlight=False, soft_wrap=True)
    try:
        for line in _following(path) if follow else read_lines(path):
            if LEVELS.get(str(line.get("level")), 0) < LEVELS[level.upper()]:
                continue
            if as_json:
                typer.echo(json.dumps(line, ensure_ascii=False))
            else:
                console.print(_shown(line))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


def _find(data_dir: Path, run: str) -> Path:
    """The file of the one run that is meant. A run of another machine has its log there."""
    exact = run_file(data_dir, run)
    if run and exact.exists():
        return exact
    found = [path for path in runs_with_logs(data_dir) if path.stem.startswith(run)]
    if len(found) == 1 or (found and not run):
        return found[0]
    if not found:
        told = f"There is no log of a run {run}" if run else "There is no log of any run"
        typer.echo(f"{told} in {exact.parent}: the machine that crawled has it, for LOG_DAYS days.", err=True)
    else:
        typer.echo(f"{len(found)} runs begin with {run}: {', '.join(path.stem for path in found[:5])} …", err=True)
    raise typer.Exit(1)


def _shown(line: dict[str, Any]) -> Text:
    """As in the console of the process that said it, with the local time. Control characters are taken out: a line
    may quote a page."""
    told = str(line.get("time", ""))
    with suppress(ValueError):
        told = datetime.fromisoformat(told).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    level = str(line.get("level", ""))
    shown = Text(f"{told} {level:8}", style=COLOURS.get(level, ""))
    shown.append(_plain(f"{line.get('message', '')}"))
    if url := line.get("url"):
        shown.append(_plain(f"  {url}"), style="cyan")
    if exception := line.get("exception"):
        shown.append("\n" + _plain(str(exception)), style="dim")
    return shown


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isprintable() or character == "\n")


def _following(path: Path) -> Iterator[dict[str, Any]]:
    """The lines that are there, then those that come."""
    told = 0
    while True:
        for number, line in enumerate(read_lines(path)):
            if number >= told:
                told = number + 1
                yield line
        time.sleep(LOOK_AGAIN_S)
