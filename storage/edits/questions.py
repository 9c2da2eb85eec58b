"""Notices when a source changes a field that a person corrected, and asks people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, text

from storage.edits.apply import Applied
from storage.edits.fields import FIRST, Values, same

AGREES = "the source says the same now"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What people would see of a field without the edit, and the event that says it."""

    event_id: int
    values: Values


def hear(
    connection: Connection, applied: Sequence[Applied], speakers: Mapping[tuple[int, str], Spoken]
) -> frozenset[int]:
    """Compares what sources say with what they said when they were overruled. Asks about what changed, and withdraws
    edits that the source has caught up with: returns the events of these.

    speakers   by shown event and field, who would speak for it, where that may be another source's event.
    """
    rows = {row.id: row for row in connection.execute(text(_EDITS), {"ids": [one.edit_id for one in applied]})}
    agreeing = set()
    for one in applied:
        own = Spoken(one.event_id, one.source)
        spoken = own if one.occurrence_id is not None else speakers.get((one.event_id, one.field), own)
        if _hear(connection, rows[one.edit_id], spoken):
            agreeing |= {one.event_id, rows[one.edit_id].event_id}
    return frozenset(agreeing)


def _hear(connection: Connection, edit: Row[Any], spoken: Spoken) -> bool:
    """Whether the source agrees with the edit now. What a source says for the first time is what it is compared with
    from then on."""
    said = edit.said.get(str(spoken.event_id))
    if said is None:
        connection.execute(
            text("UPDATE event_edits SET said = cast(:said AS jsonb) || said WHERE id = :id"),
            {"id": edit.id, "said": json.dumps({FIRST: spoken.values, str(spoken.event_id): spoken.values})},
        )
        return False
    changed = not same(said, spoken.values)
    if changed and same(edit.value, spoken.values):
        connection.execute(
            text("""UPDATE event_edits SET withdrawn_at = now(), withdrawn_by = 'marquee', withdrawn_because = :because,
                           says = NULL, says_by = NULL, asked_at = NULL WHERE id = :id"""),
            {"id": edit.id, "because": AGREES},
        )
        return True
    if changed and not (edit.says_by == spoken.event_id and same(edit.says, spoken.values)):
        connection.execute(
            text("""UPDATE event_edits SET says = cast(:says AS jsonb), says_by = :by,
                           asked_at = coalesce(asked_at, now()) WHERE id = :id"""),
            {"id": edit.id, "by": spoken.event_id, "says": json.dumps(spoken.values)},
        )
    if not changed and edit.asked_at is not None:
        connection.execute(text(_FORGET), {"id": edit.id})
    return False


_EDITS = "SELECT id, event_id, value, said, says, says_by, asked_at FROM event_edits WHERE id = ANY (:ids)"

_FORGET = "UPDATE event_edits SET says = NULL, says_by = NULL, asked_at = NULL WHERE id = :id"
"""The source went back to what it said."""
