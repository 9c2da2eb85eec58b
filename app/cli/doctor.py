"""`doctor`: what is up, what isn't, and how to fix it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError as DatabaseDown

from app.alerts.watchdog import WITHOUT, cause, patience
from app.cli.place import DataDir, adopt, folder
from app.services import doctor as examination
from app.services.doctor import Check
from app.services.errors import ServiceError
from core.broker import celery_options
from core.clock import shown
from core.config import settings
from storage.alerts import heartbeats, outbox
from storage.alerts.heartbeats import Part
from storage.database import migrate as migrations
from storage.database.engine import NoDatabase, transaction
from storage.letters import issues
from storage.runs import ledger as runs
from storage.runs.ledger import RunStatus
from storage.tasks import deliveries

PING_S = 3.0
HEALTHY = (RunStatus.OK, RunStatus.RUNNING)


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
    """Alerts and letters that can't be sent, sources whose last run failed or is suspect, and parked tasks. Yields
    nothing if the database is down or not migrated."""
    adopt(data_dir)
    try:
        with transaction() as connection:
            if migrations.pending(str(settings().database_url)):
                return
            troubled = [run for run in runs.latest_runs(connection) if run.status not in HEALTHY]
            parked = deliveries.parked(connection)
            alerter_at = heartbeats.last(connection, Part.ALERTER)
            unsent = outbox.is_stuck(connection)
            letter = issues.waiting_issue(connection)
    except (NoDatabase, DatabaseDown):
        return
    yield from _alerts(alerter_at, stuck=unsent)
    if letter is not None:
        advice = "check SMTP_HOST and its login, and PUBLIC_URL; Marquee tries again at least once an hour"
        yield Check("letter", False, f"Letter {letter.id} waits: {letter.error}", advice)
    for run in troubled:
        seen = f"The last {run.spider} run of source {run.source_id} ({run.source}) is {run.status}: {run.reason}"
        yield Check("runs", False, seen, "`python -m app runs` shows the errors; its stored events stay")
    for task in parked:
        seen = f"{task.task} is parked after {task.attempts} deliveries that never finished"
        yield Check("parked", False, seen, f"fix the cause, then run `python -m app release {task.task_id}`")


def _alerts(alerter_at: datetime | None, *, stuck: bool) -> Iterator[Check]:
    if alerter_at is None:
        yield Check("alerts", True, "No alert was sent yet", "Beat and a worker send them each minute once both run")
    elif abs(datetime.now(UTC) - alerter_at) >= patience():
        seen = f"Alerts were last sent on {shown(alerter_at)}"
        yield Check("alerts", False, seen, f"{WITHOUT[cause()]} Start it again with `python -m app up`")
    else:
        yield Check("alerts", True, "Alerts are sent each minute")
    if stuck:
        seen = "An alert has not reached its person for an hour"
        yield Check("unsent alerts", False, seen, "`python -m app alerts log` shows why")


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
