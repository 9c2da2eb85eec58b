"""`replay`: shows what today's code reads in a source's kept answers, compared with what is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from app.cli.acting import ACTOR, opened, refuse
from app.cli.captures.commands import start_of
from app.cli.crawl import compare_with_other_sources, pair
from app.cli.place import DataDir
from app.cli.show import AsJson, json_lines
from app.cli.sources.rows import SourceId, found_source
from core.clock import shown
from core.visible_text import visible
from scrapers.launch import DeadlineExceeded
from scrapers.replay.replaying import HarvestedMeanwhile, NothingKept, Outcome
from scrapers.replay.replaying import replay as replay_source
from storage.access import audit
from storage.database.engine import DATABASE_UNUSABLE, transaction
from storage.places.link import link
from storage.replays.differences import Difference, FieldChange, Kind
from storage.runs.ledger import SourceBusy
from storage.sources.records import SourceRecord

LONGEST = 100
MOST_CHANGES = 12
"""Of one event, without --json."""
MOST_PROBLEMS, MOST_MISSING = 3, 12
MARKS = {Kind.NEW: "+", Kind.CHANGED: "~", Kind.GONE: "-"}


def replay(
    source: SourceId,
    since: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Also replay each harvest that brought new answers on this day (in TIMEZONE) or later, for events "
            "that are over.",
        ),
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Store what differs, as a run.")] = False,
    argument: Annotated[list[str], typer.Option("-a", help="NAME=VALUE, as the harvests had it.")] = [],  # noqa: B006
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="The most events to show, without --json.")] = 100,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Read the kept answers of a source with today's code, without the network, and show what would differ.

    Compares with what is stored: events that are new, changed, or gone, field by field. The crawl takes the time of the
    last harvest as the present. Nothing is stored without --apply.

    The exit status is 1 if something can't be replayed: an answer that is not kept, or a crawl that fails.
    """
    row = _source(source, data_dir)
    arguments = dict(pair(text) for text in argument)
    outcome = _replayed(row, since=start_of(since), apply=apply, arguments=arguments)
    if outcome.applied:
        _after_writing(outcome)
    if as_json:
        json_lines(_rows(outcome))
    else:
        _print(outcome, limit, apply=apply)
    raise typer.Exit(0 if _whole(outcome) else 1)


def _source(name: str, data_dir: Any) -> SourceRecord:
    with opened(data_dir) as connection:
        return found_source(connection, name)


def _replayed(row: SourceRecord, **options: Any) -> Outcome:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(f"{row.name}: starting")

        def show(harvest: int, harvests: int, answered: int) -> None:
            which = f"harvest {harvest} of {harvests}, " if harvests > 1 else ""
            progress.update(bar, description=f"{row.name}: {which}{answered} answers read")

        try:
            return replay_source(row.id, progress=show, **options)
        except (NothingKept, HarvestedMeanwhile, SourceBusy, ValueError, DeadlineExceeded) as error:
            refuse(str(error))
        except KeyError as error:
            refuse(str(error.args[0]))
        except DATABASE_UNUSABLE as error:
            refuse(f"The database can't be used: {str(error).splitlines()[0]}")


def _after_writing(outcome: Outcome) -> None:
    with transaction() as connection:
        link(connection)
        subject = f"source:{outcome.source.id}"
        after = {"run": outcome.run.id, "differences": len(outcome.differences)}
        audit.record(connection, actor=ACTOR, action="replay", subject=subject, after=after)
    compare_with_other_sources()


def _whole(outcome: Outcome) -> bool:
    return not outcome.missing and not any(one["essential"] for one in outcome.run.errors)


def _rows(outcome: Outcome) -> Iterator[dict[str, Any]]:
    """A line for each event, and one for the replay."""
    for one in outcome.differences:
        yield asdict(one)
    yield {
        "kind": "replay",
        "source": outcome.source.name,
        "spider": outcome.spider,
        "as_of": outcome.as_of.isoformat(),
        "harvests": outcome.harvests,
        "answers": outcome.answers,
        "events": outcome.run.seen,
        **_counts(outcome),
        "run": outcome.run.id if outcome.applied else None,
        "status": outcome.run.status,
        "reason": outcome.run.reason,
        "withdrawn": outcome.run.withdrawn,
        "problems": list(outcome.problems),
        "missing": dict(outcome.missing),
    }


def _counts(outcome: Outcome) -> dict[str, int]:
    return {kind.value: sum(one.kind is kind for one in outcome.differences) for kind in Kind}


def _print(outcome: Outcome, limit: int, *, apply: bool) -> None:
    for one in outcome.differences[:limit]:
        _print_event(one)
    if len(outcome.differences) > limit:
        typer.echo(f"and {len(outcome.differences) - limit} more events; --limit or --json shows them")
    if outcome.differences:
        typer.echo()
    answers = "1 kept answer" if outcome.answers == 1 else f"{outcome.answers} kept answers"
    events = "1 event" if outcome.run.seen == 1 else f"{outcome.run.seen} events"
    typer.echo(f"{outcome.source.name}: {events} in {answers}, as of {shown(outcome.as_of)}.")
    if not outcome.differences:
        typer.echo("Nothing differs from what is stored.")
    else:
        counts = ", ".join(f"{count} {kind}" for kind, count in _counts(outcome).items() if count)
        typer.echo(f"{counts}{_fields(outcome)}")
        typer.echo(_written(outcome, apply=apply))
    _print_some([f"problem: {one}" for one in outcome.problems], MOST_PROBLEMS, "problems")
    missing = [f"can't be replayed: {address}: {why}" for address, why in outcome.missing.items()]
    _print_some(missing, MOST_MISSING, "addresses that can't be replayed")


def _print_some(lines: Sequence[str], most: int, what: str) -> None:
    for line in lines[:most]:
        typer.echo(visible(line), err=True)
    if len(lines) > most:
        typer.echo(f"and {len(lines) - most} more {what}; --json has all", err=True)


def _fields(outcome: Outcome) -> str:
    """How many events changed in which field."""
    changed = [one for one in outcome.differences if one.kind is Kind.CHANGED]
    counts = Counter(name for one in changed for name in {change.field for change in one.changes})
    return f" ({', '.join(f'{name} {count}' for name, count in counts.most_common())})" if counts else ""


def _written(outcome: Outcome, *, apply: bool) -> str:
    run = outcome.run
    judged = f"{run.status}{f': {run.reason}' if run.reason else ''}"
    written = f"Stored as run {run.id}, {judged}." if apply else f"--apply would store it as a run, {judged}."
    if not any(one.kind is Kind.GONE for one in outcome.differences):
        return written
    if outcome.as_fresh and run.withdrawn:
        return f"{written} {run.withdrawn} events {'were' if apply else 'would be'} withdrawn."
    return f"{written} What is gone stays until a harvest misses it, too."


def _print_event(one: Difference) -> None:
    where = ", ".join(filter(None, (one.starts_at, f"event {one.event_id}" if one.event_id is not None else "")))
    typer.echo(visible(f"{MARKS[one.kind]} {one.title} ({where or one.uid})"))
    for change in one.changes[:MOST_CHANGES]:
        typer.echo(visible(f"    {_said(change, one.kind)}"))
    if len(one.changes) > MOST_CHANGES:
        typer.echo(f"    and {len(one.changes) - MOST_CHANGES} more")


def _said(change: FieldChange, kind: Kind) -> str:
    name = change.field if change.showing is None else f"{change.showing} {change.field}"
    if kind is Kind.NEW:
        return f"{name}: {_value(change.new)}"
    return f"{name}: {_value(change.old)} → {_value(change.new)}"


def _value(value: Any) -> str:
    if value is None:
        return "–"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
