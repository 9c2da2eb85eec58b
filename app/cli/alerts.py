"""`alerts`: who is alerted, and what was sent."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import time
from typing import Annotated

import typer

from app.alerts.channels import BadTarget, SendFailed, check_target, send
from app.alerts.letters import write_test
from app.cli.acting import ACTOR, opened, refuse
from app.cli.place import DataDir
from app.cli.show import AsJson, Limit, json_lines
from app.cli.sources.rows import found_source
from app.language.files import languages
from core.clock import shown
from core.config import settings
from core.visible_text import one_line, visible
from storage.access import audit
from storage.alerts import outbox
from storage.alerts.routes import Channel, Route, add_route, find_route, list_routes, mark_tested, remove_route
from storage.health.judge import Severity

RouteId = Annotated[int, typer.Argument(metavar="ROUTE", min=1, max=2**31 - 1, help="Its number, from `alerts list`.")]
LEVELS = {"warning": Severity.WARNING, "urgent": Severity.URGENT}

alerts = typer.Typer(no_args_is_help=True, help="Alerts about sources: who gets them, and what was sent.")


def _clock(given: str | None) -> time | None:
    try:
        return None if given is None else time.fromisoformat(given)
    except ValueError as error:
        raise typer.BadParameter("an hour such as 22:00") from error


@alerts.command("add")
def add(
    channel: Channel,
    target: Annotated[str, typer.Argument(help="An e-mail address, a webhook, or ntfy's server with the topic.")],
    person: Annotated[str, typer.Option(help="Whose it is.")] = "",
    source: Annotated[list[str] | None, typer.Option(help="Only this source, by id or name; may be repeated.")] = None,
    only_urgent: Annotated[bool, typer.Option(help="Only sources that bring nothing.")] = False,
    digest: Annotated[bool, typer.Option(help="Once a day, at 7:00, not at once.")] = False,
    quiet_from: Annotated[str | None, typer.Option(help="No messages from this hour of the town's zone.")] = None,
    quiet_until: Annotated[str | None, typer.Option(help="Until this hour.")] = None,
    language: Annotated[str | None, typer.Option(help="Of the messages: en, es; LANGUAGE by default.")] = None,
    secret: Annotated[bool, typer.Option(help="Read the key or token from standard input.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Add a route. `alerts test` tries it."""
    try:
        check_target(channel, target)
    except BadTarget as error:
        refuse(f"Can't use this address: {error}")
    if language is not None and language not in languages():
        refuse(f"There are no texts in {language}. There are: {', '.join(languages())}.")
    begins, ends = _clock(quiet_from), _clock(quiet_until)
    if (begins is None) != (ends is None):
        refuse("Quiet hours need both --quiet-from and --quiet-until.")
    route = Route(
        person=person,
        channel=channel,
        target=target,
        secret=sys.stdin.readline().strip() if secret else None,
        severity=LEVELS["urgent" if only_urgent else "warning"],
        digest=digest,
        quiet_from=begins,
        quiet_until=ends,
        language=language or settings().language,
    )
    with opened(data_dir) as connection:
        route = replace(route, sources=[found_source(connection, one).id for one in source or ()] or None)
        added = add_route(connection, route, created_by=ACTOR)
        subject = f"alert route:{added.id}"
        audit.record(connection, actor=ACTOR, action="add alert route", subject=subject, after={"to": added.masked})
    typer.echo(f"Added route {added.id}: {added.channel} {added.masked}")


@alerts.command("list")
def list_all(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Show the routes. Addresses are masked."""
    with opened(data_dir) as connection:
        found = list_routes(connection)
    if as_json:
        json_lines(_row(one) for one in found)
        return
    for one in found:
        shown = (str(one.id), one_line(one.person) or "–", one.channel, one.masked, *_wanted(one))
        typer.echo(visible("  ".join(shown)))


def _wanted(one: Route) -> Iterator[str]:
    """When it gets which troubles."""
    yield "daily" if one.digest else "at once"
    if one.severity >= Severity.URGENT:
        yield "only urgent"
    if one.sources is not None:
        yield f"sources {', '.join(map(str, one.sources)) or 'that are gone'}"
    if one.language != settings().language:
        yield f"in {one.language}"
    if one.quiet_from is not None:
        yield f"quiet {one.quiet_from:%H:%M}–{one.quiet_until:%H:%M}"


def _row(one: Route) -> dict[str, object]:
    hours = {name: None if at is None else f"{at:%H:%M}" for name, at in _hours(one)}
    return {**asdict(one), **hours, "target": one.masked, "secret": one.secret is not None}


def _hours(one: Route) -> tuple[tuple[str, time | None], ...]:
    return ("quiet_from", one.quiet_from), ("quiet_until", one.quiet_until)


@alerts.command()
def rm(route_id: RouteId, data_dir: DataDir = None) -> None:
    """Remove a route. What it has not sent yet is not sent."""
    with opened(data_dir) as connection:
        if not remove_route(connection, route_id):
            refuse(f"There is no route {route_id}.")
        audit.record(connection, actor=ACTOR, action="remove alert route", subject=f"alert route:{route_id}")
    typer.echo(f"Removed route {route_id}.")


@alerts.command("test")
def try_route(route_id: RouteId, data_dir: DataDir = None) -> None:
    """Send a test message now."""
    with opened(data_dir) as connection:
        route = find_route(connection, route_id)
    if route is None:
        refuse(f"There is no route {route_id}.")
    try:
        send(route, write_test(route.language))
    except SendFailed as error:
        refuse(f"Not sent: {error}")
    with opened(data_dir) as connection:
        mark_tested(connection, route_id)
    typer.echo(f"Sent to {route.masked}.")


@alerts.command()
def inbox(limit: Limit = 50, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Show what happened, the newest first, also without any route."""
    with opened(data_dir) as connection:
        found = outbox.list_messages(connection, limit=limit)
    if as_json:
        json_lines({**asdict(one), "at": one.at.isoformat()} for one in found)
        return
    for one in found:
        line = f"{shown(one.at)}  {one.kind}  {one_line(one.title)}: {one.state}"
        typer.echo(visible(f"{line}  {one_line(one.reason or '')}".rstrip()))


@alerts.command()
def log(limit: Limit = 50, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Show what was sent and what still waits, the newest first."""
    with opened(data_dir) as connection:
        found = outbox.list_deliveries(connection, limit=limit)
    if as_json:
        json_lines(
            {**asdict(one), "due_at": one.due_at.isoformat(), "sent_at": one.sent_at and one.sent_at.isoformat()}
            for one in found
        )
        return
    for one in found:
        state = f"sent {shown(one.sent_at)}" if one.sent_at else f"waits, {one.attempts} tries"
        typer.echo(f"message {one.message_id}  route {one.route_id}  {state}  {one.error or ''}".rstrip())
