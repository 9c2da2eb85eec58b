"""`--version`."""

from __future__ import annotations

import typer

from core.version import VERSION


def show(wanted: bool) -> None:
    """Print the version and exit, if --version was given."""
    if wanted:
        typer.echo(f"Marquee {VERSION}")
        raise typer.Exit
