"""`secrets`: write the passwords that the containers ask for into a `.env` of their own."""

from __future__ import annotations

import os
import secrets as randomness
from pathlib import Path
from typing import Annotated

import typer

NAMES = {"SCRAPYD_USERNAME": "marquee", "FLOWER_USERNAME": "marquee"}
SECRETS = ("POSTGRES_PASSWORD", "REDIS_PASSWORD", "SCRAPYD_PASSWORD", "FLOWER_PASSWORD", "API_KEY")
"""What docker-compose.yml asks for and nobody should think of by himself; a test compares them."""
BYTES = 32
"""As hexadecimal digits, so that an address or a shell need not quote them."""


def secrets(
    file: Annotated[Path, typer.Option(help="Where to write them.", dir_okay=False)] = Path(".env"),
    contact_url: Annotated[str | None, typer.Option(help="Where owners of crawled sites reach you.")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Give an existing file new ones; its other lines stay.")
    ] = False,
) -> None:
    """Write a .env with a strong random value for each secret that docker-compose.yml needs, readable by you alone."""
    existing = file.read_text(encoding="utf-8") if file.exists() else None
    if existing is not None and not force:
        typer.echo(f"{file} is there already, so it stays as it is; --force gives it new secrets.", err=True)
        raise typer.Exit(1)
    values = {**NAMES, **{name: randomness.token_hex(BYTES) for name in SECRETS}}
    if contact_url:
        values["CONTACT_URL"] = contact_url
    _write(file, merged(existing or "", values))
    typer.echo(f"{file} has {', '.join(SECRETS)}.")
    if existing is not None:
        typer.echo("Postgres keeps the password that its volume was made with: see docs/containers.md.", err=True)
    if "CONTACT_URL=" not in file.read_text(encoding="utf-8").replace("#CONTACT_URL=", ""):
        typer.echo("Set CONTACT_URL in it too: a page that tells the owners of crawled sites who you are.", err=True)


def merged(text: str, values: dict[str, str]) -> str:
    """The lines of a .env with these values: a name's first line takes its value, its others go, new ones come last."""
    left = dict(values)
    lines = []
    for line in text.splitlines():
        name = line.partition("=")[0].strip().removeprefix("export ").strip()
        if name not in values:
            lines.append(line)
        elif name in left:
            lines.append(f"{name}={left.pop(name)}")
    return "".join(f"{line}\n" for line in [*lines, *(f"{name}={value}" for name, value in left.items())])


def _write(file: Path, text: str) -> None:
    """All of it or nothing, and never readable by others in between."""
    draft = file.with_name(f".{file.name}.{randomness.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as output:
            output.write(text)
        draft.replace(file)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
