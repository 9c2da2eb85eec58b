"""`migrate`: the database's schema, and a row for each spider's source."""

from __future__ import annotations

from pathlib import Path

import typer

from app.cli.place import folder
from app.services import addresses, roles
from app.services.errors import ServiceError
from core.config import settings
from storage.database import migrate as migrations
from storage.database.engine import connected
from storage.sources import records as sources
from storage.tasks.schedules import set_schedule


def migrate() -> None:
    """Migrate the database at DATABASE_URL to the latest schema and add missing sources. If DATABASE_OWNER_URL is set,
    its role migrates, and the role of DATABASE_URL gets the rights that it needs."""
    url = settings().database_url
    if url is None:
        typer.echo("DATABASE_URL is not set; `python -m app up` migrates its own database automatically.", err=True)
        raise typer.Exit(1)
    try:
        upgrade(url, folder(None))
    except ServiceError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    seed_sources(url)


def upgrade(database_url: str, data_dir: Path) -> None:
    """Migrates as the database's owner, and gives the application's role its rights. Raises ServiceError."""
    owner = addresses.owner(settings(), data_dir, database_url)
    migrations.upgrade(owner)
    roles.grant(owner, database_url)


def seed_sources(database_url: str, overrides: dict[str, str] | None = None) -> None:
    """Add a row for each spider's source. `overrides`: other addresses by source name."""
    from scrapers.catalog import seeds

    known = {seed.name: seed for seed in seeds()}
    with connected(database_url) as connection:
        added = sources.seed(connection, known.values(), overrides)
        ids = {row.name: row.id for row in sources.list_sources(connection)}
        for name in added:
            if known[name].schedule:
                set_schedule(
                    connection,
                    name=name,
                    task="app.tasks.scrape_source",
                    cron=known[name].schedule,
                    kwargs={"source_id": ids[name]},
                    enabled=True,
                    updated_by="its spider's file",
                )
    if added:
        typer.echo(f"new sources: {', '.join(added)}")
