"""`openapi`: write the description of the HTTP API to the file that the page's types are generated from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from app.api import create_app
from app.services.embedded.process import ROOT

FILE = ROOT / "web" / "openapi.json"


def openapi(
    file: Annotated[Path, typer.Argument(help="The file; - for the terminal.")] = FILE,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with status 1 if the file is out of date.")
    ] = False,
) -> None:
    """Write the OpenAPI description of the HTTP API. `make types` generates the page's types from it."""
    text = described()
    if check:
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            typer.echo(f"{file} is out of date: run `python -m app openapi`", err=True)
            raise typer.Exit(1)
    elif str(file) == "-":
        typer.echo(text, nl=False)
    else:
        try:
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            typer.echo(f"Couldn't write {file}: {error.strerror}", err=True)
            raise typer.Exit(1) from error


def described() -> str:
    """The file's text, which depends on the code alone."""
    return json.dumps(create_app().openapi(), indent=2, ensure_ascii=False) + "\n"
