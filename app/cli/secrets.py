"""`secrets`: write a `.env` file with the passwords that the containers need."""

from __future__ import annotations

import os
import secrets as randomness
from pathlib import Path
from typing import Annotated

import typer

NAMES = {"SCRAPYD_USERNAME": "marquee", "FLOWER_USERNAME": "marquee"}
SECRETS = ("POSTGRES_PASSWORD", "REDIS_PASSWORD", "SCRAPYD_PASSWORD", "FLOWER_PASSWORD", "API_KEY")
"""The secrets in docker-compose.yml; a test compares both lists."""
BYTES = 32
"""Written as hexadecimal digits, which need no quoting in a URL or a shell."""


def secrets(
    file: Annotated[Path, typer.Option(help="The file to write.", dir_okay=False)] = Path(".env"),
    contact_url: Annotated[str | None, typer.Option(help="Where owners of crawled sites can reach you.")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the secrets in an existing file; its other lines stay.")
    ] = False,
) -> None:
    """Write a .env file with a random value for each secret in docker-compose.yml. Only you can read it."""
    existing = file.read_text(encoding="utf-8") if file.exists() else None
    if existing is not None and not force:
        typer.echo(f"{file} already exists and was not changed; --force gives it new secrets.", err=True)
        raise typer.Exit(1)
    values = {**NAMES, **{name: randomness.token_hex(BYTES) for name in SECRETS}}
    if contact_url:
        values["CONTACT_URL"] = contact_url
    _write(file, merged(existing or "", values))
    typer.echo(f"{file} has {', '.join(SECRETS)}.")
    if existing is not None:
        typer.echo("Postgres keeps the password its volume was created with: see docs/containers.md.", err=True)
    if "CONTACT_URL=" not in file.read_text(encoding="utf-8").replace("#CONTACT_URL=", ""):
        typer.echo(
            "Set CONTACT_URL in it too: a page that says who you are, for the owners of crawled sites.", err=True
        )


def merged(text: str, values: dict[str, str]) -> str:
    """The text of a .env file with these values: the first line of a name gets the new value, its other lines are
    removed, and new names are added at the end."""
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
    """Write completely or not at all; other users can never read the file."""
    draft = file.with_name(f".{file.name}.{randomness.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as output:
            output.write(text)
        draft.replace(file)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
