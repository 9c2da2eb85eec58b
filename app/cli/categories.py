"""`categories`: the town's own list of categories, and the rules that map what sources say to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy import Connection

from app.cli.acting import ACTOR, opened, refuse
from app.cli.place import DataDir
from app.cli.show import AsJson, Limit, cell, json_lines, new_table
from storage.access import audit
from storage.categories import rules
from storage.categories.rules import CategoryRefused, RuleKind

categories = typer.Typer(
    invoke_without_command=True, help="The town's categories, and the rules that map words to them."
)

NOTHING = "nothing"
Category = Annotated[str, typer.Argument(help="A category of the town: its slug or its name.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")]
Kind = Annotated[
    RuleKind,
    typer.Option(help="What the pattern is looked for in: a source's own category, an event's title, or a source."),
]


@categories.callback()
def all_categories(context: typer.Context, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List the town's categories with the number of their events."""
    if context.invoked_subcommand is None:
        list_categories(as_json=as_json, data_dir=data_dir)


@categories.command("list")
def list_categories(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List the town's categories with the number of their events."""
    with opened(data_dir) as connection:
        found = rules.list_categories(connection)
    if as_json:
        json_lines(map(asdict, found))
        return
    table = new_table("slug", "name", "events", whole=("slug", "events"))
    for one in found:
        table.add_row(one.slug, cell(one.name), str(one.events))
    Console().print(table)


@categories.command("rules")
def list_rules(
    kind: Annotated[RuleKind | None, typer.Option(help="Only rules of this kind.")] = None,
    category: Annotated[str | None, typer.Option(help="Only rules of this category.")] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """List the rules, which `map` adds and `unmap` removes."""
    with _asking(data_dir) as connection:
        slug = None if category is None else rules.slug_of(connection, category)
        found = rules.list_rules(connection, kind=kind, category=slug)
    if as_json:
        json_lines(map(asdict, found))
        return
    table = new_table("id", "kind", "pattern", "category", "by", whole=("id", "kind", "category"))
    for rule in found:
        table.add_row(
            str(rule.id), rule.kind.value, cell(rule.pattern), rule.category or NOTHING, rule.created_by or "–"
        )
    Console().print(table)


@categories.command("map")
def map_pattern(
    pattern: Annotated[str, typer.Argument(help="One or several words, in any form.")],
    category: Annotated[str, typer.Argument(help=f"A category of the town, or “{NOTHING}”: the word says nothing.")],
    kind: Kind = RuleKind.WORD,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Map a word, words in a title, or a source to a category."""
    wanted = None if category.casefold() == NOTHING else category
    with _asking(data_dir) as connection:
        rule, events = rules.map_pattern(connection, kind, pattern, wanted, by=ACTOR)
        audit.record(connection, actor=ACTOR, action="map category", subject=f"rule:{rule.id}", after=asdict(rule))
        if dry_run:
            connection.rollback()
    if as_json:
        json_lines([{**asdict(rule), "events": events, "dry_run": dry_run}])
        return
    done = "Would map" if dry_run else "Mapped"
    typer.echo(f"{done} the {kind.value} “{rule.pattern}” to {rule.category or NOTHING}: {events} events have it.")


@categories.command("unmap")
def unmap(
    rule_id: Annotated[int, typer.Argument(min=1, help="A rule's id, shown by `categories rules`.")],
    dry_run: DryRun = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Remove a rule."""
    with _asking(data_dir) as connection:
        rule, events = rules.unmap(connection, rule_id)
        audit.record(connection, actor=ACTOR, action="unmap category", subject=f"rule:{rule_id}", before=asdict(rule))
        if dry_run:
            connection.rollback()
    if as_json:
        json_lines([{**asdict(rule), "events": events, "dry_run": dry_run}])
        return
    done = "Would remove" if dry_run else "Removed"
    typer.echo(f"{done} rule {rule.id}: the {rule.kind.value} “{rule.pattern}”, which {events} events have.")


@categories.command("unmapped")
def list_unmapped(limit: Limit = 50, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List the words of sources that no rule knows, the most frequent first."""
    with opened(data_dir) as connection:
        found = rules.unmapped(connection, limit=limit)
    if as_json:
        json_lines(map(asdict, found))
        return
    table = new_table("word", "events", "sources", whole=("events",))
    for one in found:
        table.add_row(cell(one.word), str(one.events), cell(", ".join(one.sources)))
    Console().print(table)
    typer.echo(f"`categories map WORD CATEGORY` maps one; the category “{NOTHING}” ignores it.")


@categories.command("add")
def add_category(
    slug: Annotated[str, typer.Argument(help="Its name in web addresses.")],
    name: Annotated[str, typer.Argument(help="Its name for people.")],
    data_dir: DataDir = None,
) -> None:
    """Add a category to the town's list."""
    with _asking(data_dir) as connection:
        rules.add_category(connection, slug, name)
        audit.record(connection, actor=ACTOR, action="add category", subject=f"category:{slug}", after=name)
    typer.echo(f"Added {slug} ({name}).")


@categories.command("rename")
def rename_category(
    category: Category,
    name: Annotated[str, typer.Argument(help="Its new name for people.")],
    data_dir: DataDir = None,
) -> None:
    """Rename a category. Its web address stays."""
    with _asking(data_dir) as connection:
        slug = rules.rename_category(connection, category, name)
        audit.record(connection, actor=ACTOR, action="rename category", subject=f"category:{slug}", after=name)
    typer.echo(f"{slug} is now called {name}.")


@categories.command("rm")
def remove_category(category: Category, dry_run: DryRun = False, data_dir: DataDir = None) -> None:
    """Remove a category with its rules."""
    with _asking(data_dir) as connection:
        events = rules.remove_category(connection, category)
        audit.record(connection, actor=ACTOR, action="remove category", subject=f"category:{category}")
        if dry_run:
            connection.rollback()
    typer.echo(f"{'Would remove' if dry_run else 'Removed'} {category}, which {events} events had.")


@contextmanager
def _asking(data_dir: Path | None) -> Iterator[Connection]:
    """A transaction, in which a refused change ends the command with its reason."""
    try:
        with opened(data_dir) as connection:
            yield connection
    except CategoryRefused as error:
        refuse(str(error))
