"""Shows the verdicts: a table for people, lines for programs, JSON for both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from quality.accuracy.folder import UnjudgedFile
from quality.accuracy.measure import Outcome
from quality.accuracy.verdicts import Check, Figures, Verdict, tally, total


def figures_json(outcome: Outcome) -> dict[str, Any]:
    """All figures, and each fact that is not right."""
    return {
        "ok": outcome.is_true,
        "files": outcome.files,
        "fields": [
            {"kind": kind, "field": field.value, **_numbers(figures)}
            for (kind, field), figures in tally(outcome.checks).items()
        ],
        "total": _numbers(total(tally(outcome.checks).values())),
        "not_right": [_plain(check) for check in outcome.checks if check.verdict is not Verdict.RIGHT],
        "stale_disputes": outcome.stale_disputes,
        "unjudged": [asdict(one) for one in outcome.unjudged],
    }


def lines(outcome: Outcome) -> Iterator[str]:
    """`accuracy KIND FIELD precision=… recall=…` for each reader and field, then a line for each unjudged file."""
    for (kind, field), figures in tally(outcome.checks).items():
        yield f"accuracy {kind.replace(' ', '-')} {field.value} {_line(figures)}"
    yield f"accuracy all all {_line(total(tally(outcome.checks).values()))}"
    for one in outcome.unjudged:
        yield _unjudged_line(one)


def show(outcome: Outcome, console: Console, *, verbose: bool) -> None:
    console.print(_table(outcome))
    _show_disputes(outcome, console, verbose=verbose)
    bad = [check for check in outcome.checks if check.is_bad]
    for check in bad if verbose else bad[:20]:
        console.print(_sentence(check), markup=False, highlight=False)
    if len(bad) > 20 and not verbose:
        console.print(f"… and {len(bad) - 20} more: --verbose", markup=False)
    for dispute in outcome.stale_disputes:
        console.print(f"no longer needed: the dispute of {dispute}", markup=False)


def _table(outcome: Outcome) -> Table:
    table = Table(title=f"{outcome.files} files", show_lines=False)
    for name in ("kind", "field"):
        table.add_column(name)
    for name in ("facts", "right", "wrong", "missing", "invented", "disputed", "precision", "recall"):
        table.add_column(name, justify="right")
    shown = ""
    figures = tally(outcome.checks)
    for (kind, field), one in figures.items():
        if shown and kind != shown:
            table.add_section()
        table.add_row("" if kind == shown else kind, field.value, *_cells(one), style="red" if _is_bad(one) else None)
        shown = kind
    table.add_section()
    table.add_row("all", "", *_cells(total(figures.values())))
    return table


def _show_disputes(outcome: Outcome, console: Console, *, verbose: bool) -> None:
    """Grouped by reason, or one by one with `verbose`."""
    disputed = [check for check in outcome.checks if check.verdict is Verdict.DISPUTED]
    if verbose:
        for check in disputed:
            console.print(_sentence(check), markup=False, highlight=False)
        return
    table = Table(title="disputed: facts that do not count")
    table.add_column("facts", justify="right")
    table.add_column("file")
    table.add_column("reason")
    grouped: dict[str, list[Check]] = {}
    for check in disputed:
        grouped.setdefault(check.reason, []).append(check)
    for reason, checks in sorted(grouped.items(), key=lambda one: one[1][0].file):
        files = list(dict.fromkeys(check.file for check in checks))
        more = f" and {len(files) - 1} more" if len(files) > 1 else ""
        table.add_row(str(sum(check.units for check in checks)), f"{files[0]}{more}", reason)
    console.print(table)


def _sentence(check: Check) -> str:
    reason = f" ({check.reason})" if check.reason else ""
    return (
        f"{check.verdict.value}: {check.corpus} {check.file} [{check.kind}] {check.field.value}, {check.origin}: "
        f"expected {check.wanted!r}, read {check.read!r}{reason}"
    )


def _unjudged_line(one: UnjudgedFile) -> str:
    if one.refused:
        return f"read {one.file} kind={one.kind} refused={one.refused}"
    return f"read {one.file} kind={one.kind} events={one.events} occurrences={one.occurrences} problems={one.problems}"


def _cells(figures: Figures) -> list[str]:
    counts = (figures.facts, figures.right, figures.wrong, figures.missing, figures.invented, figures.disputed)
    return [*(str(count) for count in counts), _percent(figures.precision), _percent(figures.recall)]


def _line(figures: Figures) -> str:
    counts = f"right={figures.right} wrong={figures.wrong} missing={figures.missing} invented={figures.invented}"
    shares = f"precision={_share(figures.precision)} recall={_share(figures.recall)}"
    return f"{shares} facts={figures.facts} {counts} disputed={figures.disputed}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{int(share * 10_000) / 100:.2f} %"


def _share(share: float | None) -> str:
    """Four places, cut and not rounded, so that 1.0000 means all."""
    return "-" if share is None else f"{int(share * 10_000) / 10_000:.4f}"


def _numbers(figures: Figures) -> dict[str, Any]:
    counts = {verdict.value: getattr(figures, verdict.value) for verdict in Verdict}
    return {"facts": figures.facts, **counts, "precision": figures.precision, "recall": figures.recall}


def _plain(check: Check) -> dict[str, Any]:
    names = ("corpus", "file", "kind", "origin", "wanted", "read", "reason", "units")
    return {
        **{name: getattr(check, name) for name in names},
        "field": check.field.value,
        "verdict": check.verdict.value,
    }


def _is_bad(figures: Figures) -> bool:
    return bool(figures.wrong or figures.missing or figures.invented)
