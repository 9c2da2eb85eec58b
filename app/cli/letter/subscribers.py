"""`letter subscribers`: who gets the letter."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from app.cli.acting import ACTOR, opened, refuse
from app.cli.place import DataDir
from app.cli.show import AsJson, json_lines
from app.letter.mails import BadAddress, clean_address
from core.config import settings
from core.visible_text import visible
from storage.access import audit
from storage.letters import subscribers as stored
from storage.letters.subscribers import SubscriberState

AT_ONCE = 1000
Address = Annotated[str, typer.Argument(help="An email address.")]

subscribers = typer.Typer(no_args_is_help=True, help="Who gets the letter.")


@subscribers.command("list")
def list_all(
    state: Annotated[SubscriberState | None, typer.Option(help="Only these.")] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Show the subscribers, and how many there are in each state."""
    after = 0
    with opened(data_dir) as connection:
        counts = stored.counts(connection)
        while found := stored.list_subscribers(connection, state=state, after=after, limit=AT_ONCE):
            after = found[-1].id
            if as_json:
                json_lines(
                    {"address": one.address, "language": one.language, "state": one.state, "because": one.dead_because}
                    for one in found
                )
                continue
            for one in found:
                typer.echo(visible(f"{one.address}  {one.language}  {one.state}  {one.dead_because or ''}".rstrip()))
    typer.echo(", ".join(f"{number} {name}" for name, number in counts.items()), err=True)


@subscribers.command()
def add(
    address: Annotated[str, typer.Argument(help="An email address; - reads one a line from standard input.")],
    agreed: Annotated[
        bool,
        typer.Option("--agreed", help="They agreed elsewhere; send them no confirmation mail."),
    ] = False,
    language: Annotated[str | None, typer.Option(help="en or es. Default: LANGUAGE.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check the addresses.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Add addresses. Without --agreed, each gets a mail that asks to confirm."""
    given = [line.strip() for line in sys.stdin if line.strip()] if address == "-" else [address]
    usable, bad = [], 0
    for one in given:
        try:
            usable.append(clean_address(one))
        except BadAddress:
            bad += 1
            typer.echo(visible(f"Not an address: {one}"), err=True)
    if not dry_run:
        with opened(data_dir) as connection:
            for one in usable:
                if agreed:
                    stored.add_confirmed(connection, one, language or settings().language)
                else:
                    stored.sign_up(connection, one, language or settings().language)
            audit.record(
                connection, actor=ACTOR, action="add subscribers", subject="letter", after={"count": len(usable)}
            )
    typer.echo(f"{'Would add' if dry_run else 'Added'} {len(usable)}; {bad} refused.")
    if bad:
        raise typer.Exit(1)


@subscribers.command()
def remove(address: Address, data_dir: DataDir = None) -> None:
    """Delete an address, as its owner may ask."""
    with opened(data_dir) as connection:
        found = stored.find_address(connection, address)
        if found is None:
            refuse("This address is not on the list.")
        stored.remove(connection, found.id)
        audit.record(connection, actor=ACTOR, action="remove subscriber", subject=f"subscriber:{found.id}")
    typer.echo("Removed.")
