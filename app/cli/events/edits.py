"""`events edit`, `questions`, `hide`, and `unhide`: what people see instead of what sources say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from app.cli.acting import ACTOR, opened, refuse
from app.cli.events.arguments import check_place
from app.cli.place import DataDir
from app.cli.show import AsJson, Limit, json_lines
from app.edits import act
from app.edits.story import sentences
from core.clock import shown
from core.visible_text import visible
from storage.access import audit
from storage.edits import reads, story
from storage.edits.plan import EditRefused
from storage.events import hiding
from storage.merging.standing import find_shown
from storage.merging.turns import RowsBusy
from storage.series.reading import read_series

EventId = Annotated[
    int, typer.Argument(metavar="EVENT", min=1, max=2**63 - 1, help="The event's id, as in its page's address.")
]
Why = Annotated[str | None, typer.Option("--why", help="Why. People who ask later will read it.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be seen, and store nothing.")]
Status = Annotated[str | None, typer.Option(help="scheduled, cancelled, postponed, …")]
Start = Annotated[str | None, typer.Option("--start", "--starts-at", help="2026-12-05T20:00-05:00, or only the day.")]
End = Annotated[str | None, typer.Option("--end", "--ends-at", help="As --start; empty: no end.")]
Place = Annotated[
    str | None,
    typer.Option("--place", "--venue", help="A place of the town, by name. Another one needs --address."),
]
Address = Annotated[str | None, typer.Option(help="The address of --place; empty if it has none, as online.")]
PriceText = Annotated[str | None, typer.Option("--price", help='In words: "$10–$25", "Free".')]
TicketUrl = Annotated[str | None, typer.Option("--ticket-url", "--tickets")]
ImageUrl = Annotated[str | None, typer.Option("--image-url", "--picture")]
Featured = Annotated[bool | None, typer.Option("--feature/--no-feature", help="Put it first, or no longer.")]
Category = Annotated[
    list[str] | None, typer.Option(help="Of the town's list; repeat it. They replace the present ones.")
]
NAMES = {"start": "starts_at", "end": "ends_at", "place": "venue", "picture": "image_url", "tickets": "ticket_url"}
NAMES["category"] = "categories"
"""Other words for fields, by their names in the API."""
FIELD_OPTIONS = (
    *("title", "status", "start", "end", "place", "description", "price", "ticket_url", "url", "image_url"),
    *("organizer", "category", "featured"),
)


def edit(
    event_id: EventId,
    title: str | None = None,
    status: Status = None,
    start: Start = None,
    end: End = None,
    place: Place = None,
    address: Address = None,
    description: str | None = None,
    price: PriceText = None,
    ticket_url: TicketUrl = None,
    url: str | None = None,
    image_url: ImageUrl = None,
    organizer: str | None = None,
    featured: Featured = None,
    category: Category = None,
    undo: Annotated[
        list[str] | None, typer.Option("--undo", metavar="FIELD", help="Show again what the source says; repeat it.")
    ] = None,
    occurrence: Annotated[
        str | None, typer.Option(help="Only this time: its key, its start, or its day.", metavar="START")
    ] = None,
    why: Why = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Correct what people see of an event. An empty value removes the field.

    The correction stays through harvests, moves, and joins. If the source itself changes the field, it asks: see
    `events questions`.
    """
    fields = given_fields(locals())
    undone = [NAMES.get(field, field) for field in undo or ()]
    if not fields and not undone:
        refuse("Say what to correct, for example --title, or --undo title.")
    with acting(data_dir) as connection:
        check_place(connection, place, address)
        shown = find_shown(connection, event_id)
        for field in undone:
            shown = act.undo(connection, event_id, field, occurrence=occurrence, by=ACTOR, because=why)
        if fields:
            shown = act.edit(connection, event_id, fields, occurrence=occurrence, by=ACTOR, because=why)
        found = reads.read_fields(connection, shown)
        edits = reads.edits_of(connection, shown)
        alike = read_series(connection, shown)
        if dry_run:
            connection.rollback()
    assert found is not None
    if as_json:
        json_lines([{"event_id": shown, "dry_run": dry_run, "edits": [asdict(one) for one in edits]}])
        return
    typer.echo(f"Event {shown}{' would show' if dry_run else ' shows'}{_reach(found, occurrence)}:")
    if alike is not None and len(alike.events) > 1:
        typer.echo(
            f"  (one of {len(alike.events)} events of a series: the others don't change, see `events series {shown}`)"
        )
    touched = {*fields, *undone}
    of_event = {one.field for one in found.fields if one.key is None}
    for one in found.fields:
        is_meant = one.key is None or occurrence is not None or one.field not in of_event
        if one.edited or (is_meant and one.field in touched):
            typer.echo(visible(f"  {one.field}{_at(one.key)}: {_said(one.shown)} (the source: {_said(one.source)})"))


def questions(
    keep: Annotated[int | None, typer.Option(metavar="EDIT", min=1, help="The correction stays.")] = None,
    take: Annotated[int | None, typer.Option(metavar="EDIT", min=1, help="Show what the source says now.")] = None,
    why: Why = None,
    limit: Limit = 20,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Show corrections whose source says something else now. --keep and --take answer one."""
    with acting(data_dir) as connection:
        if keep is not None:
            act.keep(connection, keep, by=ACTOR)
        if take is not None:
            act.take(connection, take, by=ACTOR, because=why)
        found = reads.questions(connection, limit=limit)
    if keep is not None:
        typer.echo(f"Edit {keep} stays.")
    if take is not None:
        typer.echo(f"Edit {take} is withdrawn: people see what the source says.")
    if as_json:
        json_lines(asdict(one) for one in found)
    elif keep is None and take is None:
        _print_questions(found)


def history(event_id: EventId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Show what happened to an event: first seen, moved, merged, corrected, canceled, hidden; who did it, and why."""
    with acting(data_dir) as connection:
        found = story.read_story(connection, event_id)
    if found is None:
        refuse(f"There is no event {event_id}.")
    sayings = sentences(found)
    if as_json:
        json_lines({**asdict(one), "text": said} for one, said in sayings)
        return
    for one, said in sayings:
        typer.echo(visible(f"{shown(one.at)}  {said}"))


def hide(
    event_id: EventId,
    why: Annotated[str, typer.Option("--why", help="Why. People who ask later will read it.")],
    data_dir: DataDir = None,
) -> None:
    """Hide an event from the page, the API's lists, and the feeds. Crawls still update it."""
    with acting(data_dir) as connection:
        before = _visibility(connection, event_id)
        after = hiding.hide(connection, event_id, hidden_by=ACTOR, reason=why)
        _record(connection, "hide event", before, after)
    typer.echo(f"Event {event_id} is hidden.")


def unhide(event_id: EventId, data_dir: DataDir = None) -> None:
    """Show a hidden event again."""
    with acting(data_dir) as connection:
        before = _visibility(connection, event_id)
        _record(connection, "show event", before, hiding.show(connection, event_id))
    typer.echo(f"Event {event_id} is shown.")


@contextmanager
def acting(data_dir: Path | None) -> Iterator[Connection]:
    """A transaction. What can't be done is said in one line for each field, with exit code 2."""
    try:
        with opened(data_dir) as connection:
            yield connection
    except EditRefused as error:
        for each in error.refusals:
            typer.echo(visible(f"{each.field} {_said(each.value)}: {each.message}"), err=True)
        raise typer.Exit(2) from error
    except (LookupError, RowsBusy) as error:
        refuse(str(error))


def _visibility(connection: Connection, event_id: int) -> hiding.Visibility:
    found = hiding.read_visibility(connection, event_id)
    if found is None:
        raise LookupError(f"There is no event {event_id}.")
    return found


def _record(connection: Connection, action: str, before: hiding.Visibility, after: hiding.Visibility) -> None:
    subject = f"event:{after.event_id}"
    audit.record(connection, actor=ACTOR, action=action, subject=subject, before=asdict(before), after=asdict(after))


def _print_questions(found: Sequence[reads.Edit]) -> None:
    if not found:
        typer.echo("No source contradicts a correction.")
    for one in found:
        typer.echo(visible(f"edit {one.id}: {one.field}{_at(one.key)} of event {one.event_id}, {one.title}"))
        typer.echo(visible(f"  the source said: {_said(one.said)}"))
        typer.echo(visible(f"  {one.made_by} corrected it to: {_said(one.value)}"))
        typer.echo(visible(f"  {one.says_source} says now: {_said(one.says)}"))


def given_fields(options: Mapping[str, Any]) -> dict[str, Any]:
    """The fields by their names in the API, from a command's options. Options that weren't given are left out."""
    given = {NAMES.get(name, name): options.get(name) for name in FIELD_OPTIONS}
    if options.get("address") is not None:
        given["venue"] = {"name": options.get("place"), "address": options["address"]}
    return {field: _value(value) for field, value in given.items() if value is not None}


def _value(value: Any) -> Any:
    """On a command line, an empty text removes a field."""
    if isinstance(value, list):
        return [one for one in value if one]
    return None if value == "" else value


def _reach(found: reads.EventFields, occurrence: str | None) -> str:
    """Of an event with several times: whether one or all of them change."""
    times = sum(one.field == "starts_at" for one in found.fields)
    if times < 2:
        return ""
    if occurrence is None:
        return f", at all its {times} times (--occurrence START corrects only one)"
    return f", only at {occurrence}; its other {'time stays' if times == 2 else f'{times - 1} times stay'}"


def _at(key: str | None) -> str:
    return "" if key is None else f" at {key}"


def _said(value: Any) -> str:
    """A field's value on one line."""
    if value is None or value == []:
        return "nothing"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        named = [value.get("text"), value.get("name"), value.get("address")]
        return ", ".join(str(each) for each in named if each) or "nothing"
    return str(value)
