"""`python -m quality.accuracy`: how true the readers are. Exit status 0 when nothing is wrong, missing or invented."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from quality.accuracy.cards import ALL, cards_line, measure_cards
from quality.accuracy.detection import WRONG, detection_lines, measure_detection
from quality.accuracy.measure import MissingExpectationsError, Outcome, measure
from quality.accuracy.report import figures_json, lines, show
from quality.accuracy.sameness import lines as sameness_lines
from quality.accuracy.sameness import measure_sameness
from quality.places import PLATFORM_TESTS, RECORDED, RECORDED_MORE


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    errors = Console(stderr=True)
    if options.cards is not None:
        return _cards(options.cards)
    if options.same is not None:
        return _same(options.same, verbose=options.verbose)
    if not options.real.is_dir():
        sys.stderr.write(f"no recorded pages at {options.real}: measuring our own fixtures and the sandbox only\n")
    try:
        outcome = _measured(options, errors)
    except MissingExpectationsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if options.json:
        sys.stdout.write(json.dumps(figures_json(outcome), indent=1, ensure_ascii=False) + "\n")
    else:
        show(outcome, _wide_console(), verbose=options.verbose)
        sys.stdout.write("".join(f"{line}\n" for line in lines(outcome)))
        detected = measure_detection([one for one in (options.real, RECORDED_MORE) if one.is_dir()])
        sys.stdout.write("".join(f"{line}\n" for line in detection_lines(detected)))
        return 0 if outcome.is_true and not detected[ALL][WRONG] else 1
    return 0 if outcome.is_true else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="accuracy", description="Compare what the readers read with known facts.")
    parser.add_argument(
        "--real",
        type=Path,
        default=RECORDED,
        help="folder of recorded pages; those with FILE.expected.json next to FILE are judged (default: %(default)s)",
    )
    parser.add_argument(
        "--timezone",
        default="America/New_York",
        help="zone of recorded pages without an expectation file (default: %(default)s)",
    )
    parser.add_argument(
        "--fixtures", type=Path, default=PLATFORM_TESTS, help="the readers' own fixtures (default: %(default)s)"
    )
    parser.add_argument(
        "--cards",
        type=Path,
        metavar="FOLDER",
        help="measure only the reader of cards, on FOLDER/cases.json and its pages",
    )
    parser.add_argument(
        "--same",
        type=Path,
        metavar="FOLDER",
        help="measure only which listings are one event, on FOLDER/pairs.jsonl, groups.jsonl, and venues.jsonl",
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--verbose", action="store_true", help="list every fact that is not right, with both values")
    return parser.parse_args(arguments)


def _cards(folder: Path) -> int:
    """A table by class, and a line with the figures of all."""
    try:
        scores = measure_cards(folder)
    except (OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"{folder} has no readable cases.json: {error}\n")
        return 1
    for name, score in sorted(scores.items()):
        sys.stdout.write(f"{name:15} expected {score.expected:5} {cards_line(score)}\n")
    sys.stdout.write(f"cards {cards_line(scores[ALL])}\n")
    return 0


def _same(folder: Path, *, verbose: bool) -> int:
    """A table by kind of pair, then the figures of places, groups, and pairs."""
    try:
        result = measure_sameness(folder)
    except (OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"{folder} has no readable events, pairs, groups, and venues: {error}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in sameness_lines(result, verbose=verbose)))
    return 0


def _measured(options: argparse.Namespace, errors: Console) -> Outcome:
    """Shows a progress bar on a terminal."""
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("reading", total=None)
        return measure(
            options.real,
            fixtures=options.fixtures,
            timezone=options.timezone,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )


def _wide_console() -> Console:
    """Keeps a table that goes to a file or a pipe from folding at 80 columns."""
    console = Console()
    return console if console.is_terminal else Console(width=150)


if __name__ == "__main__":
    raise SystemExit(main())
