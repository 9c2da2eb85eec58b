"""Routes for reading the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from app.api.access.auth import Admin
from app.api.http.fields import BigId, Line
from storage.access import audit
from storage.database.engine import transaction

router = APIRouter(prefix="/api/audit", tags=["audit"])


class Entry(BaseModel):
    """`actor` did `action` to `subject`. `name`: the present name of a source, an event, a venue, a key, or an alert
    that still exists. `before` and `after`: the subject's state."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    at: datetime
    actor: str = Field(examples=["account:ada"])
    action: str = Field(examples=["pause source"])
    subject: str = Field(examples=["source:1"])
    name: str | None = Field(default=None, examples=["Van Wezel Performing Arts Hall"])
    before: Any
    after: Any


class Log(BaseModel):
    """`next`: pass it as `before` to get the next page; null on the last page."""

    entries: list[Entry]
    next: int | None


@router.get("")
def read_log(
    _actor: Admin,
    before: Annotated[BigId | None, Query(description="Only entries older than the one with this id.")] = None,
    subject: Annotated[
        Line | None, Query(description="Only entries about this subject.", examples=["source:1"])
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Log:
    """Lists who did what, the newest first."""
    with transaction() as connection:
        found = audit.read_log(connection, before_id=before, subject=subject, limit=limit + 1)
        names = audit.names_of(connection, {entry.subject for entry in found})
    entries = [
        Entry.model_validate(entry).model_copy(update={"name": names.get(entry.subject)}) for entry in found[:limit]
    ]
    return Log(entries=entries, next=entries[-1].id if len(found) > limit else None)
