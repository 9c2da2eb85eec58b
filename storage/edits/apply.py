"""Shows the edits of events: those made on them, and those made on what they stand for."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from storage.edits.fields import Values
from storage.edits.overlay import COLUMNS, said, shown


@dataclass(frozen=True, slots=True)
class Applied:
    """An edit that people see on an event, or on its occurrence. `source`: what the source of this event says."""

    edit_id: int
    field: str
    event_id: int
    occurrence_id: int | None
    source: Values


def settle(connection: Connection, event_ids: Collection[int], *, by_person: bool = False) -> list[Applied]:
    """Makes the rows of these events show the edits that apply, and returns those. Of two for one field, the later
    wins.

    by_person   a person's act changed what people see, so it is in the change log and in SEQUENCE. Otherwise it only
                follows the group, which counts itself.
    """
    if not event_ids:
        return []
    parameters = {"ids": sorted(event_ids)}
    if connection.execute(text(_ANY), parameters).scalar() is None:
        return []
    found = connection.execute(text(_APPLYING), parameters).all()
    edited_events, edited_times = (
        _by_row((row.event_id, row) for row in found if row.occurrence_id is None),
        _by_row((row.occurrence_id, row) for row in found if row.occurrence_id is not None),
    )
    times = connection.execute(text(_TIMES), {**parameters, "times": list(edited_times)}).scalars().all()
    _write(connection, "events", {key: edited_events.get(key) for key in event_ids}, by_person)
    _write(connection, "occurrences", {key: edited_times.get(key) for key in times}, by_person)
    sources = _sources(connection, edited_events, edited_times)
    return [
        Applied(
            row.edit_id,
            row.field,
            row.event_id,
            row.occurrence_id,
            {column: sources[row.event_id, row.occurrence_id][column] for column in row.value},
        )
        for row in found
    ]


def _by_row(found: Iterable[tuple[int, Any]]) -> dict[int, dict[str, Any]]:
    rows: dict[int, dict[str, Any]] = defaultdict(dict)
    for key, row in found:
        rows[key] |= row.value
    return dict(rows)


def _write(connection: Connection, table: str, rows: Mapping[int, Values | None], by_person: bool) -> None:
    if rows:
        edited = [None if each is None else json.dumps(each) for each in rows.values()]
        parameters = {"ids": list(rows), "edited": edited, "by_person": by_person}
        connection.execute(text(_WRITE[table]), parameters)


def _sources(
    connection: Connection, events: Mapping[int, object], times: Mapping[int, object]
) -> dict[tuple[int, int | None], Values]:
    """What the sources say in place of the edits, by event and occurrence."""
    rows = connection.execute(text(_SAID), {"events": list(events), "times": list(times)})
    return {(row.event_id, row.occurrence_id): row.said for row in rows}


_ANY = """
SELECT true WHERE EXISTS (SELECT FROM events WHERE id = ANY (:ids) AND edited IS NOT NULL)
    OR EXISTS (SELECT FROM occurrences WHERE event_id = ANY (:ids) AND edited IS NOT NULL)
    OR EXISTS (SELECT FROM event_edits d WHERE d.withdrawn_at IS NULL AND d.event_id = ANY (
        ARRAY(SELECT m.event_id FROM occurrences h JOIN occurrences m ON m.group_id = h.group_id
               WHERE h.event_id = ANY (:ids) AND h.group_id IS NOT NULL) || cast(:ids AS bigint[])))
"""

_APPLYING = """
SELECT DISTINCT ON (event_id, occurrence_id, field) event_id, occurrence_id, id AS edit_id, field, value FROM (
    SELECT d.event_id, cast(NULL AS bigint) AS occurrence_id, d.id, d.field, d.value, d.made_at FROM event_edits d
     WHERE d.event_id = ANY (:ids) AND d.occurrence_key IS NULL AND d.withdrawn_at IS NULL
    UNION ALL
    SELECT h.event_id, NULL, d.id, d.field, d.value, d.made_at
      FROM occurrences h JOIN occurrences m ON m.group_id = h.group_id AND m.covered AND m.event_id <> h.event_id
      JOIN event_edits d ON d.event_id = m.event_id AND d.occurrence_key IS NULL AND d.withdrawn_at IS NULL
     WHERE h.event_id = ANY (:ids) AND h.group_id IS NOT NULL AND NOT h.covered
    UNION ALL
    SELECT o.event_id, o.id, d.id, d.field, d.value, d.made_at FROM event_edits d
      JOIN occurrences o ON o.event_id = d.event_id AND coalesce(o.public_key, o.key) = d.occurrence_key
     WHERE d.event_id = ANY (:ids) AND d.withdrawn_at IS NULL
    UNION ALL
    SELECT h.event_id, h.id, d.id, d.field, d.value, d.made_at
      FROM occurrences h JOIN occurrences m ON m.group_id = h.group_id AND m.covered AND m.event_id <> h.event_id
      JOIN event_edits d ON d.event_id = m.event_id AND d.occurrence_key = coalesce(m.public_key, m.key)
                        AND d.withdrawn_at IS NULL
     WHERE h.event_id = ANY (:ids) AND h.group_id IS NOT NULL AND NOT h.covered) found
 ORDER BY event_id, occurrence_id, field, made_at DESC, id DESC
"""

_TIMES = """
SELECT id FROM occurrences WHERE event_id = ANY (:ids) AND edited IS NOT NULL
UNION SELECT unnest(cast(:times AS bigint[]))
"""

_SAID = """
SELECT id AS event_id, cast(NULL AS bigint) AS occurrence_id, said FROM events WHERE id = ANY (:events)
UNION ALL SELECT event_id, id, said FROM occurrences WHERE id = ANY (:times)
"""


def _statement(table: str, event: str, key: str, updated: str) -> str:
    columns = COLUMNS[table]
    return f"""
WITH new AS (
    SELECT t.id, w.edited, {said("w.edited", "own")} AS said, shown
      FROM unnest(cast(:ids AS bigint[]), cast(:edited AS text[])) r (id, edited)
     CROSS JOIN LATERAL (SELECT cast(r.edited AS jsonb) AS edited OFFSET 0) w
      JOIN {table} t ON t.id = r.id AND t.edited IS DISTINCT FROM w.edited
     CROSS JOIN LATERAL jsonb_populate_record(t, coalesce(t.said, '{{}}')) own
     CROSS JOIN LATERAL {shown(table, "coalesce(w.edited, '{}')", "own")} shown),
logged AS (
    INSERT INTO event_changes (event_id, occurrence_key, field, old, new)
    SELECT {event}, {key}, was.key, was.value, now.value
      FROM new n JOIN {table} t ON t.id = n.id
     CROSS JOIN LATERAL jsonb_each(to_jsonb(t)) was
      JOIN LATERAL jsonb_each(to_jsonb(n.shown)) now ON now.key = was.key
     WHERE :by_person AND was.value IS DISTINCT FROM now.value
       AND was.key IN ({", ".join(f"'{column}'" for column in columns if column != "local_date")}))
UPDATE {table} t SET edited = n.edited, said = n.said, {updated}
       {", ".join(f"{column} = (n.shown).{column}" for column in columns)}
  FROM new n WHERE t.id = n.id
"""


_WRITE = {
    "events": _statement(
        "events", "t.id", "NULL", "updated_at = CASE WHEN :by_person THEN now() ELSE t.updated_at END,"
    ),
    "occurrences": _statement("occurrences", "t.event_id", "coalesce(t.public_key, t.key)", ""),
}
