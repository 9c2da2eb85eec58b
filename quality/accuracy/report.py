"""Shows the verdicts: a table for people, lines for programs, JSON for both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.table import Table

from quality.accuracy.measure import Outcome
from quality.accuracy.verdicts import Check, Figures, Verdict, tally, total


def figures_json(outcome: Outcome) -> dict[str, Any]:
    """All figures, and each fact that is not right."""
    return {
        "ok": outcome.is_true,
        "files": outcome.files,
        "real": None if outcome.real is None else str(outcome.real),
        "fields": [
            {"kind": kind, "field": field.value, **_numbers(figures)}
            for (kind, field), figures in tally(outcome.checks).items()
        ],
        "total": _numbers(total(tally(outcome.checks).values())),
        "oracles": oracle_figures(outcome),
        "not_right": [_plain(check) for check in outcome.checks if check.verdict is not Verdict.RIGHT],
        "stale_disputes": [f"{one.file} {'/'.join(one.fields)}: {one.reason}" for one in outcome.stale],
    }


def oracle_figures(outcome: Outcome) -> list[dict[str, Any]]:
    """By corpus: cases, agreed, the skipped ones by reason."""
    rows = []
    for corpus in dict.fromkeys(case.corpus for case in outcome.cases):
        own = [case for case in outcome.cases if case.corpus == corpus]
        rows.append(
            {
                "corpus": corpus,
                "cases": len(own),
                "agreed": sum(case.agrees for case in own),
                "skipped": dict(Counter(case.skipped for case in own if case.skipped)),
                "wrong": [case.name for case in own if not case.agrees and not case.skipped],
            }
        )
    return rows


def lines(outcome: Outcome) -> Iterator[str]:
    """One line for each kind and field: `accuracy KIND FIELD precision=… recall=… facts=…`."""
    for (kind, field), figures in tally(outcome.checks).items():
        yield f"accuracy {kind.replace(' ', '-')} {field.value} {_line(figures)}"
    yield f"accuracy all all {_line(total(tally(outcome.checks).values()))}"
    for row in oracle_figures(outcome):
        skipped = sum(row["skipped"].values())
        yield f"accuracy oracle {row['corpus']} cases={row['cases']} agreed={row['agreed']} skipped={skipped}"


def show(outcome: Outcome, console: Console, *, verbose: bool) -> None:
    console.print(_table(outcome))
    if outcome.cases:
        console.print(_oracle_table(outcome))
    _show_disputes(outcome, console, verbose=verbose)
    bad = [check for check in outcome.checks if check.is_bad]
    for check in bad if verbose else bad[:20]:
        console.print(_sentence(check), markup=False, highlight=False)
    if len(bad) > 20 and not verbose:
        console.print(f"… and {len(bad) - 20} more: --verbose", markup=False)
    for case in outcome.cases:
        if not case.agrees and not case.skipped:
            console.print(f"{case.corpus} {case.name}: {case.told} where {case.wanted} is due", markup=False)
    for dispute in outcome.stale:
        console.print(f"dispute that nothing needs any more: {dispute.file} {'/'.join(dispute.fields)}", markup=False)


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


def _oracle_table(outcome: Outcome) -> Table:
    table = Table(title="recurrence oracles")
    for name in ("corpus", "cases", "agreed", "skipped", "why"):
        table.add_column(name, justify="left" if name in ("corpus", "why") else "right")
    for row in oracle_figures(outcome):
        reasons = [f"{count} {reason}" for reason, count in row["skipped"].items()]
        skipped = sum(row["skipped"].values())
        table.add_row(row["corpus"], str(row["cases"]), str(row["agreed"]), str(skipped), "; ".join(reasons))
    return table


def _show_disputes(outcome: Outcome, console: Console, *, verbose: bool) -> None:
    """By reason; each by itself with `verbose`."""
    disputed = [check for check in outcome.checks if check.verdict is Verdict.DISPUTED]
    if verbose:
        for check in disputed:
            console.print(_sentence(check), markup=False, highlight=False)
        return
    table = Table(title="disputed: listed facts that no reader is held to")
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
        f"listed {check.wanted!r}, read {check.told!r}{reason}"
    )


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
    """Four places, cut and not rounded: 1.0000 is said of nothing but all."""
    return "-" if share is None else f"{int(share * 10_000) / 10_000:.4f}"


def _numbers(figures: Figures) -> dict[str, Any]:
    counts = {verdict.value: getattr(figures, verdict.value) for verdict in Verdict}
    return {"facts": figures.facts, **counts, "precision": figures.precision, "recall": figures.recall}


def _plain(check: Check) -> dict[str, Any]:
    names = ("corpus", "file", "kind", "origin", "wanted", "told", "reason", "units")
    return {
        **{name: getattr(check, name) for name in names},
        "field": check.field.value,
        "verdict": check.verdict.value,
    }


def _is_bad(figures: Figures) -> bool:
    return bool(figures.wrong or figures.missing or figures.invented)
