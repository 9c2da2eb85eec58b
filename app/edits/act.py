"""Corrects events as the API and the command line do it, and writes the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from app.edits.given import read_given
from storage.access import audit
from storage.edits import correct
from storage.edits.plan import EditRefused
from storage.edits.reads import timezone_of


def edit(
    connection: Connection,
    event_id: int,
    given: Mapping[str, Any],
    *,
    occurrence: str | None = None,
    by: str,
    because: str | None = None,
) -> int:
    """Sets fields of the event that people see; returns its id. Raises LookupError, EditRefused, and RowsBusy."""
    zone = timezone_of(connection, event_id)
    if zone is None:
        raise LookupError(f"There is no event {event_id}.")
    values, refusals = read_given(given, zone)
    if refusals:
        raise EditRefused(refusals)
    shown_id = correct.correct(connection, event_id, values, occurrence=occurrence, by=by, because=because)
    after = {"fields": dict(given), "occurrence": occurrence, "reason": because}
    audit.record(connection, actor=by, action="edit event", subject=f"event:{shown_id}", after=after)
    return shown_id


def undo(
    connection: Connection,
    event_id: int,
    field: str,
    *,
    occurrence: str | None = None,
    by: str,
    because: str | None = None,
) -> int:
    """People see again what the source says. Returns the shown event's id. Raises LookupError and RowsBusy."""
    shown_id = correct.undo(connection, event_id, field, occurrence=occurrence, by=by, because=because)
    after = {"field": field, "occurrence": occurrence, "reason": because}
    audit.record(connection, actor=by, action="undo edit", subject=f"event:{shown_id}", after=after)
    return shown_id


def keep(connection: Connection, edit_id: int, *, by: str) -> int:
    """Answers an edit's question: people keep seeing it. Returns its event's id. Raises LookupError."""
    event_id = correct.keep(connection, edit_id, by=by)
    audit.record(connection, actor=by, action="keep edit", subject=f"event:{event_id}", after={"edit": edit_id})
    return event_id


def take(connection: Connection, edit_id: int, *, by: str, because: str | None = None) -> int:
    """People see what the source says now. Returns the edit's event's id. Raises LookupError and RowsBusy."""
    event_id = correct.take(connection, edit_id, by=by, because=because)
    after = {"edit": edit_id, "reason": because}
    audit.record(connection, actor=by, action="take source's value", subject=f"event:{event_id}", after=after)
    return event_id
