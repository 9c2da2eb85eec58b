"""`up`: start everything and keep it running."""

from __future__ import annotations

import os
import shlex

import typer

from app.cli.doctor import ping_worker
from app.cli.migrate import seed_sources, upgrade
from app.cli.place import DataDir, folder
from app.services import supervisor
from app.services.stack import Stack
from core.config import CONTACT_NOT_SET, settings


def up(data_dir: DataDir = None) -> None:
    """Start everything and keep it running: Postgres and Redis (unless DATABASE_URL and REDIS_URL are set), the
    workers, Beat, the API, Flower, and scrapyd. Ctrl-C stops everything; the data is kept."""
    if settings().contact_url == CONTACT_NOT_SET:
        typer.echo("CONTACT_URL is not set: the owners of crawled sites cannot reach you. See .env.example.", err=True)
    code = supervisor.up(
        folder(data_dir),
        settings(),
        migrate=lambda url: upgrade(url, folder(data_dir)),
        seed=seed_sources,
        ready=_welcome,
        ping_worker=ping_worker,
    )
    raise typer.Exit(code)


def _welcome(stack: Stack) -> None:
    place = (
        ""
        if stack.data_dir == (settings().data_dir.resolve())
        else f" --data-dir {shlex.quote(os.path.relpath(stack.data_dir))}"
    )
    typer.echo(f'In another shell: eval "$(.venv/bin/python -m app env{place})"')
    typer.echo(f"Health: .venv/bin/python -m app doctor{place}")
