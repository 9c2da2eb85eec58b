"""`--version`."""

from __future__ import annotations

import typer

from core.version import VERSION


def tell(wanted: bool) -> None:
    """Print the version and end, if that is what was asked."""
    if wanted:
        typer.echo(f"Marquee {VERSION}")
        raise typer.Exit
