"""`events show`: what people see of an event."""

from __future__ import annotations

import typer
from rich.console import Console

from app.cli.acting import opened, refuse
from app.cli.events.arguments import EventId
from app.cli.place import DataDir
from app.cli.show import cell, new_table
from app.feeds.wording import caution
from core.clock import shown
from core.visible_text import visible
from storage.events import detail

SHOWN = {"organizer": "organizer", "price": "price_text", "ticket_url": "ticket_url", "image_url": "image_url"}
"""By the field as sources speak for it, the field of `EventRecord`."""
LONGEST_VALUE = 200


def show(event_id: EventId, data_dir: DataDir = None) -> None:
    """Show what people see of an event, and which source each field is from."""
    with opened(data_dir) as connection:
        found = detail.read_event(connection, event_id)
    if found is None:
        refuse(f"There is no event {event_id}, or it is hidden.")
    speaks = {} if found.merged is None else found.merged.speaks
    table = new_table("field", "value", "source", whole=("field",))
    for field in ("title", "status", "url", "venue", "description", *sorted(SHOWN)):
        value = found.venue_name if field == "venue" else getattr(found, SHOWN.get(field, field))
        if value not in (None, "", ()):
            origin = speaks.get("venue_id" if field == "venue" else field)
            table.add_row(field, cell(_shortened(str(value))), found.source if origin is None else origin.source)
    Console().print(table)
    for time in found.times:
        typer.echo(f"{shown(time.starts_at, time.timezone)}  {time.status.value}")
        for conflict in time.conflicts:
            typer.echo(f"  {visible(caution(conflict, time.status))}")
    if found.merged is not None:
        names = ", ".join(f"{one.source} (event {one.event_id})" for one in found.merged.also)
        typer.echo(f"also listed by: {names or 'nobody now'}")
        typer.echo(f"independent listings: {found.merged.witnesses} (copies of one text, page, or UID count once)")


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
