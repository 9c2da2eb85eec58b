"""Changes what a person may do, and removes a person, together with the open invitations that the person may no longer
make."""

from __future__ import annotations

from sqlalchemy import Connection

from storage.access import accounts, audit, invitations
from storage.access.accounts import Account, Scope


class LastAdmin(Exception):
    """Then nobody could invite people or change roles."""


def change_role(connection: Connection, person: Account, scope: Scope, *, by: str, force: bool = False) -> None:
    """Withdraws the person's invitations to higher roles. Raises LastAdmin, unless `force`."""
    if scope is not Scope.ADMIN:
        _keep_an_admin(connection, person, force)
    accounts.set_scope(connection, person.name, scope)
    audit.record(
        connection,
        actor=by,
        action="change role",
        subject=f"account:{person.name}",
        before={"scope": person.scope},
        after={"scope": scope},
    )
    _withdraw(connection, person, [one for one in Scope if not scope.includes(one)], by)


def remove_person(connection: Connection, person: Account, *, by: str, force: bool = False) -> None:
    """Withdraws the person's invitations. Raises LastAdmin, unless `force`."""
    _keep_an_admin(connection, person, force)
    accounts.remove_account(connection, person.name)
    audit.record(connection, actor=by, action="remove account", subject=f"account:{person.name}")
    _withdraw(connection, person, list(Scope), by)


def _keep_an_admin(connection: Connection, person: Account, force: bool) -> None:
    if accounts.is_last_admin(connection, person.id) and not force:
        raise LastAdmin(person.name)


def _withdraw(connection: Connection, person: Account, scopes: list[Scope], by: str) -> None:
    for one in invitations.withdraw_invitations(connection, f"account:{person.name}", scopes):
        audit.record(connection, actor=by, action="withdraw invitation", subject=f"invitation:{one.email}")
