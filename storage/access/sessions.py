"""Stores the logins of the page, by the hash of the browser's cookie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from storage.access.accounts import Scope
from storage.tables.access import accounts, sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A valid session with its account."""

    account_id: int
    name: str
    scope: Scope
    expires_at: datetime


def open_session(connection: Connection, *, digest: bytes, account_id: int, lasts: timedelta) -> datetime:
    """Starts a session, records the login, and deletes all expired sessions. Returns when the session expires."""
    connection.execute(sessions.delete().where(sessions.c.expires_at <= func.now()))
    connection.execute(accounts.update().where(accounts.c.id == account_id).values(last_login_at=func.now()))
    opened = sessions.insert().values(digest=digest, account_id=account_id, expires_at=func.now() + lasts)
    expires_at: datetime = connection.execute(opened.returning(sessions.c.expires_at)).scalar_one()
    return expires_at


def read_session(connection: Connection, digest: bytes) -> Session | None:
    row = connection.execute(
        select(sessions.c.account_id, accounts.c.name, accounts.c.scope, sessions.c.expires_at)
        .join(accounts)
        .where(sessions.c.digest == digest, sessions.c.expires_at > func.now())
    ).one_or_none()
    return None if row is None else Session(**{**row._mapping, "scope": Scope(row.scope)})


def close_session(connection: Connection, digest: bytes) -> None:
    connection.execute(sessions.delete().where(sessions.c.digest == digest))
