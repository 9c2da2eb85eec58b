"""What the commands about sources share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from sqlalchemy import Connection

from app.cli.acting import refuse
from core.addresses import http_address
from core.recipes.recipe import BadRecipe, Recipe, parse_recipe
from core.zone_names import zone_names
from storage.sources import records as source_rows
from storage.sources.records import SourceRecord
from storage.sources.rules import LISTS, BadRules, SourceRules, parse_rules
from storage.sources.settings import SourceSettings

SourceId = Annotated[int, typer.Argument(metavar="ID", help="The source's id, shown by `sources`.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]
SettingPairs = Annotated[
    list[str] | None,
    typer.Option(
        "--setting",
        metavar="NAME=VALUE",
        help="For a site that errs, for example local_is_utc=true; repeat it for more. NAME= removes a setting. "
        "The names: " + ", ".join(SourceSettings.model_fields) + ".",
    ),
]
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
    if name not in zone_names():
        refuse(f"{name!r} is not an IANA zone such as America/New_York.")
    return name


def given_title(title: str) -> str:
    if not title.strip():
        refuse("The title is empty.")
    return title


def address(url: str) -> str:
    """A `webcal:` address is stored as http, a `webcals:` one as https."""
    if not url.strip():
        refuse("The address is empty.")
    return http_address(url)


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


def changed_settings(before: Mapping[str, Any], pairs: Iterable[str]) -> dict[str, Any]:
    """The settings with those that NAME=VALUE texts set or remove."""
    changes = dict(before)
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            refuse(f"--setting {pair}: write it as NAME=VALUE.")
        changes[name.strip()] = value.strip() or None
    try:
        return SourceSettings.model_validate(changes).model_dump(exclude_none=True)
    except ValidationError as error:
        refuse("\n".join(" ".join(("setting", *map(str, one["loc"]))) + f": {one['msg']}" for one in error.errors()))


def read_recipe(file: Path) -> Recipe:
    """The recipe in a JSON file."""
    try:
        return parse_recipe(json.loads(file.read_text(encoding="utf-8")))
    except BadRecipe as error:
        refuse("\n".join(f"recipe, {name}: {why}" if name else why for name, why in error.errors.items()))
    except ValueError as error:
        refuse(f"{file} is not valid JSON: {error}.")
