"""Reads and saves the one row of `branding`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from storage.tables.base import NOW
from storage.tables.branding import branding


@dataclass(frozen=True, slots=True)
class SavedBranding:
    """`given`: the fields that are set, without the logo. `logo_type`: the logo's media type."""

    given: Mapping[str, Any]
    logo: bytes | None
    logo_type: str | None


def read(connection: Connection) -> SavedBranding | None:
    row = connection.execute(select(branding.c.given, branding.c.logo, branding.c.logo_type)).one_or_none()
    return None if row is None else SavedBranding(row.given, row.logo, row.logo_type)


def save(connection: Connection, saved: SavedBranding) -> None:
    values = {"given": dict(saved.given), "logo": saved.logo, "logo_type": saved.logo_type}
    added = insert(branding).values(id=1, **values)
    connection.execute(added.on_conflict_do_update(index_elements=[branding.c.id], set_={**values, "updated_at": NOW}))


def remove(connection: Connection) -> None:
    connection.execute(delete(branding))
