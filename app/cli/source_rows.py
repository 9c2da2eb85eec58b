"""What the commands about sources share."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, NoReturn
from zoneinfo import available_timezones

import typer
from sqlalchemy import Connection

from core.recipes.recipe import BadRecipe, Recipe, parse_recipe
from storage.sources import records as source_rows
from storage.sources.records import SourceRecord
from storage.sources.rules import LISTS, BadRules, SourceRules, parse_rules

ACTOR = "command line"
"""In the audit log."""

SourceId = Annotated[int, typer.Argument(metavar="ID", help="The source's id, shown by `sources`.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]
Rules = Annotated[
    list[str] | None,
    typer.Option(
        "--rule",
        metavar="NAME=VALUE",
        help="Narrow or complete the source, for example include_titles=jazz or all_at_venue=true; repeat it for more "
        "rules or phrases. NAME= removes a rule. The names: " + ", ".join(SourceRules.model_fields) + ".",
    ),
]


def found_source(connection: Connection, source_id: int) -> SourceRecord:
    row = source_rows.find_source(connection, source_id)
    if row is None:
        refuse(f"There is no source {source_id}; `python -m app sources` lists them.")
    return row


def zone(name: str) -> str:
    if name not in available_timezones():
        refuse(f"{name} is not an IANA zone such as America/New_York.")
    return name


def plain(row: SourceRecord) -> dict[str, Any]:
    names = ("name", "title", "spider", "base_url", "timezone", "floor", "enabled", "role")
    recipe = None if row.recipe is None else row.recipe.to_json()
    return {**{name: getattr(row, name) for name in names}, "rules": row.rules.to_json(), "recipe": recipe}


def changed_rules(before: SourceRules, pairs: Iterable[str]) -> SourceRules:
    """The rules with those that NAME=VALUE texts set or remove. Phrases of one name add up."""
    changes: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            refuse(f"--rule {pair}: write it as NAME=VALUE.")
        name = name.strip()
        if name in LISTS:
            changes.setdefault(name, []).extend([value] if value.strip() else [])
        else:
            changes[name] = value
    merged = {**before.to_json(), **changes}
    try:
        return parse_rules({name: value for name, value in merged.items() if value not in ("", [])})
    except BadRules as error:
        refuse("\n".join(f"rule {name}: {why}" if name else why for name, why in error.errors.items()))


def read_recipe(file: Path) -> Recipe:
    """The recipe in a JSON file."""
    try:
        return parse_recipe(json.loads(file.read_text(encoding="utf-8")))
    except BadRecipe as error:
        refuse("\n".join(f"recipe, {name}: {why}" if name else why for name, why in error.errors.items()))
    except ValueError as error:
        refuse(f"{file} is not valid JSON: {error}.")


def refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(1)
