"""Which servers a command uses: those in the environment, otherwise those of the running `up`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from app.services import record
from app.services.errors import ServiceError
from core.config import Settings, settings

DataDir = Annotated[
    Path | None,
    typer.Option(help="Folder for the embedded services' data (DATA_DIR).", show_default=".data"),
]


def folder(data_dir: Path | None) -> Path:
    return data_dir or settings().data_dir


def adopt(data_dir: Path | None = None) -> None:
    """Use the running services' addresses for variables that the environment doesn't set, as
    `eval "$(python -m app env)"` would. If DATABASE_URL is set, only scrapyd's."""
    try:
        running = record.read(folder(data_dir))
    except ServiceError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if running is None:
        return
    only = "" if settings().database_url is None else "SCRAPYD_"
    use({name: value for name, value in running.env.items() if not os.environ.get(name) and name.startswith(only)})


def bare_settings() -> Settings:
    """The default settings, without any servers; also removes their variables from the environment."""
    for name in (
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "REDIS_URL",
        "SCRAPYD_URL",
        "SCRAPYD_USERNAME",
        "SCRAPYD_PASSWORD",
    ):
        os.environ.pop(name, None)
    return Settings(_env_file=None)  # type: ignore[call-arg]  # pydantic-settings' own parameter


def use(variables: Mapping[str, str]) -> None:
    """Set environment variables for this process and the ones it starts."""
    os.environ.update(variables)
    settings.cache_clear()
