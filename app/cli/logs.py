"""`logs`: show the log of one run."""

from __future__ import annotations

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
from core.clock import in_town
from core.logs import read_lines, run_file, runs_with_logs
from core.visible_text import json_line, visible

COLORS = {"WARNING": "yellow", "ERROR": "bold red", "CRITICAL": "bold red", "DEBUG": "dim"}
LEVELS = logging.getLevelNamesMapping()
LOOK_AGAIN_S = 0.5


def logs(
    run: Annotated[
        str, typer.Argument(help="The run's id or its first characters; see `runs --json`. Default: the latest.")
    ] = "",
    level: Annotated[str, typer.Option(help="The lowest level to show: DEBUG, INFO, WARNING, ERROR.")] = "DEBUG",
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Keep showing new lines until Ctrl-C.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the stored lines: one JSON object each.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Show the log of one run on this machine."""
    if level.upper() not in LEVELS:
        raise typer.BadParameter(f"unknown level {level}; use {', '.join(LEVELS)}", param_hint="--level")
    path = _find(folder(data_dir), run)
    console = Console(highlight=False, soft_wrap=True)
    try:
        for line in _following(path) if follow else read_lines(path):
            if LEVELS.get(str(line.get("level")), 0) < LEVELS[level.upper()]:
                continue
            if as_json:
                typer.echo(json_line(line))
            else:
                console.print(_shown(line))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


def _find(data_dir: Path, run: str) -> Path:
    """The log file of the run. Each machine has only the logs of its own runs."""
    exact = run_file(data_dir, run)
    if run and exact.exists():
        return exact
    found = [path for path in runs_with_logs(data_dir) if path.stem.startswith(run)]
    if len(found) == 1 or (found and not run):
        return found[0]
    if not found:
        missing = f"There is no log of a run {run}" if run else "There is no log of any run"
        typer.echo(f"{missing} in {exact.parent}: the machine that crawled keeps it for LOG_DAYS days.", err=True)
    else:
        typer.echo(f"{len(found)} runs begin with {run}: {', '.join(path.stem for path in found[:5])} …", err=True)
    raise typer.Exit(1)


def _shown(line: dict[str, Any]) -> Text:
    """The line in the format of the console, with the town's time. What nobody sees is removed, because a line
    may quote a page."""
    at = str(line.get("time", ""))
    with suppress(ValueError):
        at = f"{in_town(datetime.fromisoformat(at)):%Y-%m-%d %H:%M:%S %Z}"
    level = str(line.get("level", ""))
    shown = Text(f"{at} {level:8}", style=COLORS.get(level, ""))
    shown.append(visible(f"{line.get('message', '')}"))
    if url := line.get("url"):
        shown.append(visible(f"  {url}"), style="cyan")
    if exception := line.get("exception"):
        shown.append("\n" + visible(str(exception)), style="dim")
    return shown


def _following(path: Path) -> Iterator[dict[str, Any]]:
    """The lines in the file, then new ones as they are written."""
    read = 0
    while True:
        for number, line in enumerate(read_lines(path)):
            if number >= read:
                read = number + 1
                yield line
        time.sleep(LOOK_AGAIN_S)
