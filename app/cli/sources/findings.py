"""Shows what discovery found at a site."""

from __future__ import annotations

from datetime import UTC, datetime

import typer
from rich.console import Console

from app.cli.show import cell, new_table
from core.items import EventItem
from core.recipes.recipe import Recipe
from scrapers.discovery.findings import Candidate, Findings

SHOWN = 5


def show_findings(findings: Findings) -> None:
    if not findings.candidates:
        typer.echo(findings.refusal)
        return
    best, *others = findings.candidates
    typer.echo(f"{findings.title or findings.url}: {best.platform}, {len(best.events)} upcoming events")
    typer.echo(f"  because of {best.reason}: {best.base_url}")
    if best.pages:
        typer.echo(
            f"  a harvest reads more: the pages of single events, {best.pages} now, of which a few were looked at"
        )
    if best.listed:
        typer.echo(f"  {best.covered} of {best.listed} titles on the listing page are among them")
    typer.echo(f"  {_zone(best)}")
    typer.echo(f"  {_place(best)}")
    if findings.language:
        typer.echo(f"  its pages are in {findings.language}, as their lang attribute says")
    table = new_table("when (local)", "event", "venue", whole=("when (local)",))
    for event in best.events[:SHOWN]:
        table.add_row(when(event), cell(event.title), cell((event.venue and event.venue.name) or "–"))
    Console().print(table)
    if best.platform == "cards":
        show_recipe(best.recipe)
    if best.left_out:
        typer.echo(f"  the rules leave out {sum(best.left_out.values())}:")
        for reason, count in sorted(best.left_out.items(), key=lambda pair: -pair[1]):
            typer.echo(f"    {count}: {reason}")
    for problem in best.problems[:SHOWN]:
        typer.echo(f"  not readable: {problem}")
    for note in best.notes[:SHOWN]:
        typer.echo(f"  note: {note}")
    for other in others:
        typer.echo(f"  also possible: {other.platform}, {len(other.events)} events, {other.reason}: {other.base_url}")


def show_recipe(recipe: Recipe | None) -> None:
    if recipe is None:
        typer.echo("  without a recipe: no selectors give these events, so each harvest finds the cards again")
        return
    typer.echo("  read by this recipe (sources recipe ID shows and changes it):")
    for name, value in recipe.to_json().items():
        typer.echo(f"    {name:<12} {', '.join(value) if isinstance(value, list) else value}")


def _zone(one: Candidate) -> str:
    if not one.timezone:
        return "its events are in several time zones, which they name"
    if one.zone_named:
        return f"its events are in {one.timezone}, which they name"
    return f"its events name no time zone: they are read in {one.timezone} (--timezone)"


def _place(one: Candidate) -> str:
    if one.venue is not None:
        own = ", ".join(filter(None, (one.venue.name, one.venue.address)))
        return f"its events name no place: they get the one in the site's structured data, {own}"
    if not one.places:
        return "its events name no place (--rule venue_name=… gives them one)"
    return f"all places are {next(iter(one.places))}" if len(one.places) == 1 else f"they name {len(one.places)} places"


def when(event: EventItem) -> str:
    """The next date of an event, or the last one."""
    today = datetime.now(UTC).date()
    ahead = [one for one in event.occurrences if one.local_date >= today]
    first = min(ahead or event.occurrences, key=lambda one: one.starts_at)
    return f"{first.starts_at:%a %b %d %Y}" + (
        f" {first.starts_at:%H:%M}" if first.time_known and not first.all_day else ""
    )
