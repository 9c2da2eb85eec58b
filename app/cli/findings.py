"""Shows what discovery found at a site."""

from __future__ import annotations

import typer
from rich.console import Console

from app.cli.show import cell, new_table
from core.items import EventItem
from scrapers.discovery.findings import Findings

SHOWN = 5


def show_findings(findings: Findings) -> None:
    if not findings.candidates:
        typer.echo(findings.refusal)
        return
    best, *others = findings.candidates
    typer.echo(f"{findings.title or findings.url}: {best.platform}, {len(best.events)} upcoming events")
    typer.echo(f"  because of {best.reason}: {best.base_url}")
    if best.coverage is not None:
        typer.echo(f"  it has {best.coverage:.0%} of the titles that the listing page shows")
    if best.timezone:
        typer.echo(f"  its events are in {best.timezone}")
    table = new_table("when (local)", "event", "venue", whole=("when (local)",))
    for event in best.events[:SHOWN]:
        table.add_row(when(event), cell(event.title), cell((event.venue and event.venue.name) or "–"))
    Console().print(table)
    if best.left_out:
        typer.echo(f"  the rules leave out {sum(best.left_out.values())}:")
        for reason, count in sorted(best.left_out.items(), key=lambda pair: -pair[1]):
            typer.echo(f"    {count}: {reason}")
    for problem in best.problems[:SHOWN]:
        typer.echo(f"  not readable: {problem}")
    for other in others:
        typer.echo(f"  also possible: {other.platform}, {len(other.events)} events, {other.reason}: {other.base_url}")


def when(event: EventItem) -> str:
    first = min(event.occurrences, key=lambda one: one.starts_at)
    return f"{first.starts_at:%a %b %d %Y}" + (
        f" {first.starts_at:%H:%M}" if first.time_known and not first.all_day else ""
    )
