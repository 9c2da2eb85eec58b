"""`crawl`: run one crawl in this process and show its progress; or a dry run, without a database."""

from __future__ import annotations

import logging
import subprocess
import sys
import uuid
from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import OperationalError

from app.cli.place import DataDir, adopt
from app.cli.show import runs_table
from core.config import settings
from scrapers.launch import CrawlOrder, DeadlineExceeded, LaunchFailure
from scrapers.launch.in_process import InProcessLauncher
from storage.database.engine import NoDatabase, transaction
from storage.runs import ledger as runs

GOOD = (runs.RunStatus.OK, runs.RunStatus.SUSPECT)


def crawl(
    spider: Annotated[str, typer.Argument(help="The spider's name; `scrapy list` shows them all.")],
    source_id: Annotated[
        int | None, typer.Option("--source-id", "-s", help="Default: the spider's own source.")
    ] = None,
    base_url: Annotated[str | None, typer.Option(help="Crawl this address instead of the source's own.")] = None,
    argument: Annotated[list[str], typer.Option("-a", help="NAME=VALUE, as for `scrapy crawl`.")] = [],  # noqa: B006
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the events as JSON lines; store nothing.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the crawl's log.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Crawl a source now. The exit status is 0 if the crawl harvested events, 1 if it failed."""
    adopt(data_dir)
    arguments = dict(_pair(text) for text in argument)
    if base_url:
        arguments["base_url"] = base_url
    if dry_run:
        raise typer.Exit(_dry(spider, source_id, arguments, verbose=verbose))
    if verbose:
        logging.basicConfig(level=settings().log_level)
    source = source_id if source_id is not None else _own_source(spider)
    order = CrawlOrder(
        run_id=str(uuid.uuid4()),
        spider=spider,
        source_id=source,
        arguments=arguments,
        deadline=timedelta(seconds=settings().crawl_deadline_s),
    )
    run = _crawl_with_progress(order)
    if run is None:
        typer.echo(
            "The crawl didn't start: the source is being crawled already, or it doesn't exist. -v shows why.", err=True
        )
        raise typer.Exit(1)
    Console().print(runs_table([run]))
    raise typer.Exit(0 if run.status in GOOD else 1)


def _crawl_with_progress(order: CrawlOrder) -> runs.Run | None:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(f"{order.spider}: starting")

        def show_counts() -> None:
            try:
                run = _read(order.run_id)
            except (NoDatabase, OperationalError):
                return  # the crawl waits for the database itself, or fails with the reason
            if run is not None:
                progress.update(bar, description=f"{run.source}: {run.pages} pages, {run.seen} events stored")

        try:
            InProcessLauncher().crawl(order, show_counts)
        except (ValueError, KeyError, LaunchFailure, DeadlineExceeded) as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error
    try:
        return _read(order.run_id)
    except (NoDatabase, OperationalError) as error:
        typer.echo(f"Couldn't read the run: {str(error).splitlines()[0]} --dry-run needs no database.", err=True)
        raise typer.Exit(1) from error


def _read(run_id: str) -> runs.Run | None:
    with transaction() as connection:
        return runs.read_run(connection, run_id)


def _dry(spider: str, source_id: int | None, arguments: dict[str, str], *, verbose: bool) -> int:
    command = [sys.executable, "-m", "scrapy", "crawl", spider, "-s", "STORE_EVENTS=False", "-O", "-:jsonl"]
    command += ["-s", f"LOG_LEVEL={settings().log_level if verbose else 'ERROR'}"]
    if source_id is not None:
        arguments["source_id"] = str(source_id)
    for name, value in arguments.items():
        command += ["-a", f"{name}={value}"]
    return subprocess.run(command, check=False).returncode


def _own_source(spider: str) -> int:
    from scrapers.catalog import spider_class

    try:
        own = spider_class(spider).source_id
    except KeyError as error:
        raise typer.BadParameter(str(error), param_hint="SPIDER") from error
    if own is None:
        raise typer.BadParameter(f"spider {spider} has no source of its own: give one", param_hint="--source-id")
    return own


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name:
        raise typer.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="-a")
    return name, value
