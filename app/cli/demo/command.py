"""`demo`: harvest the sandbox's sites with everything running, and check the result."""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any

import typer
from celery.result import AsyncResult
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import TaskID as Bar

from app.cli import place
from app.cli.demo.town import seed_town, town_seen
from app.cli.demo.truth import missing
from app.cli.migrate import seed_sources, upgrade
from app.cli.show import events_table, runs_table
from app.services import disk
from app.services.errors import ServiceError
from app.services.interrupts import interruptible
from app.services.stack import Stack
from core.config import settings
from sandbox.server import Sandbox
from storage.database.engine import dispose, transaction
from storage.events import queries
from storage.merging.match import match_all
from storage.runs import ledger as runs

SANDBOX_PORT = 8099
FOLDER = Path("demo")
TOWN = "Sarasota"
"""Of the replicas and of the made-up sources, and what the page calls the town, unless TOWN_NAME says otherwise."""
TASK_TIMEOUT_S = 180.0
SHOWN = 10
DELAY_S = 0.05
"""Between requests to the sandbox, which is nobody's site."""
Step = tuple[str, str, dict[str, Any]]
LINES: tuple[tuple[Step, ...], ...] = (
    (("crawl Van Wezel's pages", "app.tasks.scrape_vanwezel", {"source_id": 1, "delay": DELAY_S}),),
    (
        ("find Mote's feeds", "app.tasks.scrape_mote", {"source_id": 2, "months_ahead": 2}),
        ("read all feeds and pages", "app.tasks.ingest_all_sources", {"delay": DELAY_S}),
    ),
)
"""Tasks at the same time. Those of one line follow each other: what a task finds, the next one reads."""

console = Console()


def demo(
    once: Annotated[bool, typer.Option("--once", help="Exit once the harvest is in Postgres.")] = False,
    data_dir: place.DataDir = None,
) -> None:
    """Harvest replicas of two real sites and a made-up town on this machine, with everything that `up` starts.

    It always starts its own Postgres and Redis and ignores DATABASE_URL, REDIS_URL, and `.env`, because the events are
    made up.
    The exit status is 1 if an event that the sites publish is missing from Postgres at the end, or if people see an
    event of the town twice.
    """
    os.environ["ENV_FILE"] = os.devnull
    os.environ.setdefault("TOWN_NAME", TOWN)
    settings.cache_clear()
    folder = (data_dir or settings().data_dir) / FOLDER
    log = folder / "demo.log"
    try:
        with ExitStack() as running:
            sandbox = running.enter_context(_sandbox())
            stack = running.enter_context(_stack(folder, log, sandbox))
            whole = harvest(sandbox)
            if not once:
                _stay(stack)
    except ServiceError as error:
        console.print(f"{error}\n(the services' output: {log})", markup=False)
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        console.print("stopped; the data is kept in", str(folder))
        raise typer.Exit(0) from None
    raise typer.Exit(0 if whole else 1)


def harvest(sandbox: Sandbox) -> bool:
    """Send the tasks to the worker through Redis and show the results.

    Returns whether Postgres has every event that the sites publish, and people see each event of the town once.
    """
    began = datetime.now(UTC)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        for _ in zip_longest(*(_send_and_watch(progress, line) for line in LINES)):
            time.sleep(0.2)
    match_all()
    with transaction() as connection:
        console.print(runs_table([r for r in runs.recent_runs(connection) if r.started_at >= began][::-1]))
        console.print(events_table(queries.upcoming(connection, after=datetime.now(UTC), limit=15)))
        lost, seen = missing(connection, sandbox), town_seen(connection, sandbox)
    for line in (*(f"missing: {one}" for one in lost), *seen.wrong)[:SHOWN]:
        console.print(line, style="red", markup=False)
    if lost:
        console.print(f"{len(lost)} event times are missing or wrong.", style="red")
    else:
        console.print("[green]Every event that the sites publish is in Postgres, at its time.[/]")
    color = "red" if seen.wrong else "green"
    console.print(
        f"[{color}]{TOWN}'s {seen.sources} sources list {seen.listed} events; "
        f"people see {seen.shown}, {seen.shared} of them with “Also listed by”.[/]"
    )
    return not lost and not seen.wrong


def _send_and_watch(progress: Progress, steps: Iterable[Step]) -> Iterator[None]:
    """Sends each task when the one before it ended. Yields while it waits."""
    from celery_app import app

    for label, task, arguments in steps:
        sent = app.send_task(task, kwargs=arguments)
        bar = progress.add_task(f"{label}: waiting for the worker", total=None)
        give_up = time.monotonic() + TASK_TIMEOUT_S
        while not sent.ready():
            if time.monotonic() > give_up:
                raise ServiceError(f"{task} didn't finish within {TASK_TIMEOUT_S:g} s")
            _show(progress, bar, label, sent)
            yield
        outcome = sent.result if sent.successful() else {}
        said = f"{outcome.get('status', 'failed')}, {outcome.get('seen', 0)} seen, {outcome.get('new', 0)} new"
        progress.update(bar, description=f"{label}: {said}", total=1, completed=1)
        if sent.failed():
            progress.console.print(f"[red]{label}: {sent.result}[/]")


def _show(progress: Progress, bar: Bar, label: str, sent: AsyncResult[Any]) -> None:
    info = sent.info
    if sent.state == "PROGRESS" and isinstance(info, dict):
        progress.update(bar, description=f"{label}: {info['pages']} pages, {info['seen']} events stored")


@contextmanager
def _sandbox() -> Iterator[Sandbox]:
    """Runs the sandbox on the same ports each time if they are free, so that a second demo finds the same URLs."""
    sandbox = Sandbox(port=SANDBOX_PORT)
    try:
        sandbox.start()
    except OSError:
        sandbox = Sandbox()
        sandbox.start()
    for name, url in sandbox.urls.items():
        console.print(f"sandbox: {name} at {url}")
    try:
        yield sandbox
    finally:
        sandbox.stop()


@contextmanager
def _stack(folder: Path, log: Path, sandbox: Sandbox) -> Iterator[Stack]:
    if trouble := disk.trouble(folder.resolve()):
        raise ServiceError(trouble)
    folder.mkdir(parents=True, exist_ok=True)
    addresses = {name: sandbox.url(name) for name in ("vanwezel", "mote")}

    def seed(url: str) -> None:
        seed_sources(url, addresses)
        seed_town(url, sandbox)

    with log.open("w") as file:

        def sink(name: str, line: str) -> None:
            file.write(f"{name:8} | {line}\n")
            file.flush()

        console.print("starting Postgres, Redis, workers, Beat, the API, Flower, and scrapyd …")
        stack = Stack(
            folder,
            place.bare_settings(),
            migrate=lambda url: upgrade(url, folder),
            seed=seed,
            sink=sink,
        )
        with interruptible(stack), stack:
            stack.wait_until_ready()
            place.use(stack.env)
            console.print(f"the page: {_page(stack)}{_taken(stack)}")
            try:
                yield stack
            finally:
                dispose()


def _page(stack: Stack) -> str:
    return f"http://127.0.0.1:{stack.env['API_PORT']}/"


def _taken(stack: Stack) -> str:
    """Says so at once if the usual port is taken: the harvest's tables follow, and hide the last lines."""
    usual = settings().api_port
    return "" if stack.env["API_PORT"] == str(usual) else f" (another program uses port {usual})"


def _stay(stack: Stack) -> None:
    console.print(f"the page: {_page(stack)}")
    console.print(f"Flower: http://127.0.0.1:{stack.env['FLOWER_PORT']}/")
    console.print(f"scrapyd: http://127.0.0.1:{stack.env['SCRAPYD_PORT']}/")
    place = shlex.quote(str(stack.data_dir))
    console.print(
        f'Other shells: eval "$(.venv/bin/python -m app env --data-dir {place})"', soft_wrap=True, markup=False
    )
    console.print("Ctrl-C stops everything; the data is kept.")
    while True:
        stack.tend()
        time.sleep(0.2)
