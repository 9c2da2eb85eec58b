"""`users`: who can log in to the back office."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated

import typer
from sqlalchemy import Connection

from app.cli.access.rows import ScopeOption, show
from app.cli.acting import ACTOR, opened, refuse
from app.cli.naming import unknown
from app.cli.place import DataDir
from app.cli.show import AsJson
from app.letter.mails import BadAddress, clean_address
from app.people import roles
from app.people.invite import HasAccount, invite, send_invitation
from app.people.names import BadName, clean_name, find_login, is_taken
from core.config import settings
from storage.access import accounts, audit, credentials, second_factors, sessions
from storage.access.accounts import Account, Scope

users = typer.Typer(no_args_is_help=True, help="Accounts that can log in to the back office.")

Name = Annotated[str, typer.Argument(help="The account's name.")]
Force = Annotated[bool, typer.Option("--force", help="Even if no administrator is left.")]
LAST_ADMIN = "{} is the last administrator. Make somebody else an administrator first, or add --force."
FromStdin = Annotated[bool, typer.Option("--stdin", help="Read the password from the first line of standard input.")]


@users.command("add")
def add_user(name: Name, scope: ScopeOption = Scope.EDIT, stdin: FromStdin = False, data_dir: DataDir = None) -> None:
    """Add an account. Asks for its password."""
    try:
        name = clean_name(name)
    except BadName as error:
        raise typer.BadParameter(str(error), param_hint="NAME") from error
    hashed = _hashed_password(stdin)
    with opened(data_dir) as connection:
        taken = is_taken(connection, name)
        if taken or accounts.add_account(connection, name=name, password_hash=hashed, scope=scope) is None:
            refuse(f"account {name} already exists: `users password {name}` sets a new password")
        audit.record(
            connection, actor=ACTOR, action="add account", subject=f"account:{name}", after={"scope": scope.value}
        )
    typer.echo(f"added: {name}, {scope}")


@users.command("list")
def list_users(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List the accounts."""
    with opened(data_dir) as connection:
        rows = accounts.list_accounts(connection)
    show(map(asdict, rows), ("name", "scope", "email", "two_step", "created_at", "last_login_at"), as_json)


@users.command("password")
def set_password(name: Name, stdin: FromStdin = False, data_dir: DataDir = None) -> None:
    """Set an account's password, log it out everywhere, and turn off its two-step login."""
    hashed = _hashed_password(stdin)
    with opened(data_dir) as connection:
        name = _account(connection, name).name
        accounts.set_password(connection, name, hashed)
        audit.record(connection, actor=ACTOR, action="set password", subject=f"account:{name}")
    typer.echo(f"set; {name} must log in again, without a code")


@users.command("invite")
def invite_user(
    email: Annotated[str, typer.Argument(help="Where the invitation goes.")],
    scope: ScopeOption = Scope.EDIT,
    data_dir: DataDir = None,
) -> None:
    """Invite a person by mail, or print the link if no mail can be sent. It works once, within seven days."""
    try:
        address = clean_address(email)
    except BadAddress as error:
        raise typer.BadParameter("this is not an email address", param_hint="EMAIL") from error
    with opened(data_dir) as connection:
        try:
            made, path = invite(connection, address, scope, by=ACTOR)
        except HasAccount as error:
            refuse(str(error))
    link = (settings().public_url or f"http://127.0.0.1:{settings().api_port}").rstrip("/") + path
    trouble = send_invitation(made, link, settings().language)
    if trouble is None:
        typer.echo(f"invited: {address}, {scope}; the mail is on its way")
        return
    typer.echo(link)
    typer.echo(f"{trouble} Hand this link to {address}; it works once, within seven days.", err=True)


@users.command("role")
def change_role(
    name: Name,
    scope: Annotated[Scope, typer.Argument(help="What the account may do.")],
    force: Force = False,
    data_dir: DataDir = None,
) -> None:
    """Change what an account may do, also in its open sessions. Withdraws its invitations to higher roles."""
    with opened(data_dir) as connection:
        person = _account(connection, name)
        try:
            roles.change_role(connection, person, scope, by=ACTOR, force=force)
        except roles.LastAdmin:
            refuse(LAST_ADMIN.format(person.name))
    typer.echo(f"changed: {person.name}, {scope}")


@users.command("sessions")
def show_sessions(name: Name, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List where an account is logged in, the last used first."""
    with opened(data_dir) as connection:
        rows = sessions.list_sessions(connection, _account(connection, name).id)
    columns = ("id", "device", "address", "created_at", "seen_at", "expires_at")
    show(map(asdict, rows), columns, as_json)


@users.command("log-out")
def log_out(name: Name, data_dir: DataDir = None) -> None:
    """End all sessions of an account."""
    with opened(data_dir) as connection:
        account = _account(connection, name)
        ended = sessions.end_sessions(connection, account.id)
        audit.record(connection, actor=ACTOR, action="end sessions", subject=f"account:{account.name}")
    typer.echo(f"ended: {ended} of {account.name}")


@users.command("one-step")
def end_two_step(name: Name, data_dir: DataDir = None) -> None:
    """Turn off an account's two-step login, for a person who has lost the phone and the recovery codes."""
    with opened(data_dir) as connection:
        account = _account(connection, name)
        second_factors.remove(connection, account.id)
        audit.record(connection, actor=ACTOR, action="turn off two-step login", subject=f"account:{account.name}")
    typer.echo(f"off: {account.name} logs in with the password alone")


@users.command("remove")
def remove_user(name: Name, force: Force = False, data_dir: DataDir = None) -> None:
    """Remove an account, log it out, and withdraw its invitations. The keys it made stay: see `keys list`."""
    with opened(data_dir) as connection:
        person = _account(connection, name)
        try:
            roles.remove_person(connection, person, by=ACTOR, force=force)
        except roles.LastAdmin:
            refuse(LAST_ADMIN.format(person.name))
    typer.echo(f"removed: {person.name}")


def _account(connection: Connection, name: str) -> Account:
    found = find_login(connection, name)
    if found is None:
        names = [one.name for one in accounts.list_accounts(connection)]
        refuse(unknown("account", name.lower(), names, "`python -m app users list` lists them."))
    return found.account


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
        refuse(str(error))
