"""`python -m quality.accuracy`: how true the readers are. Exit status 0 when nothing is wrong, missing or invented."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from quality.accuracy.fixtures import NoExpectationError
from quality.accuracy.listed import REPOSITORY
from quality.accuracy.measure import Outcome, measure
from quality.accuracy.report import figures_json, lines, show

DEFAULT_REAL = REPOSITORY.parent / "shared" / "real"


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    real: Path = options.real
    errors = Console(stderr=True)
    if not (real / "INDEX.tsv").is_file():
        sys.stderr.write(f"no recorded pages at {real}: own fixtures and the sandbox alone (--real FOLDER)\n")
    try:
        outcome = _measured(real, errors)
    except NoExpectationError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if options.json:
        sys.stdout.write(json.dumps(figures_json(outcome), indent=1, ensure_ascii=False) + "\n")
    else:
        show(outcome, _wide_console(), verbose=options.verbose)
        sys.stdout.write("".join(f"{line}\n" for line in lines(outcome)))
    return 0 if outcome.is_true else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="accuracy", description="Hold the readers against what is known to be true.")
    parser.add_argument(
        "--real", type=Path, default=DEFAULT_REAL, help="folder of recorded pages with INDEX.tsv (default: %(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument(
        "--verbose", action="store_true", help="list every fact that is not right, with file and values"
    )
    return parser.parse_args(arguments)


def _measured(real: Path, errors: Console) -> Outcome:
    """With a progress bar on a terminal, silently elsewhere."""
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("reading", total=None)
        return measure(real, lambda done, total: bar.update(task, completed=done, total=total))


def _wide_console() -> Console:
    """A table into a file or a pipe is not folded to 80 columns."""
    console = Console()
    return console if console.is_terminal else Console(width=150)


if __name__ == "__main__":
    raise SystemExit(main())
