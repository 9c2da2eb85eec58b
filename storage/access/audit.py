"""Records who did what to what, with the state before and after."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text

from storage.tables.access import api_keys, audit_log
from storage.tables.alerts import alert_routes
from storage.tables.events import events
from storage.tables.places import places
from storage.tables.sources import sources

NAMES = {
    "alert route": (alert_routes.c.id, alert_routes.c.person),
    "event": (events.c.id, events.c.title),
    "key": (api_keys.c.id, api_keys.c.label),
    "source": (sources.c.id, sources.c.title),
    "venue": (places.c.id, func.coalesce(places.c.name, places.c.address)),
}
"""The kinds of subjects that have a number, with the columns of the number and the name."""
LARGEST_NUMBER = 18
"""In digits, of those that fit the columns."""


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
) -> int:
    """Call it in the transaction of the act, so that one never happens without the other. Must contain no secrets.
    Returns the entry's id."""
    added = connection.execute(
        audit_log.insert()
        .values(actor=actor, action=action, subject=subject, before=_as_json(before), after=_as_json(after))
        .returning(audit_log.c.id)
    )
    return int(added.scalar_one())


def find_entry(connection: Connection, entry_id: int) -> AuditEntry | None:
    row = connection.execute(select(audit_log).where(audit_log.c.id == entry_id)).one_or_none()
    return None if row is None else AuditEntry(**row._mapping)


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


def names_of(connection: Connection, subjects: Collection[str]) -> dict[str, str]:
    """The present names of those that still exist, by subject."""
    found: dict[str, str] = {}
    for kind, (number, name) in NAMES.items():
        parts = (subject.partition(":") for subject in subjects)
        ids = [int(one) for of, _, one in parts if of == kind and one.isdecimal() and len(one) <= LARGEST_NUMBER]
        rows = connection.execute(select(number, name).where(number.in_(ids), name.is_not(None))) if ids else ()
        found |= {f"{kind}:{row[0]}": row[1] for row in rows}
    return found


def read_of_events(connection: Connection, event_ids: Collection[int], limit: int) -> list[AuditEntry]:
    """What was done to these events: as the subject, or as one of the `others` of another event. The newest first."""
    found = (
        select(audit_log)
        .where(
            or_(
                audit_log.c.subject.in_([f"event:{one}" for one in event_ids]),
                text("after -> 'others' @> ANY (cast(:others AS jsonb[]))").bindparams(
                    bindparam("others", [str(one) for one in event_ids], ARRAY(Text))
                ),
            )
        )
        .order_by(audit_log.c.id.desc())
        .limit(limit)
    )
    return [AuditEntry(**row._mapping) for row in connection.execute(found)]


def _as_json(value: Any) -> Any:
    """The value with moments and other types that JSON lacks as text."""
    return json.loads(json.dumps(value, default=str))
