"""Stores invitations to make an account, by the hash of their link's token."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from storage.access.accounts import Scope
from storage.tables.access import invitations


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A row of `invitations` without its hash."""

    id: int
    email: str
    scope: Scope
    created_at: datetime
    created_by: str
    expires_at: datetime


_COLUMNS = [invitations.c[column.name] for column in fields(Invitation)]
_VALID = invitations.c.expires_at > func.now()


def add_invitation(
    connection: Connection, *, email: str, scope: Scope, digest: bytes, created_by: str, lasts: timedelta
) -> Invitation:
    """Replaces an earlier invitation of this address in any case. Deletes all expired ones."""
    is_same = func.lower(invitations.c.email) == email.lower()
    connection.execute(invitations.delete().where(or_(~_VALID, is_same)))
    values = {"scope": scope, "digest": digest, "created_by": created_by, "expires_at": func.now() + lasts}
    added = (
        insert(invitations)
        .values(email=email, **values)
        .on_conflict_do_update(index_elements=["email"], set_={**values, "created_at": func.now()})
    )
    return _invitation(connection.execute(added.returning(*_COLUMNS)).one())


def list_invitations(connection: Connection) -> list[Invitation]:
    """The valid ones, by address."""
    return [_invitation(row) for row in connection.execute(select(*_COLUMNS).where(_VALID).order_by("email"))]


def find_invitation(connection: Connection, digest: bytes) -> Invitation | None:
    row = connection.execute(select(*_COLUMNS).where(invitations.c.digest == digest, _VALID)).one_or_none()
    return None if row is None else _invitation(row)


def use_invitation(connection: Connection, digest: bytes) -> Invitation | None:
    """Deletes it, so that nobody else can use it."""
    used = invitations.delete().where(invitations.c.digest == digest, _VALID).returning(*_COLUMNS)
    row = connection.execute(used).one_or_none()
    return None if row is None else _invitation(row)


def withdraw_invitation(connection: Connection, invitation_id: int) -> Invitation | None:
    withdrawn = invitations.delete().where(invitations.c.id == invitation_id).returning(*_COLUMNS)
    row = connection.execute(withdrawn).one_or_none()
    return None if row is None else _invitation(row)


def withdraw_invitations(connection: Connection, created_by: str, scopes: Collection[Scope]) -> list[Invitation]:
    """Those to these roles that `created_by` made."""
    found = invitations.delete().where(invitations.c.created_by == created_by, invitations.c.scope.in_(scopes))
    return [_invitation(row) for row in connection.execute(found.returning(*_COLUMNS))]


def _invitation(row: Row[tuple[object, ...]]) -> Invitation:
    return Invitation(**{**row._mapping, "scope": Scope(row._mapping["scope"])})
