"""Records who did what to what, with the state before and after."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from storage.tables.access import audit_log


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """A row of `audit_log`. `actor`: `account:ada`, `key:12 (nightly export)`, `API_KEY`, `command line`."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    before: Any
    after: Any


def record(
    connection: Connection, *, actor: str, action: str, subject: str, before: Any = None, after: Any = None
) -> None:
    """Call it in the transaction of the act, so that one never happens without the other. Must contain no secrets."""
    connection.execute(
        audit_log.insert().values(
            actor=actor, action=action, subject=subject, before=_as_json(before), after=_as_json(after)
        )
    )


def read_log(
    connection: Connection, *, before_id: int | None = None, subject: str | None = None, limit: int = 50
) -> list[AuditEntry]:
    """The newest first; `before_id` continues where a page ended."""
    found = select(audit_log).order_by(audit_log.c.id.desc()).limit(limit)
    if before_id is not None:
        found = found.where(audit_log.c.id < before_id)
    if subject is not None:
        found = found.where(audit_log.c.subject == subject)
    return [AuditEntry(**row._mapping) for row in connection.execute(found)]


def _as_json(value: Any) -> Any:
    """The value with moments and other types that JSON lacks as text."""
    return json.loads(json.dumps(value, default=str))
