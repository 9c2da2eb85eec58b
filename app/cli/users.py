"""`users` and `keys`: who can log in to the back office, and which programs can use the API."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from app.cli.place import DataDir, adopt
from storage.access import accounts, audit, credentials
from storage.access import keys as key_rows
from storage.access.accounts import Scope
from storage.database.engine import DATABASE_UNUSABLE, transaction

ACTOR = "command line"
users = typer.Typer(no_args_is_help=True, help="Accounts that can log in to the back office.")
keys = typer.Typer(no_args_is_help=True, help="Keys for programs that use the API.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")]
Name = Annotated[str, typer.Argument(help="The account's name.")]
ScopeOption = Annotated[Scope, typer.Option(help="read: look; edit: run and change sources; admin: manage keys too.")]
FromStdin = Annotated[bool, typer.Option("--stdin", help="Read the password from the first line of standard input.")]


@users.command("add")
def add_user(name: Name, scope: ScopeOption = Scope.EDIT, stdin: FromStdin = False, data_dir: DataDir = None) -> None:
    """Add an account. Asks for its password."""
    name = name.lower()
    if not name.isprintable() or not 1 <= len(name) <= 200:
        raise typer.BadParameter("a name is one line of text", param_hint="NAME")
    hashed = _hashed_password(stdin)
    with _database(data_dir) as connection:
        added = accounts.add_account(connection, name=name, password_hash=hashed, scope=scope)
        if added is None:
            _refuse(f"account {name} already exists: `users password {name}` sets a new password")
        audit.record(
            connection, actor=ACTOR, action="add account", subject=f"account:{name}", after={"scope": scope.value}
        )
    typer.echo(f"added: {name}, {scope}")


@users.command("list")
def list_users(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List the accounts."""
    with _database(data_dir) as connection:
        rows = accounts.list_accounts(connection)
    _show(map(asdict, rows), ("name", "scope", "created_at", "last_login_at"), as_json)


@users.command("password")
def set_password(name: Name, stdin: FromStdin = False, data_dir: DataDir = None) -> None:
    """Set an account's password and log it out everywhere."""
    name = name.lower()
    hashed = _hashed_password(stdin)
    with _database(data_dir) as connection:
        if not accounts.set_password(connection, name, hashed):
            _refuse(f"there is no account {name}")
        audit.record(connection, actor=ACTOR, action="set password", subject=f"account:{name}")
    typer.echo(f"set; {name} must log in again")


@users.command("remove")
def remove_user(name: Name, data_dir: DataDir = None) -> None:
    """Remove an account and log it out everywhere. The keys it made stay: see `keys list`."""
    name = name.lower()
    with _database(data_dir) as connection:
        if not accounts.remove_account(connection, name):
            _refuse(f"there is no account {name}")
        audit.record(connection, actor=ACTOR, action="remove account", subject=f"account:{name}")
    typer.echo(f"removed: {name}")


@keys.command("add")
def add_key(
    label: Annotated[str, typer.Argument(help="What the key is for.")],
    scope: ScopeOption = Scope.READ,
    days: Annotated[
        int | None, typer.Option(min=1, max=3650, help="How many days it is valid. Default: until revoked.")
    ] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Make a key and print it once. Only its hash is stored."""
    if not label.isprintable() or not 1 <= len(label) <= 200:
        raise typer.BadParameter("a label is one line of text", param_hint="LABEL")
    key = credentials.new_key()
    with _database(data_dir) as connection:
        made = key_rows.add_key(
            connection,
            label=label,
            prefix=credentials.prefix(key),
            digest=credentials.digest(key),
            scope=scope,
            created_by=ACTOR,
            expires_at=None if days is None else datetime.now(UTC) + timedelta(days=days),
        )
        audit.record(
            connection,
            actor=ACTOR,
            action="make key",
            subject=f"key:{made.id}",
            after={"label": label, "scope": scope.value, "expires_at": made.expires_at},
        )
    if as_json:
        sys.stdout.write(json.dumps({**asdict(made), "key": key}, default=str) + "\n")
        return
    typer.echo(key)
    typer.echo(f"key {made.id}, {scope}: it is not shown again. Authorization: Bearer {made.prefix}…", err=True)


@keys.command("list")
def list_keys(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List the keys, including revoked ones."""
    with _database(data_dir) as connection:
        rows = key_rows.list_keys(connection)
    columns = ("id", "label", "prefix", "scope", "created_at", "created_by", "expires_at", "last_used_at", "revoked_at")
    _show(map(asdict, rows), columns, as_json)


@keys.command("revoke")
def revoke_key(
    key_id: Annotated[int, typer.Argument(min=1, max=2**31 - 1, help="The key's id, shown by `keys list`.")],
    data_dir: DataDir = None,
) -> None:
    """Revoke a key."""
    with _database(data_dir) as connection:
        if key_rows.revoke_key(connection, key_id) is None:
            _refuse(f"there is no key {key_id}")
        audit.record(connection, actor=ACTOR, action="revoke key", subject=f"key:{key_id}")
    typer.echo(f"revoked: {key_id}")


def _hashed_password(stdin: bool) -> str:
    """Hash the password from the terminal or stdin. It is never an argument: other users can see those, and shells save
    them."""
    given = (
        sys.stdin.readline().rstrip("\r\n")
        if stdin
        else typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    )
    try:
        return credentials.hash_password(given)
    except credentials.WeakPassword as error:
        _refuse(str(error))


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


def _show(rows: Iterable[dict[str, Any]], columns: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, default=str) + "\n")
        return
    table = Table(*columns)
    for row in rows:
        table.add_row(*(_cell(row[column]) for column in columns))
    Console().print(table)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value.astimezone():%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)


@contextmanager
def _database(data_dir: Any) -> Iterator[Connection]:
    adopt(data_dir)
    try:
        with transaction() as connection:
            yield connection
    except DATABASE_UNUSABLE as error:
        typer.echo(f"Couldn't reach the database: {str(error).splitlines()[0]}", err=True)
        typer.echo("`python -m app up` starts one; `python -m app doctor` shows what is wrong.", err=True)
        raise typer.Exit(1) from error
