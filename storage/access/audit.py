"""The audit log: who did what to what, and how that was before and after."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text


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
    """In the transaction of the act itself, so that neither is without the other. No secrets in `before`, `after`."""
    connection.execute(
        text("""INSERT INTO audit_log (actor, action, subject, before, after)
                VALUES (:actor, :action, :subject, cast(:before AS jsonb), cast(:after AS jsonb))"""),
        {
            "actor": actor,
            "action": action,
            "subject": subject,
            "before": None if before is None else json.dumps(before, default=str),
            "after": None if after is None else json.dumps(after, default=str),
        },
    )


def read_log(
    connection: Connection, *, before_id: int | None = None, subject: str | None = None, limit: int = 50
) -> list[AuditEntry]:
    """The newest first; `before_id` goes on where a page ended."""
    rows = connection.execute(
        text("""SELECT id, at, actor, action, subject, before, after FROM audit_log
                 WHERE (cast(:before_id AS bigint) IS NULL OR id < :before_id)
                   AND (cast(:subject AS text) IS NULL OR subject = :subject)
                 ORDER BY id DESC LIMIT :limit"""),
        {"before_id": before_id, "subject": subject, "limit": limit},
    )
    return [AuditEntry(**row._mapping) for row in rows]
