"""What the commands about sources share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from sqlalchemy import Connection

from app.cli.acting import refuse
from app.cli.naming import near, unknown
from core.addresses import http_address
from core.recipes.recipe import BadRecipe, Recipe, parse_recipe
from core.zone_names import zone_names
from storage.edits.by_hand import NotCrawled, check_crawled
from storage.sources import records as source_rows
from storage.sources.records import SourceRecord
from storage.sources.rules import LISTS, BadRules, SourceRules, parse_rules
from storage.sources.settings import SourceSettings

SourceId = Annotated[str, typer.Argument(metavar="SOURCE", help="The source's id or name, shown by `sources`.")]
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


def found_source(connection: Connection, given: str) -> SourceRecord:
    """The source that a person means by its id, its name, or its title. Ends the command without one."""
    rows = source_rows.list_sources(connection)
    found = meant(rows, given)
    if found is None:
        refuse(no_source(rows, given))
    return found


def crawled(row: SourceRecord) -> SourceRecord:
    """Ends the command if the source has no site."""
    try:
        check_crawled(row.name)
    except NotCrawled as error:
        refuse(str(error))
    return row


def source_id_of(connection: Connection, given: str | None) -> int | None:
    return None if given is None else found_source(connection, given).id


def meant(rows: Sequence[SourceRecord], given: str) -> SourceRecord | None:
    """By id, then by name, then by a title that only one source has."""
    by_id = [one for one in rows if str(one.id) == given]
    by_name = [one for one in rows if one.name.casefold() == given.casefold()]
    by_title = [one for one in rows if one.title.casefold() == given.casefold()]
    found = by_id or by_name or (by_title if len(by_title) == 1 else [])
    return found[0] if found else None


def no_source(rows: Sequence[SourceRecord], given: str) -> str:
    names, titles = [one.name for one in rows], [one.title for one in rows]
    return unknown("source", given, names, "`python -m app sources` lists them by id and name.", titles)


def zone(name: str) -> str:
    if name not in zone_names():
        meant = " or ".join(near(name, sorted(zone_names())))
        refuse(f"{name!r} is not an IANA zone such as America/New_York.{f' Did you mean {meant}?' if meant else ''}")
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
