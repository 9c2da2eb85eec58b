"""Hides events from the public and shows them again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """Whether an event is hidden, since when, by whom, and why."""

    event_id: int
    title: str
    hidden_at: datetime | None
    hidden_by: str | None
    hidden_reason: str | None


_COLUMNS = "id AS event_id, title, hidden_at, hidden_by, hidden_reason"


def read_visibility(connection: Connection, event_id: int) -> Visibility | None:
    """Locks the row until the end of the transaction. None if there is no such event."""
    row = connection.execute(
        text(f"SELECT {_COLUMNS} FROM events WHERE id = :id FOR UPDATE"), {"id": event_id}
    ).one_or_none()
    return None if row is None else Visibility(**row._mapping)


def hide(connection: Connection, event_id: int, *, hidden_by: str, reason: str) -> Visibility:
    """Runs still update a hidden event."""
    row = connection.execute(
        text(f"""UPDATE events SET hidden_at = coalesce(hidden_at, now()), hidden_by = :hidden_by,
                                   hidden_reason = :reason WHERE id = :id RETURNING {_COLUMNS}"""),
        {"id": event_id, "hidden_by": hidden_by, "reason": reason},
    ).one()
    return Visibility(**row._mapping)


def show(connection: Connection, event_id: int) -> Visibility:
    row = connection.execute(
        text(f"""UPDATE events SET hidden_at = NULL, hidden_by = NULL, hidden_reason = NULL
                  WHERE id = :id RETURNING {_COLUMNS}"""),
        {"id": event_id},
    ).one()
    return Visibility(**row._mapping)


def list_hidden(connection: Connection, *, before: tuple[datetime, int] | None = None, limit: int) -> list[Visibility]:
    """The last hidden first; `before` continues where a page ended. Searches `event_search`, whose rows are narrow."""
    hidden_at, event_id = before or (None, None)
    rows = connection.execute(
        text("""SELECT e.id AS event_id, e.title, e.hidden_at, e.hidden_by, e.hidden_reason
                  FROM event_search x JOIN events e ON e.id = x.entry_id
                 WHERE x.hidden AND e.hidden_at IS NOT NULL
                   AND (cast(:at AS timestamptz) IS NULL OR (e.hidden_at, e.id) < (:at, cast(:id AS bigint)))
                 ORDER BY e.hidden_at DESC, e.id DESC LIMIT :limit"""),
        {"at": hidden_at, "id": event_id, "limit": limit},
    )
    return [Visibility(**row._mapping) for row in rows]


def hidden_among(connection: Connection, event_ids: Collection[int]) -> dict[int, Visibility]:
    """Those of the events that somebody hid, by id."""
    rows = connection.execute(
        text(f"SELECT {_COLUMNS} FROM events WHERE id = ANY (:ids) AND hidden_at IS NOT NULL ORDER BY id"),
        {"ids": list(event_ids)},
    )
    return {row.event_id: Visibility(**row._mapping) for row in rows}
