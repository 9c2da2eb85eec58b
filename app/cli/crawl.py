"""`crawl`: run one crawl in this process and show its progress; or a dry run, without a database."""

from __future__ import annotations

import logging
import subprocess
import sys
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import OperationalError

from app.cli.naming import unknown
from app.cli.place import DataDir, adopt
from app.cli.show import runs_table
from app.cli.sources.rows import crawled, meant
from core.config import settings
from scrapers.launch import CrawlOrder, DeadlineExceeded, LaunchFailure
from scrapers.launch.in_process import InProcessLauncher
from storage.database.engine import DATABASE_UNUSABLE, NoDatabase, transaction
from storage.merging.match import match_runs
from storage.runs import ledger as runs
from storage.sources import records as sources
from storage.sources.records import SourceRecord

GOOD = (runs.RunStatus.OK, runs.RunStatus.SUSPECT)


def crawl(
    name: Annotated[str, typer.Argument(help="A source's id or name (`sources` shows them), or a spider's name.")],
    source_id: Annotated[
        int | None,
        typer.Option("--source-id", "-s", help="Default: the source of that name, or the spider's only one."),
    ] = None,
    base_url: Annotated[str | None, typer.Option(help="Crawl this address instead of the source's own.")] = None,
    argument: Annotated[list[str], typer.Option("-a", help="NAME=VALUE, as for `scrapy crawl`.")] = [],  # noqa: B006
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the events as JSON lines; store nothing.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the crawl's log.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Crawl a source now. The exit status is 0 if the crawl harvested events, 1 if it failed."""
    adopt(data_dir)
    arguments = dict(pair(text) for text in argument)
    if base_url:
        arguments["base_url"] = base_url
    if dry_run and source_id is None and _is_spider(name) and meant(_sources(), name) is None:
        raise typer.Exit(_dry(name, None, arguments, verbose=verbose))
    spider, source = _resolved(name, source_id)
    arguments = {**_address(source), **arguments}
    if dry_run:
        raise typer.Exit(_dry(spider, source, arguments, verbose=verbose))
    if verbose:
        logging.basicConfig(level=settings().log_level)
    order = CrawlOrder(
        run_id=str(uuid.uuid4()),
        spider=spider,
        source_id=source,
        arguments=arguments,
        deadline=timedelta(seconds=settings().crawl_deadline_s),
    )
    run = crawl_with_progress(order)
    if run is None:
        typer.echo(
            "The crawl didn't start: the source is being crawled already, or it doesn't exist. -v shows why.", err=True
        )
        raise typer.Exit(1)
    Console().print(runs_table([run]))
    compare_with_other_sources()
    raise typer.Exit(0 if run.status in GOOD else 1)


def crawl_with_progress(order: CrawlOrder) -> runs.Run | None:
    """Runs a crawl in this process with its counts on stderr. None if the source is being crawled already."""
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


def compare_with_other_sources() -> None:
    """Finds out which harvested events other sources list too, so that people see each once."""
    try:
        match_runs()
    except DATABASE_UNUSABLE as error:
        typer.echo(f"Couldn't compare the events with those of other sources: {str(error).splitlines()[0]}", err=True)


def _read(run_id: str) -> runs.Run | None:
    with transaction() as connection:
        return runs.read_run(connection, run_id)


def _dry(spider: str, source_id: int | None, arguments: dict[str, str], *, verbose: bool) -> int:
    from scrapers.catalog import spider_class

    command = [sys.executable, "-m", "scrapy", "crawl", spider, "-s", "STORE_EVENTS=False", "-O", "-:jsonl"]
    command += ["-s", f"LOG_LEVEL={settings().log_level if verbose else 'ERROR'}"]
    if source_id is not None:
        arguments["source_id"] = str(source_id)
    try:
        spider_class(spider)(**arguments)
    except ValueError as error:
        typer.echo(str(error), err=True)
        return 1
    for name, value in arguments.items():
        command += ["-a", f"{name}={value}"]
    return subprocess.run(command, check=False).returncode


def _resolved(name: str, source_id: int | None) -> tuple[str, int]:
    """The spider and the source's id. Without a database, a spider's file may still state its source."""
    if source_id is not None and _is_spider(name):
        return name, source_id
    known = _sources()
    source = meant(known, name)
    if source is not None and source_id in (None, source.id):
        return crawled(source).spider, source.id
    named = [one for one in known if one.spider == name and source_id in (None, one.id)]
    if len(named) == 1:
        return named[0].spider, named[0].id
    if named:
        listed = ", ".join(source.name for source in named)
        raise typer.BadParameter(f"spider {name} has several sources: name one of {listed}", param_hint="NAME")
    return name, _own_source(name, known)


def _address(source_id: int) -> dict[str, str]:
    """The address in the source's row, which may differ from the one in its spider's file."""
    found = next((one for one in _sources() if one.id == source_id), None)
    return {} if found is None else {"base_url": found.base_url}


def _own_source(spider: str, known: Sequence[SourceRecord]) -> int:
    from scrapers.catalog import spider_class, spider_names

    try:
        own = spider_class(spider).source_id
    except KeyError as error:
        names, others = [one.name for one in known], [*(one.title for one in known), *spider_names()]
        where = "`python -m app sources` lists the sources" if known else "Without a database, no source is known"
        why = unknown("source or spider", spider, names, f"{where}; `scrapy list` lists the spiders.", others)
        raise typer.BadParameter(why, param_hint="NAME") from error
    if own is None and spider_class(spider).base_url:
        own = _added(spider)
    if own is None:
        raise typer.BadParameter(f"spider {spider} has no source of its own: give one", param_hint="--source-id")
    return own


def _added(spider: str) -> int | None:
    """Adds the rows, and schedules, of spiders' files that are new since `python -m app up`. None without a usable
    database."""
    from app.cli.migrate import seed_sources

    database_url = settings().database_url
    if database_url is None:
        return None
    try:
        seed_sources(database_url)
    except DATABASE_UNUSABLE:
        return None
    return next((row.id for row in _sources() if row.name == spider), None)


def _is_spider(name: str) -> bool:
    from scrapers.catalog import spider_class

    try:
        spider_class(name)
    except KeyError:
        return False
    return True


def _sources() -> list[SourceRecord]:
    """Empty without a usable database; the crawl reports that."""
    try:
        with transaction() as connection:
            return sources.list_sources(connection)
    except DATABASE_UNUSABLE:
        return []


def pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name:
        raise typer.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="-a")
    return name, value
