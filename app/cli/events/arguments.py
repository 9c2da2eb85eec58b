"""What the commands about events share: their arguments, and a transaction for a decision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from app.cli.acting import opened, refuse
from app.cli.naming import unknown
from core.items import Venue
from core.visible_text import visible
from storage.events.venues import known_place, place_names
from storage.merging.people import NotPossible
from storage.merging.turns import RowsBusy

EventId = Annotated[
    int, typer.Argument(metavar="EVENT", min=1, max=2**63 - 1, help="The event's id, as in its page's address.")
]
Reason = Annotated[str | None, typer.Option("--why", "--reason", help="Why. People who ask later will read it.")]


def check_place(connection: Connection, name: str | None, address: str | None) -> None:
    """Ends the command if a place is given by its name alone and the town has none, or several, of this name."""
    if not name or address is not None or known_place(connection, Venue(name=name)) is not None:
        return
    names = place_names(connection)
    if name.casefold() in {one.casefold() for one in names}:
        refuse(visible(f"Several places are called {name}. Give --address, too."))
    where = "`python -m app venues` lists the town's places. For a new one, give --address, too; empty if it has none."
    refuse(unknown("place", name, names, where))


@contextmanager
def deciding(data_dir: Path | None) -> Iterator[Connection]:
    """A transaction. What can't be done ends the command with a message."""
    try:
        with opened(data_dir) as connection:
            yield connection
    except (LookupError, NotPossible, RowsBusy) as error:
        refuse(str(error))
