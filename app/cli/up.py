"""`up`, `doctor`, `env`, `migrate`: run Marquee and check its health."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError as DatabaseDown

from app.cli.place import DataDir, adopt, folder
from app.services import addresses, environment, roles, supervisor
from app.services import doctor as examination
from app.services.doctor import Check
from app.services.errors import ServiceError
from app.services.stack import Stack
from core.broker import celery_options
from core.config import CONTACT_NOT_SET, settings
from storage.database import migrate as migrations
from storage.database.engine import NoDatabase, connected, transaction
from storage.runs import ledger as runs
from storage.runs.ledger import RunStatus
from storage.sources import records as sources
from storage.tasks import deliveries
from storage.tasks.schedules import set_schedule

PING_S = 3.0
HEALTHY = (RunStatus.OK, RunStatus.RUNNING)


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


def doctor(
    deep: Annotated[bool, typer.Option("--deep", help="Also look for problems in services that are up.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Show what is up, what isn't, and how to fix it. The exit status is 0 only if everything is up."""
    try:
        found = examination.checks(
            settings(), folder(data_dir), migrations_pending=migrations.pending, ping_worker=ping_worker
        )
        found += [*harvests(data_dir)]
        if deep:
            found += _diagnose()
    except ServiceError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    for check in found:
        color = typer.colors.RED if not check.ok else typer.colors.YELLOW if check.advice else None
        typer.secho(str(check), fg=color)
    raise typer.Exit(0 if examination.all_up(found) else 1)


def _diagnose() -> list[Check]:
    """Call this after `harvests`, which reads the running services' addresses. It imports all tasks, which plain
    `doctor` doesn't need."""
    from app.diagnosis import diagnose

    return diagnose()


def harvests(data_dir: Path | None) -> Iterator[Check]:
    """Sources whose last run failed or is suspect, and parked tasks. Yields nothing if the database is down or not
    migrated."""
    adopt(data_dir)
    try:
        with transaction() as connection:
            if migrations.pending(str(settings().database_url)):
                return
            troubled = [run for run in runs.latest_runs(connection) if run.status not in HEALTHY]
            parked = deliveries.parked(connection)
    except (NoDatabase, DatabaseDown):
        return
    for run in troubled:
        seen = f"The last {run.spider} run of source {run.source_id} ({run.source}) is {run.status}: {run.reason}"
        yield Check("runs", False, seen, "`python -m app runs` shows the errors; its stored events stay")
    for task in parked:
        seen = f"{task.task} is parked after {task.attempts} deliveries that never finished"
        yield Check("parked", False, seen, f"fix the cause, then run `python -m app release {task.task_id}`")


def env(data_dir: DataDir = None) -> None:
    """Print the running services' addresses for another shell: eval "$(python -m app env)"."""
    try:
        sys.stdout.write(environment.exports(folder(data_dir)))
    except ServiceError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


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


def ping_worker(redis_url: str) -> Sequence[str]:
    """The names of the workers that answer within PING_S seconds."""
    from celery import Celery

    probe = Celery(changes=celery_options(redis_url), set_as_current=False)
    try:
        return sorted(name for answer in probe.control.ping(timeout=PING_S) for name in answer)
    except (OperationalError, RedisError, OSError):
        return []
    finally:
        probe.close()


def _welcome(stack: Stack) -> None:
    place = (
        ""
        if stack.data_dir == (settings().data_dir.resolve())
        else f" --data-dir {shlex.quote(os.path.relpath(stack.data_dir))}"
    )
    typer.echo(f'In another shell: eval "$(.venv/bin/python -m app env{place})"')
    typer.echo(f"Health: .venv/bin/python -m app doctor{place}")
