"""`events why`: shows from which words of its source each field of an event was read."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from app.cli.acting import opened, refuse
from app.cli.events.arguments import EventId
from app.cli.place import DataDir
from app.cli.show import AsJson, json_lines
from app.diagnosis.why import Explained, explain
from core.clock import shown
from core.config import settings
from core.visible_text import visible

LONGEST = 200


def why(
    event_id: EventId,
    field: Annotated[str | None, typer.Option(help="Only this field, such as title.")] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Show where each field comes from: source, run, address, place, and the source's own words."""
    with opened(data_dir) as connection:
        found = explain(connection, settings(), event_id)
    if found is None:
        refuse(f"There is no event {event_id}, or it is hidden.")
    chosen = [one for one in found if field in (None, one.field)]
    if not chosen:
        refuse(f"The event has no {field}. It has {', '.join(one.field for one in found)}.")
    if as_json:
        json_lines(
            {**asdict(one), "fetched_at": None if one.fetched_at is None else one.fetched_at.isoformat()}
            for one in chosen
        )
        return
    for one in chosen:
        _print(one)


def _print(one: Explained) -> None:
    console = Console(soft_wrap=True, highlight=False)
    console.print(Text(f"{one.field}: {visible(one.value[:LONGEST])}", style="bold"))
    origin = [one.source]
    if one.fetched_at is not None:
        origin += [f"run {one.run_id}", f"fetched {shown(one.fetched_at)}", one.address or ""]
    console.print(Text(visible("  " + ", ".join(origin))))
    if one.quote is None:
        console.print(Text(f"  place: {one.because}"))
        return
    console.print(Text(visible(f"  place: {one.quote.place}")))
    console.print(
        Text("  …")
        .append(visible(one.quote.before))
        .append(visible(one.quote.words), style="reverse")
        .append(visible(one.quote.after) + "…")
    )
