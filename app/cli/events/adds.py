"""`events add`, `duplicate`, and `cancel`: events by hand."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from app.cli.acting import ACTOR
from app.cli.events.arguments import check_place
from app.cli.events.edits import (
    Address,
    Category,
    DryRun,
    End,
    EventId,
    Featured,
    ImageUrl,
    Place,
    PriceText,
    Status,
    TicketUrl,
    Why,
    acting,
    given_fields,
)
from app.cli.place import DataDir
from app.edits import act, add
from storage.edits import reads

Repeat = Annotated[
    str | None,
    typer.Option(help='How often, with an end: "every Tuesday until Dec 22", or an RRULE. "Until June": its last day.'),
]
TimeOf = Annotated[str | None, typer.Option(help="Only this time: its key, its start, or its day.", metavar="START")]


def add_event(
    title: Annotated[str, typer.Option()],
    start: Annotated[str, typer.Option("--start", "--starts-at", help="2026-12-05T20:00-05:00, or only the day.")],
    end: End = None,
    repeat: Repeat = None,
    place: Place = None,
    address: Address = None,
    status: Status = None,
    description: str | None = None,
    price: PriceText = None,
    ticket_url: TicketUrl = None,
    url: str | None = None,
    image_url: ImageUrl = None,
    organizer: str | None = None,
    featured: Featured = None,
    category: Category = None,
    why: Why = None,
    dry_run: DryRun = False,
    data_dir: DataDir = None,
) -> None:
    """Add an event by hand, to the town's own source, "Editors"."""
    given = given_fields(locals())
    with acting(data_dir) as connection:
        check_place(connection, place, address)
        event_id = add.add(connection, given, repeat=repeat, by=ACTOR, because=why)
        shown = reads.read_fields(connection, event_id)
        if dry_run:
            connection.rollback()
    _say_added(event_id, shown, dry_run=dry_run)


def duplicate(
    event_id: EventId,
    start: Annotated[str, typer.Option("--start", "--starts-at", help="2026-12-05T20:00-05:00, or only the day.")],
    end: End = None,
    repeat: Repeat = None,
    title: str | None = None,
    why: Why = None,
    dry_run: DryRun = False,
    data_dir: DataDir = None,
) -> None:
    """Add an event like this one, at another time."""
    given = given_fields({"title": title, "start": start, "end": end})
    with acting(data_dir) as connection:
        copy_id = add.duplicate(connection, event_id, given, repeat=repeat, by=ACTOR, because=why)
        shown = reads.read_fields(connection, copy_id)
        if dry_run:
            connection.rollback()
    _say_added(copy_id, shown, dry_run=dry_run)


def cancel(event_id: EventId, occurrence: TimeOf = None, why: Why = None, data_dir: DataDir = None) -> None:
    """Show an event, or one of its times, as canceled. `events edit EVENT --undo status` takes it back."""
    with acting(data_dir) as connection:
        shown = act.edit(connection, event_id, {"status": "cancelled"}, occurrence=occurrence, by=ACTOR, because=why)
    typer.echo(f"Event {shown} is canceled.")


def _say_added(event_id: int, shown: Any, *, dry_run: bool) -> None:
    starts = [one.shown for one in shown.fields if one.field == "starts_at"]
    if dry_run:
        typer.echo(f"Would add {'1 time' if len(starts) == 1 else f'{len(starts)} times'}:")
        for start in starts:
            typer.echo(f"  {start}")
        return
    if not starts:
        typer.echo(f"Event {event_id} added. People see it as part of event {shown.event_id}.")
    elif len(starts) == 1:
        typer.echo(f"Event {event_id} added: {starts[0]}.")
    else:
        typer.echo(f"Event {event_id} added, with {len(starts)} times: {starts[0]} to {starts[-1]}.")
