"""Stores the accounts of people who may log in, with their passwords already hashed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, func, select
from sqlalchemy.dialects.postgresql import insert

from storage.tables.access import accounts, sessions


class Scope(StrEnum):
    """What somebody may do; each scope includes those before it."""

    READ = "read"
    EDIT = "edit"
    ADMIN = "admin"

    def includes(self, other: Scope) -> bool:
        order = list(Scope)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A row of `accounts` without its secrets. `two_step`: whether a login also needs a code."""

    id: int
    name: str
    scope: Scope
    created_at: datetime
    last_login_at: datetime | None
    email: str | None
    two_step: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What checks a login. `totp_secret`: encrypted with the password; None without two-step login."""

    account: Account
    password_hash: str
    totp_secret: bytes | None


_TWO_STEP = accounts.c.totp_secret.is_not(None).label("two_step")
_NAMES = [column.name for column in fields(Account)]
_COLUMNS = [_TWO_STEP if name == "two_step" else accounts.c[name] for name in _NAMES]
_LOGIN = select(*[*_COLUMNS, accounts.c.password_hash, accounts.c.totp_secret])


def add_account(
    connection: Connection, *, name: str, password_hash: str, scope: Scope, email: str | None = None
) -> Account | None:
    """None if the name is taken."""
    row = connection.execute(
        insert(accounts)
        .values(name=name, password_hash=password_hash, scope=scope, email=email)
        .on_conflict_do_nothing()
        .returning(*_COLUMNS)
    ).one_or_none()
    return None if row is None else _account(row)


def list_accounts(connection: Connection) -> list[Account]:
    return [_account(row) for row in connection.execute(select(*_COLUMNS).order_by(accounts.c.name))]


def find_account(connection: Connection, account_id: int) -> Account | None:
    row = connection.execute(select(*_COLUMNS).where(accounts.c.id == account_id)).one_or_none()
    return None if row is None else _account(row)


def find_by_email(connection: Connection, email: str) -> Account | None:
    """The oldest account whose invitation went to this address, in any case."""
    found = select(*_COLUMNS).where(func.lower(accounts.c.email) == email.lower()).order_by(accounts.c.id).limit(1)
    row = connection.execute(found).one_or_none()
    return None if row is None else _account(row)


def is_last_admin(connection: Connection, account_id: int) -> bool:
    """Locks the administrators' accounts, so that two of them cannot remove each other at once."""
    admins = select(accounts.c.id).where(accounts.c.scope == Scope.ADMIN).order_by(accounts.c.id).with_for_update()
    return list(connection.execute(admins).scalars()) == [account_id]


def set_scope(connection: Connection, name: str, scope: Scope) -> bool:
    """Holds for open sessions, too. False if there is no such account."""
    return connection.execute(accounts.update().where(accounts.c.name == name).values(scope=scope)).rowcount > 0


def read_login(connection: Connection, name: str) -> Secrets | None:
    row = connection.execute(_LOGIN.where(accounts.c.name == name)).one_or_none()
    return None if row is None else _secrets(row)


def lock_login(connection: Connection, account_id: int) -> Secrets | None:
    """Locks the account until the transaction ends, so that its password and its two-step login change one after the
    other."""
    row = connection.execute(_LOGIN.where(accounts.c.id == account_id).with_for_update()).one_or_none()
    return None if row is None else _secrets(row)


def set_password(
    connection: Connection,
    name: str,
    password_hash: str,
    *,
    totp_secret: bytes | None = None,
    keep_session: int | None = None,
) -> bool:
    """Sets the password and ends the account's sessions, except one. Also ends two-step login, unless `totp_secret` is
    its secret, encrypted with the new password. False if there is no such account."""
    changed = connection.execute(
        accounts.update()
        .where(accounts.c.name == name)
        .values(password_hash=password_hash, totp_secret=totp_secret)
        .returning(accounts.c.id)
    ).scalar()
    if changed is None:
        return False
    ended = sessions.delete().where(sessions.c.account_id == changed, sessions.c.id.is_distinct_from(keep_session))
    connection.execute(ended)
    return True


def rehash(connection: Connection, account_id: int, password_hash: str) -> None:
    """Stores the same password hashed with today's parameters."""
    connection.execute(accounts.update().where(accounts.c.id == account_id).values(password_hash=password_hash))


def remove_account(connection: Connection, name: str) -> bool:
    """Also removes its sessions; its entries stay in the audit log. False if there is no such account."""
    return connection.execute(accounts.delete().where(accounts.c.name == name)).rowcount > 0


def _secrets(row: Row[Any]) -> Secrets:
    return Secrets(account=_account(row), password_hash=row.password_hash, totp_secret=row.totp_secret)


def _account(row: Row[tuple[object, ...]]) -> Account:
    values = {name: row._mapping[name] for name in _NAMES}
    return Account(**{**values, "scope": Scope(values["scope"])})
