"""What the commands about events share: their arguments, and a transaction for a decision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from app.cli.acting import opened, refuse
from storage.merging.people import NotPossible
from storage.merging.turns import RowsBusy

EventId = Annotated[
    int, typer.Argument(metavar="EVENT", min=1, max=2**63 - 1, help="The event's id, as in its page's address.")
]
Reason = Annotated[str | None, typer.Option("--why", "--reason", help="Why. People who ask later will read it.")]


@contextmanager
def deciding(data_dir: Path | None) -> Iterator[Connection]:
    """A transaction. What can't be done ends the command with a message."""
    try:
        with opened(data_dir) as connection:
            yield connection
    except (LookupError, NotPossible, RowsBusy) as error:
        refuse(str(error))
