"""`sources`: lists the sources, and what is done to one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.acting import ACTOR, opened, refuse
from app.cli.lazy import LazyCommand, LazyGroup
from app.cli.place import DataDir
from app.cli.show import AsJson, show_sources
from app.cli.sources.extras import own_feeds, own_schedules
from app.cli.sources.files import FileFormat, written
from app.cli.sources.findings import show_recipe
from app.cli.sources.rows import (
    Rules,
    SettingPairs,
    SourceId,
    address,
    changed_rules,
    changed_settings,
    crawled,
    found_source,
    given_title,
    plain,
    zone,
)
from core.clock import in_town
from storage.access import audit
from storage.merging.policy import Role
from storage.sources import edits
from storage.sources import records as source_rows


class _Sources(LazyGroup):
    lazy = (
        LazyCommand("add", "sources.add.add", "Find out how a site publishes its events."),
        LazyCommand("test", "sources.add.try_source", "Fetch and read a source now as its row says."),
        LazyCommand("recipe", "sources.recipe.recipe", "Show the recipe of a source as JSON."),
        LazyCommand("import", "sources.add.import_file", "Add every address of a file."),
        LazyCommand("health", "sources.health.health", "Show the state of each source."),
        LazyCommand("coverage", "sources.coverage.coverage", "Show what the sources don't cover."),
        LazyCommand("rm", "sources.removal.rm", "Remove a source with its events and runs."),
        LazyCommand("report", "sources.report.report", "Write a report for a site's owner."),
    )


sources = typer.Typer(cls=_Sources, invoke_without_command=True)


@sources.callback()
def list_sources(context: typer.Context, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Show the sources, their addresses, and how many feeds each has."""
    if context.invoked_subcommand is None:
        show_sources(as_json, data_dir)


@sources.command()
def pause(source: SourceId, data_dir: DataDir = None) -> None:
    """Pause a source: no crawl starts until it is resumed. Its events stay."""
    _switch(source, data_dir, enabled=False)


@sources.command()
def resume(source: SourceId, data_dir: DataDir = None) -> None:
    """Resume a source."""
    _switch(source, data_dir, enabled=True)


@sources.command()
def edit(
    source: SourceId,
    title: Annotated[str | None, typer.Option()] = None,
    timezone: Annotated[str | None, typer.Option()] = None,
    base_url: Annotated[str | None, typer.Option()] = None,
    floor: Annotated[
        int | None, typer.Option(min=0, max=100_000, help="A run that finds fewer events is suspect.")
    ] = None,
    role: Annotated[
        Role | None, typer.Option(help="What it is to its events: decides which source speaks for a shared event.")
    ] = None,
    listing: Annotated[
        str | None, typer.Option(help='The site\'s page with all events, to compare with once a week; "" for none.')
    ] = None,
    rules: Rules = None,
    given_settings: SettingPairs = None,
    data_dir: DataDir = None,
) -> None:
    """Change a source's title, zone, address, floor, role, listing page, settings, or rules.

    `sources test` shows what the rules leave; the next harvest withdraws the rest. A role holds for events that change
    from now on, and for all after `events match --all`.
    """
    given = {
        "title": None if title is None else given_title(title),
        "timezone": None if timezone is None else zone(timezone),
        "base_url": None if base_url is None else address(base_url),
        "floor": floor,
        "role": role and role.value,
    }
    changes: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    if not changes and not rules and not given_settings and listing is None:
        refuse(
            "Name what to change: --title, --timezone, --base-url, --floor, --role, --listing, --setting, or --rule."
        )
    page = address(listing) if listing else listing
    with opened(data_dir) as connection:
        before = found_source(connection, source)
        if rules:
            changes["rules"] = changed_rules(before.rules, rules).to_json()
        if given_settings:
            changes["settings"] = changed_settings(before.settings, given_settings)
        edits.change_source(connection, before.id, changes)
        if page is not None:
            edits.set_listing(connection, before.id, page or None)
        if base_url is not None and before.spider == "ics":
            edits.set_feeds(connection, before.id, [changes["base_url"]])
        audit.record(
            connection,
            actor=ACTOR,
            action="change source",
            subject=f"source:{before.id}",
            before=plain(before),
            after=plain(found_source(connection, str(before.id))),
        )
    said = {**changes, **({} if page is None else {"listing": page})}
    typer.echo(f"Changed source {before.id}: {', '.join(f'{key}={value}' for key, value in said.items())}.")


@sources.command()
def why(source: SourceId, data_dir: DataDir = None) -> None:
    """Show how it was found out how a source publishes."""
    with opened(data_dir) as connection:
        row = found_source(connection, source)
        found = edits.read_found(connection, row.id)
    if found is None:
        typer.echo(f"Source {row.id} ({row.title}) was not found by `sources add`: it is read as {row.spider}.")
        return
    typer.echo(f"Source {row.id} ({row.title}) is read as {row.spider} from {row.base_url},")
    typer.echo(
        f"found on {in_town(datetime.fromisoformat(found['at'])):%Y-%m-%d} at {found['url']}: {found['reason']}."
    )
    if row.recipe is not None:
        show_recipe(row.recipe)
    if found.get("listing"):
        typer.echo(f"Runs compare it about once a week with {found['listing']}.")
    for line in found["asked"]:
        typer.echo(f"  asked {line}")
    for other in found["others"]:
        typer.echo(f"  also possible: {other}")


@sources.command("export")
def export_file(
    form: Annotated[FileFormat, typer.Option("--format", help="OPML has only titles and addresses.")] = FileFormat.CSV,
    data_dir: DataDir = None,
) -> None:
    """Print the sources as a file that `sources import` reads."""
    with opened(data_dir) as connection:
        rows = source_rows.list_sources(connection)
        own, feeds = own_schedules(connection), own_feeds(connection)
    typer.echo(written(rows, form, own, feeds).rstrip("\n"))


def _switch(source: str, data_dir: Path | None, *, enabled: bool) -> None:
    action = "resume source" if enabled else "pause source"
    with opened(data_dir) as connection:
        row = found_source(connection, source)
        if enabled:
            crawled(row)
        edits.change_source(connection, row.id, {"enabled": enabled})
        audit.record(connection, actor=ACTOR, action=action, subject=f"source:{row.id}", before=plain(row))
    typer.echo(f"Source {row.id} ({row.title}) is {'resumed' if enabled else 'paused'}.")
