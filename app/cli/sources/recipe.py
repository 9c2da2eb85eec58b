"""`sources recipe`: shows, tries, and changes the recipe by which a source's pages are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from app.cli.acting import ACTOR, opened, refuse
from app.cli.place import DataDir
from app.cli.sources.adding import explored
from app.cli.sources.findings import show_findings
from app.cli.sources.rows import SourceId, found_source, plain, read_recipe
from core.recipes.recipe import Recipe
from storage.access import audit
from storage.sources import recipes
from storage.sources.recipes import NoOffer, RecipeOffer
from storage.sources.records import SourceRecord


def recipe(
    source: SourceId,
    file: Annotated[
        Path | None,
        typer.Option(
            "--set", metavar="FILE", exists=True, dir_okay=False, help="Read by the recipe in this JSON file."
        ),
    ] = None,
    test: Annotated[
        bool, typer.Option("--test", help="Read the page by it now and store nothing; also a FILE's.")
    ] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Take the recipe that a run offers because the page changed.")
    ] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Find the cards again at each harvest.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Show the recipe of a source as JSON, and the one that a run offers.

    A recipe is set only if it reads upcoming events from the page as it is now.
    """
    if (file is not None) + accept + remove > 1:
        refuse("Pass only one of --set, --accept, and --remove.")
    with opened(data_dir) as connection:
        row = found_source(connection, source)
        offer = recipes.read_offer(connection, row.id)
    if row.spider != "cards":
        refuse(f"Source {row.id} is read as {row.spider}. Only a source that is read as cards has a recipe.")
    if file is not None or test:
        _read_by(row, read_recipe(file) if file else row.recipe, data_dir, keep=file is not None and not test)
    elif accept:
        _accept(row, offer, data_dir)
    elif remove:
        with opened(data_dir) as connection:
            _change(connection, row, "remove recipe", None)
        typer.echo(f"Source {row.id} ({row.title}) has no recipe: each harvest finds its cards again.")
    else:
        _show(row, offer)


def _show(row: SourceRecord, offer: RecipeOffer | None) -> None:
    if row.recipe is None:
        typer.echo(f"Source {row.id} ({row.title}) has no recipe: each harvest finds its cards again.")
    else:
        typer.echo(json.dumps(row.recipe.to_json(), ensure_ascii=False, indent=2))
    if offer is not None:
        typer.echo(f"Run {offer.run_id} offers another recipe (take it with --accept): {offer.why}.", err=True)
        _show_changes(row, offer)


def _show_changes(row: SourceRecord, offer: RecipeOffer) -> None:
    for name, (old, new) in offer.differences(row.recipe).items():
        typer.echo(f"  {name}: {_text(old)} -> {_text(new)}", err=True)


def _text(value: Any) -> str:
    return "nothing" if value is None else ", ".join(value) if isinstance(value, list) else str(value)


def _read_by(row: SourceRecord, recipe: Recipe | None, data_dir: Path | None, *, keep: bool) -> None:
    """Shows what the recipe reads, and keeps it. Exit status 1 if it reads no upcoming event."""
    findings = explored(row.base_url, "cards", row.timezone, row.rules, recipe)
    show_findings(findings)
    if not findings.candidates:
        raise typer.Exit(1)
    if keep:
        with opened(data_dir) as connection:
            _change(connection, row, "set recipe", findings.candidates[0].recipe)
        typer.echo(f"Source {row.id} ({row.title}) is read by this recipe from now on.")


def _accept(row: SourceRecord, offer: RecipeOffer | None, data_dir: Path | None) -> None:
    if offer is not None:
        _show_changes(row, offer)
    with opened(data_dir) as connection:
        try:
            recipes.accept_offer(connection, row.id)
        except NoOffer as error:
            refuse(str(error))
        _record(connection, row, "accept recipe")
    typer.echo(f"Source {row.id} ({row.title}) is read by the offered recipe from now on.")


def _change(connection: Connection, row: SourceRecord, action: str, recipe: Recipe | None) -> None:
    recipes.set_recipe(connection, row.id, recipe)
    _record(connection, row, action)


def _record(connection: Connection, row: SourceRecord, action: str) -> None:
    audit.record(
        connection,
        actor=ACTOR,
        action=action,
        subject=f"source:{row.id}",
        before=plain(row),
        after=plain(found_source(connection, str(row.id))),
    )
