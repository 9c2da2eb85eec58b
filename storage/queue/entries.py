"""Adds, lists, and decides what waits for an editor."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, text

WAITING = "approval"
"""In `events.hidden_by`, of an event that waits."""


class QueueKind(StrEnum):
    """submission: an event that somebody sent. tip: something is wrong with an event. approval: an event of a source
    whose new events wait for a person."""

    SUBMISSION = "submission"
    TIP = "tip"
    APPROVAL = "approval"


class QueueState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of `queue`. `title`, `source`: of the event that it is about, or that it became."""

    id: int
    kind: QueueKind
    event_id: int | None
    given: dict[str, Any]
    contact: str | None
    at: datetime
    state: QueueState
    decided_at: datetime | None
    decided_by: str | None
    decided_because: str | None
    title: str | None
    source: str | None


def add_entry(
    connection: Connection,
    kind: QueueKind,
    given: Mapping[str, Any],
    *,
    contact: str | None,
    event_id: int | None = None,
) -> int:
    """Returns the entry's id."""
    added: int = connection.execute(
        text("""INSERT INTO queue (kind, event_id, given, contact)
                VALUES (:kind, :event_id, cast(:given AS jsonb), :contact) RETURNING id"""),
        {"kind": kind.value, "event_id": event_id, "given": json.dumps(given), "contact": contact},
    ).scalar_one()
    return added


def list_entries(
    connection: Connection,
    *,
    kind: QueueKind | None = None,
    state: QueueState | None = QueueState.OPEN,
    after: int = 0,
    limit: int,
) -> Sequence[Entry]:
    """The oldest first, beginning behind the id `after`."""
    rows = connection.execute(
        text(f"""{_ENTRIES} WHERE q.id > :after AND (cast(:kind AS text) IS NULL OR q.kind = :kind)
                    AND (cast(:state AS text) IS NULL OR q.state = :state) ORDER BY q.id LIMIT :limit"""),
        {"after": after, "kind": kind, "state": state, "limit": limit},
    )
    return [_entry(row) for row in rows.mappings()]


def find_entry(connection: Connection, entry_id: int) -> Entry | None:
    row = connection.execute(text(f"{_ENTRIES} WHERE q.id = :id"), {"id": entry_id}).mappings().one_or_none()
    return None if row is None else _entry(row)


def open_entry(connection: Connection, entry_id: int) -> Entry:
    """Locks the entry until the end of the transaction. Raises LookupError if it isn't open."""
    held = text("SELECT id FROM queue WHERE id = :id AND state = 'open' FOR UPDATE")
    if connection.execute(held, {"id": entry_id}).scalar_one_or_none() is None:
        raise LookupError(f"Nothing with the number {entry_id} waits.")
    found = find_entry(connection, entry_id)
    assert found is not None
    return found


def decide(
    connection: Connection,
    entry_id: int,
    state: QueueState,
    *,
    by: str,
    because: str | None,
    event_id: int | None = None,
) -> None:
    """`event_id`: what was made of a submission."""
    connection.execute(
        text("""UPDATE queue SET state = :state, decided_at = now(), decided_by = :by, decided_because = :because,
                       event_id = coalesce(:event_id, event_id) WHERE id = :id"""),
        {"id": entry_id, "state": state.value, "by": by, "because": because, "event_id": event_id},
    )


def let_wait(connection: Connection, source_id: int, event_ids: Sequence[int]) -> None:
    """Hides new events of a source whose events need approval, and queues them."""
    if event_ids:
        connection.execute(text(_LET_WAIT), {"source_id": source_id, "ids": list(event_ids), "by": WAITING})


def _entry(row: Mapping[Any, Any]) -> Entry:
    return Entry(**{**row, "kind": QueueKind(row["kind"]), "state": QueueState(row["state"])})


_ENTRIES = """
SELECT q.id, q.kind, q.event_id, q.given, q.contact, q.at, q.state, q.decided_at, q.decided_by, q.decided_because,
       e.title, s.title AS source
  FROM queue q LEFT JOIN events e ON e.id = q.event_id LEFT JOIN sources s ON s.id = e.source_id"""

_LET_WAIT = """
WITH waiting AS (
    UPDATE events e SET hidden_at = now(), hidden_by = :by, hidden_reason = 'waits for approval'
      FROM sources s
     WHERE e.id = ANY (:ids) AND s.id = :source_id AND s.rules @> '{"needs_approval": true}'
    RETURNING e.id)
INSERT INTO queue (kind, event_id, given) SELECT 'approval', id, '{}' FROM waiting ORDER BY id
"""
