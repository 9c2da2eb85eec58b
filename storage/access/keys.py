"""Stores the API keys of programs, by their hash."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, func, or_, select

from storage.access.accounts import Scope
from storage.tables.access import api_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A row of `api_keys` without its hash. `prefix`: how the key begins, so that its holder can recognize it."""

    id: int
    label: str
    prefix: str
    scope: Scope
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


_COLUMNS = [api_keys.c[column.name] for column in fields(ApiKey)]


def add_key(
    connection: Connection,
    *,
    label: str,
    prefix: str,
    digest: bytes,
    scope: Scope,
    created_by: str,
    expires_at: datetime | None = None,
) -> ApiKey:
    """`digest`: the SHA-256 of the whole key, which is not stored."""
    added = api_keys.insert().values(
        label=label, prefix=prefix, digest=digest, scope=scope, created_by=created_by, expires_at=expires_at
    )
    return _key(connection.execute(added.returning(*_COLUMNS)).one())


def list_keys(connection: Connection) -> list[ApiKey]:
    """The newest first, including revoked ones."""
    return [_key(row) for row in connection.execute(select(*_COLUMNS).order_by(api_keys.c.id.desc()))]


def use_key(connection: Connection, digest: bytes) -> ApiKey | None:
    """The valid key with this hash. Records its use to the minute, so that most uses write nothing."""
    is_current = or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > func.now())
    row = connection.execute(
        select(*_COLUMNS).where(api_keys.c.digest == digest, api_keys.c.revoked_at.is_(None), is_current)
    ).one_or_none()
    if row is None:
        return None
    a_minute_ago = func.now() - timedelta(minutes=1)
    is_new_use = or_(api_keys.c.last_used_at.is_(None), api_keys.c.last_used_at < a_minute_ago)
    connection.execute(api_keys.update().where(api_keys.c.id == row.id, is_new_use).values(last_used_at=func.now()))
    return _key(row)


def revoke_key(connection: Connection, key_id: int) -> ApiKey | None:
    """The revoked key; None if there is no such key. Revoking twice changes nothing."""
    revoked_at = func.coalesce(api_keys.c.revoked_at, func.now())
    row = connection.execute(
        api_keys.update().where(api_keys.c.id == key_id).values(revoked_at=revoked_at).returning(*_COLUMNS)
    ).one_or_none()
    return None if row is None else _key(row)


def _key(row: Row[tuple[object, ...]]) -> ApiKey:
    return ApiKey(**{**row._mapping, "scope": Scope(row._mapping["scope"])})
