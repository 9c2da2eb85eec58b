"""`events match`, `why-joined`, `join`, `split`, `conflicts`, `suggestions`: events that several sources list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console

from app.cli.acting import ACTOR, opened, refuse
from app.cli.events.arguments import EventId, Reason, deciding
from app.cli.place import DataDir, adopt
from app.cli.show import Limit, cell, new_table
from app.edits import same
from app.edits.story import series_changes
from app.feeds.wording import caution
from core.clock import shown
from core.items import EventStatus
from core.visible_text import visible
from storage.database.engine import DATABASE_UNUSABLE
from storage.merging import match as matching
from storage.merging import reading
from storage.series.effects import SeenEvent

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what people would see, and store nothing.")]
OtherId = Annotated[int, typer.Argument(metavar="OTHER", min=1, max=2**63 - 1, help="The other event's id.")]


def match(
    everything: Annotated[
        bool, typer.Option("--all", help="Compare all upcoming events, not only what runs changed since the last time.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --all: count, and store nothing.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Find out which events of several sources are one. Workers, `crawl`, and `sources add` do it after each harvest.

    Use it after `scrapy crawl`, and with --all after an upgrade.
    """
    adopt(data_dir)
    if dry_run and not everything:
        raise typer.BadParameter("needs --all", param_hint="--dry-run")
    try:
        found = matching.match_all(dry_run=dry_run) if everything else matching.match_runs()
    except DATABASE_UNUSABLE as error:
        typer.echo(f"Couldn't compare the events: {str(error).splitlines()[0]}", err=True)
        raise typer.Exit(1) from error
    typer.echo(
        f"{found.compared} upcoming times compared: {found.groups} are listed several times, "
        f"{found.suggested} pairs wait for a person."
    )


def why_joined(event_id: EventId, data_dir: DataDir = None) -> None:
    """Show the sources' listings of an event, and why they are one, or why another one isn't."""
    with opened(data_dir) as connection:
        found = reading.read_listings(connection, event_id)
    if found is None:
        refuse(f"There is no event {event_id}.")
    table = new_table("event", "source", "role", "title", "next", "state", whole=("event", "next"))
    for one in found.events:
        state = "withdrawn" if one.withdrawn_at else "shown" if one.shown else "joined"
        when = shown(one.next_at, one.timezone)
        table.add_row(str(one.event_id), one.source, one.role or "–", cell(one.title), when, state)
    Console().print(table)
    for link in found.links:
        score = "" if link.score is None else f", {link.score:g} points by rules {link.rules}"
        who = "" if link.decided_by is None else f" by {link.decided_by}: {link.decided_because or 'no reason given'}"
        typer.echo(visible(f"{link.low_id} and {link.high_id}: {link.state.value}{who}{score}"))
        for reason in link.reasons:
            typer.echo(visible(f"  {reason}"))


def join(
    event_id: EventId, other_id: OtherId, reason: Reason = None, dry_run: DryRun = False, data_dir: DataDir = None
) -> None:
    """Two events are one. It is remembered, and wins over the rules."""
    with deciding(data_dir) as connection:
        seen = same.join(connection, event_id, other_id, by=ACTOR, because=reason)
        if dry_run:
            connection.rollback()
    if not dry_run:
        typer.echo(f"Events {event_id} and {other_id} are one.")
    _say(seen)


def split(
    event_id: EventId,
    other_id: Annotated[
        int | None, typer.Argument(metavar="OTHER", min=1, max=2**63 - 1, help="Only from this event.")
    ] = None,
    reason: Reason = None,
    dry_run: DryRun = False,
    data_dir: DataDir = None,
) -> None:
    """An event isn't the others that it was joined with. It is remembered, and wins over the rules."""
    with deciding(data_dir) as connection:
        seen = same.split(connection, event_id, other_id, by=ACTOR, because=reason)
        if dry_run:
            connection.rollback()
    if not dry_run:
        typer.echo(f"Event {event_id} is another event now.")
    _say(seen)


def _say(seen: Sequence[SeenEvent]) -> None:
    typer.echo("People see:")
    for one in seen:
        line = f"  {one.event_id}  {one.title} ({', '.join(one.sources)})"
        typer.echo(visible(line + "".join(f"; {change}" for change in series_changes(one.left, one.entered))))


def conflicts(limit: Limit = 20, data_dir: DataDir = None) -> None:
    """Show what sources disagree about: when an event is, and whether it takes place."""
    with opened(data_dir) as connection:
        found = reading.read_conflicts(connection, limit=limit)
    for one in found:
        when = shown(one.starts_at, one.timezone)
        typer.echo(visible(f"{one.event_id}  {when}  {one.title} ({one.source})"))
        for conflict in one.conflicts:
            typer.echo(f"  {visible(caution(conflict, EventStatus(one.status)))}")
    if not found:
        typer.echo("No source disagrees with another.")


def suggestions(limit: Limit = 20, data_dir: DataDir = None) -> None:
    """Show pairs of events that may be one. `events join` accepts a pair, `events split` refuses it."""
    with opened(data_dir) as connection:
        found = reading.read_suggestions(connection, limit=limit)
    if not found:
        typer.echo("Nothing waits for a decision.")
    for one in found:
        typer.echo(f"{one.link.low_id} and {one.link.high_id}: {one.link.score:g} points")
        for event in one.events:
            when = shown(event.next_at, event.timezone)
            typer.echo(visible(f"  {event.event_id}  {when}  {event.title} ({event.source})"))
