"""Log-ins of the page, known by the hash of what the browser's cookie holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from storage.access.accounts import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session that is valid now, with its account."""

    account_id: int
    name: str
    scope: Scope
    expires_at: datetime


def open_session(connection: Connection, *, digest: bytes, account_id: int, lasts: timedelta) -> datetime:
    """Begin a session, note the log-in, and forget everybody's sessions that are over. Returns its end."""
    connection.execute(text("DELETE FROM sessions WHERE expires_at <= now()"))
    connection.execute(text("UPDATE accounts SET last_login_at = now() WHERE id = :id"), {"id": account_id})
    expires_at: datetime = connection.execute(
        text("""INSERT INTO sessions (digest, account_id, expires_at) VALUES (:digest, :account_id, now() + :lasts)
                RETURNING expires_at"""),
        {"digest": digest, "account_id": account_id, "lasts": lasts},
    ).scalar_one()
    return expires_at


def read_session(connection: Connection, digest: bytes) -> Session | None:
    row = connection.execute(
        text("""SELECT s.account_id, a.name, a.scope, s.expires_at
                  FROM sessions s JOIN accounts a ON a.id = s.account_id
                 WHERE s.digest = :digest AND s.expires_at > now()"""),
        {"digest": digest},
    ).one_or_none()
    return None if row is None else Session(**{**row._mapping, "scope": Scope(row.scope)})


def close_session(connection: Connection, digest: bytes) -> None:
    connection.execute(text("DELETE FROM sessions WHERE digest = :digest"), {"digest": digest})
