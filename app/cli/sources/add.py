"""`sources add`, `sources test`, and `sources import`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from app.cli.acting import opened, refuse
from app.cli.crawl import compare_with_other_sources
from app.cli.place import DataDir, adopt
from app.cli.show import cell, new_table
from app.cli.sources.adding import add_found, explored, harvest, read_as_stored
from app.cli.sources.extras import BadExtra, Extras
from app.cli.sources.files import BadFile, read
from app.cli.sources.findings import SHOWN, show_findings
from app.cli.sources.rows import Rules, SourceId, Yes, changed_rules, crawled, found_source, read_recipe
from core.recipes.recipe import BadRecipe, parse_recipe
from core.visible_text import json_line
from scrapers.discovery.findings import Candidate
from storage.database.engine import DATABASE_UNUSABLE, transaction
from storage.sources.found import source_with_same_events, twin_of
from storage.sources.records import current_feeds
from storage.sources.rules import NO_RULES, BadRules, parse_rules


def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="The site's home page, its calendar, or a feed.")],
    kind: Annotated[str | None, typer.Option(help="Read it as this platform, at exactly this address.")] = None,
    name: Annotated[str | None, typer.Option(help="A short name; by default made from the host.")] = None,
    title: Annotated[str | None, typer.Option(help="The name for people; by default the page's.")] = None,
    timezone: Annotated[str | None, typer.Option(help="IANA zone; by default the one its events name.")] = None,
    given_rules: Rules = None,
    recipe: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="A JSON file that says where the page, or a JSON answer, has its events."
        ),
    ] = None,
    yes: Yes = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be added.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what was found as JSON; adds only with --yes.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Find out how a site publishes its events, show the first ones, and add it as a source.

    Asks the site at most ten times, as its robots.txt allows. The first harvest runs at once; from then on the daily
    harvest of all sources includes it. Exit status 1 if the site has no events that can be read.
    """
    adopt(data_dir)
    rules = changed_rules(NO_RULES, given_rules or ())
    findings = explored(url, kind, timezone, rules, read_recipe(recipe) if recipe else None)
    if as_json:
        typer.echo(json_line(findings.to_json(SHOWN)))
    else:
        show_findings(findings)
    if not findings.candidates:
        raise typer.Exit(1)
    best = findings.candidates[0]
    _warn_of_twins(best)
    if dry_run or (as_json and not yes):
        return
    if not yes:
        if not sys.stdin.isatty():
            refuse("Pass --yes to add it, or --dry-run to only look.")
        typer.confirm("Add this source?", abort=True)
    with opened(data_dir) as connection:
        row = add_found(connection, findings, name=name, title=title, timezone=timezone, rules=rules)
    typer.echo(f"Added source {row.id}, {row.name} ({row.title}), read as {row.spider}.", err=as_json)
    harvested = harvest(row, quiet=as_json)
    compare_with_other_sources()
    raise typer.Exit(0 if harvested else 1)


def try_source(source: SourceId, given_rules: Rules = None, data_dir: DataDir = None) -> None:
    """Fetch and read a source now as its row says. Show its first events; store nothing. Exit status 1 without
    upcoming events.

    It asks for its feeds or its first page, at most ten requests. `--rule` tries other rules than the source has.
    """
    with opened(data_dir) as connection:
        row = crawled(found_source(connection, source))
        today = datetime.now(ZoneInfo(row.timezone)).date()
        feeds = [feed.url for feed in current_feeds(connection, row.id, today)]
    findings = read_as_stored(row, feeds, changed_rules(row.rules, given_rules or ()))
    show_findings(findings)
    raise typer.Exit(0 if findings.candidates else 1)


def import_file(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="CSV with a column url; optional: name, title, timezone, kind, floor, role, settings, enabled, "
            "schedule, recipe, and the rules. Or OPML, or JSON.",
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be added.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Add every address of a file. Addresses that are sources already are skipped, so it can be run again; so are those
    with a reason in the column `skip`."""
    adopt(data_dir)
    try:
        wanted = read(file.read_text(encoding="utf-8"))
    except (BadFile, UnicodeDecodeError) as error:
        refuse(f"{file}: {error}.")
    results: list[tuple[str, str]] = []
    for number, row in enumerate(wanted, 1):
        typer.echo(f"[{number}/{len(wanted)}] {row['url']}", err=True)
        results.append((row["url"], _imported(row, dry_run=dry_run, data_dir=data_dir)))
    if not dry_run:
        compare_with_other_sources()
    table = new_table("address", "result", whole=())
    for address, said in results:
        table.add_row(cell(address), cell(said))
    Console().print(table)
    failed = sum(1 for _, said in results if said.startswith("not added"))
    skipped = sum(1 for row in wanted if row.get("skip"))
    typer.echo(
        f"{len(results) - failed - skipped} of {len(results)} addresses are sources now or would be; {failed} are not"
        + (f", {skipped} skipped." if skipped else ".")
    )
    raise typer.Exit(1 if failed else 0)


def _imported(row: dict[str, Any], *, dry_run: bool, data_dir: Path | None) -> str:
    if row.get("skip"):
        return f"skipped: {row['skip']}"
    with opened(data_dir) as connection:
        twin = twin_of(connection, row["url"])
    if twin is not None:
        return f"already source {twin.id} ({twin.name})"
    try:
        rules = parse_rules(row["rules"])
        recipe = parse_recipe(row["recipe"]) if row.get("recipe") else None
        extras = Extras.of(row)
    except (BadRules, BadRecipe, BadExtra) as error:
        return f"not added: {error}"
    findings = explored(row["url"], row.get("kind") or None, row.get("timezone") or None, rules, recipe)
    if not findings.candidates:
        return f"not added: {findings.refusal}"
    best = findings.candidates[0]
    said = f"{best.platform}, {len(best.events)} upcoming events ({best.reason})"
    if dry_run:
        return f"would be added: {said}"
    with opened(data_dir) as connection:
        twin = twin_of(connection, best.base_url)
        if twin is not None:
            return f"already source {twin.id} ({twin.name})"
        options = {key: row.get(key) or None for key in ("name", "title", "timezone")}
        added = add_found(connection, findings, **options, rules=rules)
        extras.give(connection, added)
    if not extras.enabled:
        return f"added as {added.id}, paused: {said}"
    if not harvest(added, quiet=True):
        said += f"; its first harvest failed: `runs -s {added.id}` says why"
    return f"added as {added.id}: {said}"


def _warn_of_twins(best: Candidate) -> None:
    """A look without a database has nothing to compare with."""
    try:
        with transaction() as connection:
            twin = twin_of(connection, best.base_url)
            same = source_with_same_events(connection, best.events)
    except DATABASE_UNUSABLE:
        return
    if twin is not None:
        typer.echo(f"  careful: source {twin.id} ({twin.title}) reads the same address already", err=True)
    elif same is not None:
        shown = f"{same.shared} of these {same.of} events"
        typer.echo(f"  careful: source {same.source.id} ({same.source.title}) has {shown} already", err=True)
