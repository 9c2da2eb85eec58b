"""`events series|group|ungroup`: which events lists show once."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from app.cli.acting import ACTOR, opened, refuse
from app.cli.events.arguments import EventId, Reason, deciding
from app.cli.place import DataDir
from app.cli.show import cell, new_table
from core.clock import shown
from core.visible_text import visible
from storage.access import audit
from storage.series import people, reading

EventIds = Annotated[list[int], typer.Argument(metavar="EVENT...", min=1, help="The events' ids.")]


def series(event_id: EventId, data_dir: DataDir = None) -> None:
    """Show the events that are one series with an event: lists show them once."""
    with opened(data_dir) as connection:
        found = reading.read_series(connection, event_id)
    if found is None:
        refuse(f"There is no event {event_id}.")
    table = new_table("event", "source", "title", "venue", "dates", "first", "last", whole=("event", "first", "last"))
    for one in found.events:
        first, last = (shown(at, one.timezone) for at in (one.first_at, one.last_at))
        table.add_row(
            str(one.event_id), one.source, cell(one.title), cell(one.venue or ""), str(one.dates), first, last
        )
    Console().print(table)
    if found.each_date:
        typer.echo("Lists show each date.")
    who = "by the rules"
    if found.decided_by is not None:
        who = f"by {found.decided_by}: {found.decided_because or 'no reason given'}"
    typer.echo(visible(f"{sum(one.dates for one in found.events)} dates of {len(found.events)} events, {who}"))


def group(event_ids: EventIds, reason: Reason = None, data_dir: DataDir = None) -> None:
    """These events, and those of their series, are one series. It is remembered, and wins over the rules.

    A single event goes back to the series that the rules give it.
    """
    first, *others = event_ids
    with deciding(data_dir) as connection:
        people.group(connection, event_ids, by=ACTOR, because=reason)
        after = {"others": others, "reason": reason}
        audit.record(connection, actor=ACTOR, action="group events", subject=f"event:{first}", after=after)
    if others:
        typer.echo(f"Events {', '.join(map(str, event_ids))} are one series.")
    else:
        typer.echo(f"The rules decide again about event {first}.")


def ungroup(
    event_id: EventId,
    whole: Annotated[
        bool, typer.Option("--all", help="The whole series: lists show each date of all its events.")
    ] = False,
    reason: Reason = None,
    data_dir: DataDir = None,
) -> None:
    """An event is in no series with others; if it is alone already, lists show each of its dates. It is remembered."""
    with deciding(data_dir) as connection:
        others = list(people.ungroup(connection, event_id, whole=whole, by=ACTOR, because=reason))
        after = {"others": others, "whole": whole, "reason": reason}
        audit.record(connection, actor=ACTOR, action="ungroup event", subject=f"event:{event_id}", after=after)
    if whole or not others:
        typer.echo(f"Lists show each date of event {', '.join(map(str, [event_id, *others]))}.")
    else:
        typer.echo(f"Event {event_id} is in no series with {', '.join(map(str, others))}.")
