"""SQL that puts edits in front of what sources say.

An edited row has the corrected values in its columns, so that reads cost nothing more: `edited` names the columns, and
`said` has what the source says in their place. A start that was corrected drops the source's end if that isn't later.
"""

from __future__ import annotations

from storage.edits.fields import EVENT_COLUMNS, OCCURRENCE_COLUMNS

COLUMNS = {"events": EVENT_COLUMNS, "occurrences": OCCURRENCE_COLUMNS}


def guarded(edited: str, row: str) -> str:
    """The edits of an occurrence, without the end of `row` if it isn't after the corrected start."""
    return f"""
    ({edited} || CASE WHEN {edited} ? 'starts_at' AND NOT {edited} ? 'ends_at'
                       AND {row}.ends_at <= cast({edited} ->> 'starts_at' AS timestamptz)
                      THEN '{{"ends_at": null}}'::jsonb ELSE '{{}}' END)"""


def said(edited: str, row: str) -> str:
    """What `row`, a source's, says in place of the edits; null without any."""
    return f"""
    (SELECT jsonb_object_agg(k, to_jsonb({row}) -> k)
       FROM jsonb_object_keys({edited} || CASE WHEN {edited} ? 'starts_at' THEN '{{"ends_at": null}}'::jsonb
                                               ELSE '{{}}' END) k)"""


def shown(table: str, edited: str, row: str) -> str:
    """`row`, a source's, with the edits."""
    edits = guarded(edited, row) if table == "occurrences" else edited
    return f"jsonb_populate_record({row}, {edits})"


def keep_edits(table: str, which: str) -> str:
    """After a source's values were written to edited rows t of `which`: moves them to `said`, and shows the edits."""
    columns = COLUMNS[table]
    return f"""
UPDATE {table} t SET said = n.said, {", ".join(f"{column} = n.{column}" for column in columns)}
  FROM (SELECT t.id, {said("t.edited", "t")} AS said, {", ".join(f"shown.{column}" for column in columns)}
          FROM {table} t CROSS JOIN LATERAL {shown(table, "t.edited", "t")} shown
         WHERE t.edited IS NOT NULL AND {which}) n
 WHERE t.id = n.id
"""


KEEP_STAGED_EVENTS = f"""
UPDATE staged_events s SET said = n.said, {", ".join(f"{column} = n.{column}" for column in EVENT_COLUMNS)}
  FROM (SELECT t.uid, {said("e.edited", "t")} AS said, {", ".join(f"shown.{column}" for column in EVENT_COLUMNS)}
          FROM events e JOIN staged_events t ON t.event_id = e.id
         CROSS JOIN LATERAL {shown("events", "e.edited", "t")} shown
         WHERE e.edited IS NOT NULL) n
 WHERE s.uid = n.uid
"""

KEEP_STAGED_OCCURRENCES = f"""
UPDATE staged_occurrences s SET said = n.said, {", ".join(f"{column} = n.{column}" for column in OCCURRENCE_COLUMNS)}
  FROM (SELECT t.event_id, t.key, {said("o.edited", "t")} AS said,
               {", ".join(f"shown.{column}" for column in OCCURRENCE_COLUMNS)}
          FROM occurrences o JOIN staged_occurrences t ON t.event_id = o.event_id AND t.key = o.key
         CROSS JOIN LATERAL {shown("occurrences", "o.edited", "t")} shown
         WHERE o.edited IS NOT NULL) n
 WHERE s.event_id = n.event_id AND s.key = n.key
"""
