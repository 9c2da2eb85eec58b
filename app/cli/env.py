"""`env`: the running services' addresses, for another shell."""

from __future__ import annotations

import sys

import typer

from app.cli.place import DataDir, folder
from app.services import environment
from app.services.errors import ServiceError


def env(data_dir: DataDir = None) -> None:
    """Print the running services' addresses for another shell: eval "$(python -m app env)"."""
    try:
        sys.stdout.write(environment.exports(folder(data_dir)))
    except ServiceError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
