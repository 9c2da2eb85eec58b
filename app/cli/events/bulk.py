"""`events bulk` and `bulk-undo`: one act on all events that a filter finds."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qs

import typer

from app.api.calendar.filters import from_now
from app.api.feeds.saved_filter import FILTERS, filter_of
from app.api.http.problems import Problem
from app.cli.acting import ACTOR, refuse
from app.cli.events.edits import acting
from app.cli.known_filter import with_known
from app.cli.place import DataDir
from app.edits import bulk as bulk_acts
from app.edits.bulk import BulkAct, BulkRefused
from core.visible_text import visible
from storage.search.filters import EventFilter

SAMPLE = 20


def bulk(
    act: BulkAct,
    wanted: Annotated[
        str,
        typer.Option("--filter", metavar="QUERY", help='As in an address: "q=jazz&source=hall&from=2026-12-01".'),
    ],
    why: Annotated[str | None, typer.Option("--why", help="Why; needed with --expected. People read it later.")] = None,
    category: Annotated[list[str] | None, typer.Option(help="For `categories`: of the town's list; repeat it.")] = None,
    expected: Annotated[
        int | None, typer.Option(min=0, help="Do it, if the filter finds as many events. Without it: only count.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count, also with --expected.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Hide, show, feature, unfeature, cancel, or categorize all upcoming events that a filter finds."""
    if expected is not None and not why:
        refuse("Say why with --why: people who ask later will read it.")
    expected = None if dry_run else expected
    try:
        asked = from_now(_filter(wanted))
        with acting(data_dir) as connection:
            asked = with_known(connection, asked)
            if expected is None:
                found = bulk_acts.find(connection, asked, act)
            else:
                found = bulk_acts.run(
                    connection, asked, act, expected=expected, categories=category or [], by=ACTOR, because=why or ""
                )
    except BulkRefused as error:
        refuse(str(error))
    if expected is not None:
        typer.echo(f"{act}: {found.count} events. To undo it: events bulk-undo {found.act_id}")
        return
    for event_id, title in list(found.titles.items())[:SAMPLE]:
        typer.echo(visible(f"{event_id}  {title}"))
    typer.echo(f"{found.count} events. To do it: the same with --expected {found.count}")


def bulk_undo(
    act_id: Annotated[int, typer.Argument(metavar="ACT", min=1, help="The number that `events bulk` gave.")],
    data_dir: DataDir = None,
) -> None:
    """Undo a bulk act, except for events that somebody changed again since."""
    try:
        with acting(data_dir) as connection:
            undone = bulk_acts.undo(connection, act_id, by=ACTOR)
    except BulkRefused as error:
        refuse(str(error))
    kept = f" {undone.kept} were changed again since, and stay so." if undone.kept else ""
    typer.echo(f"{undone.events} events are as before.{kept}")


def _filter(query: str) -> EventFilter:
    given = parse_qs(query)
    unknown = sorted(given.keys() - set(FILTERS))
    if unknown or not given:
        refuse(f"--filter {query}: it has {', '.join(FILTERS)}.")
    try:
        return filter_of({name: values if name == "category" else ",".join(values) for name, values in given.items()})
    except Problem as problem:
        reasons = [str(one.get("message")) for one in problem.more.get("errors", ())]
        refuse(f"--filter {query}: {' '.join(reasons) or problem.detail}")
