"""`secrets`: write the passwords that the containers need, each into a file of its own."""

from __future__ import annotations

import os
import secrets as randomness
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

BYTES = 32
"""Written as hexadecimal digits, which need no quoting in a URL, a shell, or a configuration file."""
LOGINS = ("redis_password", "scrapyd_password", "flower_password")
FILES = (
    *("postgres_password", "database_owner_url", "database_url", "redis_conf", "redis_url"),
    *("scrapyd_password", "flower_password", "api_key"),
)
"""The secrets in docker-compose.yml; a test compares both lists."""


def secrets(
    file: Annotated[Path, typer.Option(help="The file for CONTACT_URL.", dir_okay=False)] = Path(".env"),
    folder: Annotated[
        Path | None, typer.Option(help="The folder for the secrets; default: `secrets` next to FILE.", file_okay=False)
    ] = None,
    contact_url: Annotated[str | None, typer.Option(help="Where owners of crawled sites can reach you.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace existing secrets.")] = False,
) -> None:
    """Write a random value for each secret in docker-compose.yml into a folder that only you can open."""
    folder = folder or file.with_name("secrets")
    existing = [name for name in FILES if (folder / name).exists()]
    if existing and not force:
        typer.echo(f"{folder} already has secrets and was not changed; --force replaces them.", err=True)
        raise typer.Exit(1)
    settings = file.read_text(encoding="utf-8") if file.exists() else ""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    for name, text in values(given(settings) if not existing else {}).items():
        # The containers run as other users. Docker mounts each file, but nobody else here can open the folder.
        _write(folder / name, text + "\n", mode=0o644)
    typer.echo(f"{folder} has {', '.join(FILES)}.")
    if contact_url:
        settings = merged(settings, {"CONTACT_URL": contact_url})
        _write(file, settings, mode=0o600)
    if existing:
        typer.echo("Postgres keeps the password its volume was created with: see docs/containers.md.", err=True)
    if not given(settings).get("CONTACT_URL"):
        typer.echo(
            f"Set CONTACT_URL in {file}: a page that says who you are, for the owners of crawled sites.", err=True
        )


def values(known: Mapping[str, str]) -> Mapping[str, str]:
    """The text of each file. Keeps passwords that `known` has by the name of their variable, such as REDIS_PASSWORD."""
    made = {
        name: known.get(name.upper()) or randomness.token_hex(BYTES)
        for name in ("postgres_password", "app_password", *LOGINS, "api_key")
    }
    redis, application = made.pop("redis_password"), made.pop("app_password")
    return made | {
        "database_owner_url": f"postgresql://marquee:{made['postgres_password']}@postgres:5432/marquee",
        "database_url": f"postgresql://marquee_app:{application}@postgres:5432/marquee",
        "redis_conf": f"requirepass {redis}",
        "redis_url": f"redis://:{redis}@redis:6379/0",
    }


def given(text: str) -> Mapping[str, str]:
    """The variables of a .env file; the last line of a name counts."""
    pairs = (line.removeprefix("export ").partition("=") for line in text.splitlines() if not line.startswith("#"))
    return {name.strip(): value.strip() for name, equals, value in pairs if equals}


def merged(text: str, values: Mapping[str, str]) -> str:
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


def _write(file: Path, text: str, *, mode: int) -> None:
    """Write completely or not at all, with this mode, whichever umask applies."""
    draft = file.with_name(f".{file.name}.{randomness.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as output:
            output.write(text)
            os.fchmod(output.fileno(), mode)
        draft.replace(file)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
