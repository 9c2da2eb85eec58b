"""Stores the logins of the page, by the hash of the browser's cookie."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from storage.access.accounts import Scope
from storage.tables.access import accounts, sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A valid session with its account."""

    id: int
    account_id: int
    name: str
    scope: Scope
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A valid session as its owner recognizes it. `device`: such as `Firefox, Windows`; `seen_at`: to the minute."""

    id: int
    account_id: int
    device: str | None
    address: str | None
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


_COLUMNS = [sessions.c[column.name] for column in fields(Login)]
_VALID = sessions.c.expires_at > func.now()


def open_session(
    connection: Connection,
    *,
    digest: bytes,
    account_id: int,
    lasts: timedelta,
    device: str | None = None,
    address: str | None = None,
) -> datetime:
    """Starts a session, records the login, and deletes all expired sessions. Returns when the session expires."""
    connection.execute(sessions.delete().where(~_VALID))
    connection.execute(accounts.update().where(accounts.c.id == account_id).values(last_login_at=func.now()))
    opened = sessions.insert().values(
        digest=digest, account_id=account_id, expires_at=func.now() + lasts, device=device, address=address
    )
    expires_at: datetime = connection.execute(opened.returning(sessions.c.expires_at)).scalar_one()
    return expires_at


def read_session(connection: Connection, digest: bytes) -> Session | None:
    """Records the use to the minute, so that most uses write nothing."""
    row = connection.execute(
        select(sessions.c.id, sessions.c.account_id, accounts.c.name, accounts.c.scope, sessions.c.expires_at)
        .join(accounts)
        .where(sessions.c.digest == digest, _VALID)
    ).one_or_none()
    if row is None:
        return None
    is_new_use = sessions.c.seen_at < func.now() - timedelta(minutes=1)
    connection.execute(sessions.update().where(sessions.c.id == row.id, is_new_use).values(seen_at=func.now()))
    return Session(**{**row._mapping, "scope": Scope(row.scope)})


def list_sessions(connection: Connection, account_id: int | None = None) -> list[Login]:
    """Those of one account or of all, the last used first."""
    found = select(*_COLUMNS).where(_VALID).order_by(sessions.c.seen_at.desc(), sessions.c.id.desc())
    if account_id is not None:
        found = found.where(sessions.c.account_id == account_id)
    return [Login(**row._mapping) for row in connection.execute(found)]


def close_session(connection: Connection, digest: bytes) -> None:
    connection.execute(sessions.delete().where(sessions.c.digest == digest))


def end_session(connection: Connection, account_id: int, session_id: int) -> bool:
    """False if this account has no such session."""
    ended = sessions.delete().where(sessions.c.id == session_id, sessions.c.account_id == account_id)
    return connection.execute(ended).rowcount > 0


def end_sessions(connection: Connection, account_id: int) -> int:
    """Returns how many there were."""
    return connection.execute(sessions.delete().where(sessions.c.account_id == account_id)).rowcount
