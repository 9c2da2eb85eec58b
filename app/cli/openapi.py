"""`openapi`: the description of the HTTP service as a file, from which the page takes its types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from app.services.embedded.process import ROOT

FILE = ROOT / "web" / "openapi.json"


def openapi(
    file: Annotated[Path, typer.Argument(help="Where to write it; - for the terminal.")] = FILE,
    *,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 when the file differs.")] = False,
) -> None:
    """Write the OpenAPI description of the HTTP service. The page's types are made from it: `make types`."""
    text = described()
    if check:
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            typer.echo(f"{file} is not what the service says: python -m app openapi", err=True)
            raise typer.Exit(1)
    elif str(file) == "-":
        typer.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")


def described() -> str:
    """The file's text; the same for the same code, whatever the machine. FastAPI is loaded here alone: the other
    commands start sooner without it."""
    from app.api import create_app

    return json.dumps(create_app().openapi(), indent=2, ensure_ascii=False) + "\n"
