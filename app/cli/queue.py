"""`queue`: what the public handed in, and events that wait for approval."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from app.cli.acting import ACTOR
from app.cli.events.edits import Why, acting
from app.cli.place import DataDir
from app.cli.show import AsJson, Limit, json_lines
from app.edits import queue as entered
from core.visible_text import one_line, visible
from storage.queue import entries
from storage.queue.entries import QueueKind, QueueState

EntryId = Annotated[int, typer.Argument(metavar="ENTRY", min=1, help="Its number, as `queue list` shows it.")]

queue = typer.Typer(no_args_is_help=True, help="Decide about submissions, tips, and events that wait for approval.")


@queue.command("list")
def list_queue(
    kind: QueueKind | None = None,
    state: QueueState = QueueState.OPEN,
    limit: Limit = 50,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Show what waits, the oldest first."""
    with acting(data_dir) as connection:
        found = entries.list_entries(connection, kind=kind, state=state, limit=limit)
    if as_json:
        json_lines(asdict(one) for one in found)
        return
    if not found:
        typer.echo("Nothing waits.")
    for one in found:
        about = one.given.get("title") or one.title or ""
        said = one.given.get("text") or one.given.get("starts_at") or one.source or ""
        typer.echo(visible(f"{one.id}  {one.kind}  {one_line(str(about))}: {one_line(str(said))}"))


@queue.command()
def accept(entry_id: EntryId, why: Why = None, data_dir: DataDir = None) -> None:
    """Add a submitted event, show an event that waits, or mark a tip as done."""
    with acting(data_dir) as connection:
        event_id = entered.accept(connection, entry_id, {}, by=ACTOR, because=why)
    typer.echo(f"Accepted: event {event_id}.")


@queue.command()
def decline(entry_id: EntryId, why: Why = None, data_dir: DataDir = None) -> None:
    """Decline it. An event that waits stays hidden."""
    with acting(data_dir) as connection:
        entered.decline(connection, entry_id, by=ACTOR, because=why)
    typer.echo("Declined.")
