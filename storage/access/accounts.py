"""The people who may log in. Passwords come hashed; what they are is not known here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, text


class Scope(StrEnum):
    """What somebody may do; each includes those before it."""

    READ = "read"
    EDIT = "edit"
    ADMIN = "admin"

    def includes(self, other: Scope) -> bool:
        order = list(Scope)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A row of `accounts` without its password."""

    id: int
    name: str
    scope: Scope
    created_at: datetime
    last_login_at: datetime | None


_COLUMNS = "id, name, scope, created_at, last_login_at"


def add_account(connection: Connection, *, name: str, password_hash: str, scope: Scope) -> Account | None:
    """None when the name is taken."""
    row = connection.execute(
        text(f"""INSERT INTO accounts (name, password_hash, scope) VALUES (:name, :password_hash, :scope)
                 ON CONFLICT (name) DO NOTHING RETURNING {_COLUMNS}"""),
        {"name": name, "password_hash": password_hash, "scope": scope.value},
    ).one_or_none()
    return None if row is None else Account(**{**row._mapping, "scope": Scope(row.scope)})


def list_accounts(connection: Connection) -> list[Account]:
    rows = connection.execute(text(f"SELECT {_COLUMNS} FROM accounts ORDER BY name"))
    return [Account(**{**row._mapping, "scope": Scope(row.scope)}) for row in rows]


def read_login(connection: Connection, name: str) -> tuple[Account, str] | None:
    """The account and its password's hash."""
    row = connection.execute(
        text(f"SELECT {_COLUMNS}, password_hash FROM accounts WHERE name = :name"), {"name": name}
    ).one_or_none()
    if row is None:
        return None
    told = dict(row._mapping)
    password_hash = told.pop("password_hash")
    return Account(**{**told, "scope": Scope(row.scope)}), password_hash


def set_password(connection: Connection, name: str, password_hash: str) -> bool:
    """Set the password and end the account's sessions; False when there is no such account."""
    changed = connection.execute(
        text("UPDATE accounts SET password_hash = :password_hash WHERE name = :name RETURNING id"),
        {"name": name, "password_hash": password_hash},
    ).scalar()
    if changed is None:
        return False
    connection.execute(text("DELETE FROM sessions WHERE account_id = :id"), {"id": changed})
    return True


def rehash(connection: Connection, account_id: int, password_hash: str) -> None:
    """The same password, hashed by today's parameters."""
    connection.execute(
        text("UPDATE accounts SET password_hash = :password_hash WHERE id = :id"),
        {"id": account_id, "password_hash": password_hash},
    )


def remove_account(connection: Connection, name: str) -> bool:
    """Its sessions go with it; what it did stays in the audit log. False when there is no such account."""
    return connection.execute(text("DELETE FROM accounts WHERE name = :name"), {"name": name}).rowcount > 0
