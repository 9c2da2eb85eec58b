"""Corrects fields of an event, or of one of its times, and undoes that."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from storage.edits.fields import REPLACED
from storage.edits.plan import EditRefused, Given, Target, local, plan
from storage.merging.match import match_events, show
from storage.merging.people import together_with
from storage.merging.showings import read_gazetteer
from storage.merging.standing import find_shown
from storage.merging.turns import writing
from storage.places.link import link

REGROUPING = frozenset({"starts_at", "status"})
"""Fields that sources can disagree about. An edit settles that."""


def correct(
    connection: Connection,
    event_id: int,
    given: Mapping[str, Given],
    *,
    occurrence: str | None = None,
    by: str,
    because: str | None = None,
) -> int:
    """Sets fields of the event that people see, or of one of its times: by its key or start. Returns the event's id.

    Raises LookupError for an unknown event, EditRefused, and RowsBusy.
    """
    with writing(connection):
        target = _target(connection, event_id, occurrence)
        edits, refusals = plan(connection, target, given)
        if refusals:
            raise EditRefused(refusals)
        shown_id: int = target.event.id
        ids = [shown_id, *together_with(connection, shown_id)]
        for edit in edits:
            _withdraw(connection, ids, edit.field, edit.key, by, REPLACED)
            connection.execute(
                text("""INSERT INTO event_edits (event_id, occurrence_key, field, value, made_by, made_because)
                        VALUES (:id, :key, :field, cast(:value AS jsonb), :by, :because)"""),
                {
                    "id": shown_id,
                    "key": edit.key,
                    "field": edit.field,
                    "value": json.dumps(edit.values),
                    "by": by,
                    "because": because,
                },
            )
        if "venue" in given:
            link(connection)
        _show(connection, ids, {edit.field for edit in edits})
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
    """People see again what the source says of the field. Returns the shown event's id. Raises LookupError if there is
    no such edit, and RowsBusy."""
    with writing(connection):
        target = _target(connection, event_id, occurrence)
        ids = [target.event.id, *together_with(connection, target.event.id)]
        single = target.single
        keys = [] if target.named is not None else [None]
        found = [
            edit_id
            for key in [*keys, *([] if single is None else [single.key])]
            for edit_id in _withdraw(connection, ids, field, key, by, because)
        ]
        if not found:
            raise LookupError(f"Nobody has corrected {field} of event {event_id}.")
        _show(connection, ids, {field})
    return int(target.event.id)


def revert(
    connection: Connection, event_ids: Sequence[int], made_at: datetime, *, by: str, because: str | None = None
) -> list[int]:
    """Undoes what one transaction corrected of these events, and brings back the edits that it replaced. What somebody
    corrected again since then stays. Returns the events that change. Raises RowsBusy."""
    with writing(connection):
        undone = connection.execute(
            text(_REVERT), {"ids": list(event_ids), "at": made_at, "by": by, "because": because}
        )
        fields: dict[int, set[str]] = {}
        for row in undone:
            fields.setdefault(row.event_id, set()).add(row.field)
        for event_id, own in fields.items():
            ids = [event_id, *together_with(connection, event_id)]
            connection.execute(text(_BRING_BACK), {"ids": ids, "fields": list(own), "at": made_at, "because": REPLACED})
            _show(connection, ids, own)
    return list(fields)


def keep(connection: Connection, edit_id: int, *, by: str) -> int:
    """People keep seeing the edit: from now on it is compared with what the source says now. Returns its event's id.
    Raises LookupError if the edit asks nothing."""
    kept = connection.execute(
        text("""UPDATE event_edits SET said = said || jsonb_build_object(cast(says_by AS text), says), says = NULL,
                       says_by = NULL, asked_at = NULL, kept_at = now(), kept_by = :by
                 WHERE id = :id AND asked_at IS NOT NULL AND withdrawn_at IS NULL RETURNING event_id"""),
        {"id": edit_id, "by": by},
    ).scalar_one_or_none()
    if kept is None:
        raise LookupError(f"Edit {edit_id} asks nothing.")
    return int(kept)


def take(connection: Connection, edit_id: int, *, by: str, because: str | None = None) -> int:
    """People see what the source says now. Returns the id of the edit's event. Raises LookupError if the edit is
    unknown or withdrawn, and RowsBusy."""
    with writing(connection):
        row = connection.execute(
            text("""UPDATE event_edits SET withdrawn_at = now(), withdrawn_by = :by,
                           withdrawn_because = coalesce(:because, 'took what the source says'), says = NULL,
                           says_by = NULL, asked_at = NULL
                     WHERE id = :id AND withdrawn_at IS NULL RETURNING event_id, field"""),
            {"id": edit_id, "by": by, "because": because},
        ).one_or_none()
        if row is None:
            raise LookupError(f"There is no edit {edit_id} that people see.")
        _show(connection, [row.event_id, *together_with(connection, row.event_id)], {row.field})
    return int(row.event_id)


def _show(connection: Connection, ids: Sequence[int], fields: set[str]) -> None:
    show(connection, read_gazetteer(connection), ids, by_person=True)
    if not fields.isdisjoint(REGROUPING):
        match_events(connection, ids)


def _withdraw(
    connection: Connection, ids: Sequence[int], field: str, key: str | None, by: str, because: str | None
) -> Sequence[int]:
    """Of the event, and of what it stands for."""
    found = connection.execute(
        text("""UPDATE event_edits d SET withdrawn_at = now(), withdrawn_by = :by, withdrawn_because = :because,
                       says = NULL, says_by = NULL, asked_at = NULL
                 WHERE d.event_id = ANY (:ids) AND d.field = :field AND d.withdrawn_at IS NULL
                   AND CASE WHEN cast(:key AS text) IS NULL THEN d.occurrence_key IS NULL
                            ELSE EXISTS (
                                SELECT FROM occurrences h LEFT JOIN occurrences m ON m.group_id = h.group_id
                                 WHERE h.event_id = :id AND coalesce(h.public_key, h.key) = :key
                                   AND (d.event_id, d.occurrence_key) IN (
                                        (h.event_id, coalesce(h.public_key, h.key)),
                                        (m.event_id, coalesce(m.public_key, m.key)))) END
             RETURNING d.id"""),
        {"ids": list(ids), "id": ids[0], "field": field, "key": key, "by": by, "because": because},
    )
    return found.scalars().all()


def _target(connection: Connection, event_id: int, occurrence: str | None) -> Target:
    shown_id = find_shown(connection, event_id)
    event = connection.execute(text(_EVENT), {"id": shown_id}).one_or_none()
    if event is None:
        raise LookupError(f"There is no event {event_id}.")
    times = connection.execute(text(_TIMES), {"id": shown_id}).all()
    named = None
    if occurrence is not None:
        named = _named(times, occurrence)
        if named is None:
            raise LookupError(f"Event {event_id} has no time {occurrence}.")
    return Target(event, times, named)


def _named(times: Sequence[Row[Any]], occurrence: str) -> Row[Any] | None:
    """By its key, its start (with or without offset: then it is local), or, if the day has only one, its day."""
    by_key = next((one for one in times if one.key == occurrence), None)
    if by_key is not None:
        return by_key
    try:
        moment = datetime.fromisoformat(occurrence)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        return next((one for one in times if one.starts_at == moment), None)
    if len(occurrence) <= len("2026-12-05"):
        of_day = [one for one in times if one.local_date == moment.date()]
        return of_day[0] if len(of_day) == 1 else None
    return next((one for one in times if local(one.starts_at, one).replace(tzinfo=None) == moment), None)


_REVERT = """
UPDATE event_edits SET withdrawn_at = now(), withdrawn_by = :by, withdrawn_because = :because, says = NULL,
       says_by = NULL, asked_at = NULL
 WHERE event_id = ANY (:ids) AND made_at = :at AND withdrawn_at IS NULL RETURNING event_id, field
"""

_BRING_BACK = """
UPDATE event_edits SET withdrawn_at = NULL, withdrawn_by = NULL, withdrawn_because = NULL
 WHERE event_id = ANY (:ids) AND field = ANY (:fields) AND withdrawn_at = :at AND withdrawn_because = :because
"""

_EVENT = "SELECT id, status FROM events WHERE id = :id FOR UPDATE"

_TIMES = """
SELECT o.id, coalesce(o.public_key, o.key) AS key, o.starts_at, o.ends_at, o.local_date, o.timezone, o.all_day,
       o.time_known, o.status AS own_status, o.title, o.url, o.description, o.venue_id
  FROM occurrences o JOIN events e ON e.id = o.event_id
 WHERE o.event_id = :id AND NOT o.covered AND (o.withdrawn_at IS NULL OR e.withdrawn_at IS NOT NULL)
 ORDER BY o.starts_at, o.id
"""
