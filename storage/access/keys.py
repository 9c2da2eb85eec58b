"""Keys of programs, known by the hash of what they show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, text

from storage.access.accounts import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A row of `api_keys` without its hash. `prefix`: the beginning of the key, by which its holder knows it again."""

    id: int
    label: str
    prefix: str
    scope: Scope
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


_COLUMNS = "id, label, prefix, scope, created_at, created_by, expires_at, last_used_at, revoked_at"


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
    """`digest`: the SHA-256 of the whole key, which is kept nowhere."""
    row = connection.execute(
        text(f"""INSERT INTO api_keys (label, prefix, digest, scope, created_by, expires_at)
                 VALUES (:label, :prefix, :digest, :scope, :created_by, :expires_at) RETURNING {_COLUMNS}"""),
        {
            "label": label,
            "prefix": prefix,
            "digest": digest,
            "scope": scope.value,
            "created_by": created_by,
            "expires_at": expires_at,
        },
    ).one()
    return _key(row)


def list_keys(connection: Connection) -> list[ApiKey]:
    """The newest first, revoked ones too."""
    return [_key(row) for row in connection.execute(text(f"SELECT {_COLUMNS} FROM api_keys ORDER BY id DESC"))]


def use_key(connection: Connection, digest: bytes) -> ApiKey | None:
    """The valid key of this hash; notes its use, to the minute, so that most uses write nothing."""
    row = connection.execute(
        text(f"""SELECT {_COLUMNS} FROM api_keys
                  WHERE digest = :digest AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())"""),
        {"digest": digest},
    ).one_or_none()
    if row is None:
        return None
    connection.execute(
        text("""UPDATE api_keys SET last_used_at = now()
                 WHERE id = :id AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')"""),
        {"id": row.id},
    )
    return _key(row)


def revoke_key(connection: Connection, key_id: int) -> ApiKey | None:
    """The key as it is now; None when there is no such key. Revoking twice changes nothing."""
    row = connection.execute(
        text(f"""UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE id = :id RETURNING {_COLUMNS}"""),
        {"id": key_id},
    ).one_or_none()
    return None if row is None else _key(row)


def _key(row: Row[tuple[object, ...]]) -> ApiKey:
    return ApiKey(**{**row._mapping, "scope": Scope(row._mapping["scope"])})
