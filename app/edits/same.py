"""Joins and splits events as the API and the command line do it, says what that changes, and writes the audit log."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from storage.access import audit
from storage.merging import people
from storage.series.effects import Companions, SeenEvent, companions, seen_after


def join(
    connection: Connection, event_id: int, other_id: int, *, by: str, because: str | None = None
) -> list[SeenEvent]:
    """Two events are one. Returns what people see then. Raises LookupError, NotPossible, and RowsBusy."""
    before = _before(connection, [event_id, other_id])
    people.join(connection, event_id, other_id, by=by, because=because)
    return _recorded(connection, "join events", event_id, [other_id], before, by, because)


def split(
    connection: Connection, event_id: int, other_id: int | None = None, *, by: str, because: str | None = None
) -> list[SeenEvent]:
    """The event isn't the other one, or none of those that it is joined with. Returns what people see then. Raises
    LookupError, NotPossible, and RowsBusy."""
    before = _before(connection, [event_id] if other_id is None else [event_id, other_id])
    others = people.split(connection, event_id, other_id, by=by, because=because)
    return _recorded(connection, "split events", event_id, others, before, by, because)


def _before(connection: Connection, event_ids: Sequence[int]) -> Companions:
    together: Collection[int] = {
        *event_ids,
        *(other for one in event_ids for other in people.together_with(connection, one)),
    }
    return companions(connection, sorted(together))


def _recorded(
    connection: Connection,
    action: str,
    event_id: int,
    others: Sequence[int],
    before: Companions,
    by: str,
    because: str | None,
) -> list[SeenEvent]:
    seen = seen_after(connection, before)
    series = [
        {"event_id": one.event_id, "left": one.left, "entered": one.entered} for one in seen if one.left or one.entered
    ]
    after = {"others": list(others), "reason": because, **({"series": series} if series else {})}
    audit.record(connection, actor=by, action=action, subject=f"event:{event_id}", after=after)
    return seen
