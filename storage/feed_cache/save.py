"""Caches an answer once its events are stored: which rows each of its parts stands for."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, text

from storage.database.copying import copy_rows
from storage.events import rows, venues
from storage.events.write import OCCURRENCE_FIELDS
from storage.feed_cache.answers import CURRENT_STATE, Answer
from storage.runs.ledger import RunToken, require_current


def save_answer(connection: Connection, run: RunToken, answer: Answer) -> None:
    """Cache an answer in place of the previous one. Raises StaleRun.

    A part counts as known only if the database agrees with its events: what was lost, dropped, or differs in another
    answer is read again next time.
    """
    require_current(connection, run)
    parameters = _parameters(run, answer)
    parameters["answer_id"] = connection.execute(text(_UPSERT_ANSWER), parameters).scalar_one()
    if answer.outdated:
        connection.execute(text(_FORGET_PARTS), {**parameters, "outdated": list(answer.outdated)})
    _stage(connection, answer)
    event_ids = connection.execute(text(_ADD_PARTS), parameters).scalar()
    connection.execute(text(_DOUBT_CONTRADICTED), {**parameters, "event_ids": event_ids or []})
    connection.execute(text(_SET_WHOLE), parameters)


def forget_answers(connection: Connection, source_id: int) -> None:
    """Delete a source's cached answers, so that everything is read again."""
    connection.execute(text("DELETE FROM remembered_answers WHERE source_id = :id"), {"id": source_id})


def _parameters(run: RunToken, answer: Answer) -> dict[str, Any]:
    return {
        "source_id": run.source_id,
        "url": answer.url,
        "answered_by": answer.answered_by,
        "etag": answer.validators.etag,
        "modified": answer.validators.modified,
        "body_hash": answer.body_hash,
        "conditions": answer.conditions,
        "parts": answer.parts,
        "trouble_free": answer.trouble_free,
    }


_OF_EVENT = ("uid", "content_hash", "sequence", "last_modified")
_event_columns = itemgetter(*map(rows.EVENT_COLUMNS.index, _OF_EVENT))


def _stage(connection: Connection, answer: Answer) -> None:
    connection.execute(text(_STAGE))
    columns = ("digest", *_OF_EVENT)
    empty = ((rows.octets(digest), *[rows.NULL] * 4) for digest in answer.empty)
    found = ((rows.octets(part), *_event_columns(rows.event_fields(item))) for part, item in answer.events)
    copy_rows(connection, "staged_parts", columns, (*empty, *found))
    venue_ids = venues.own_venue_ids(connection, (item for _, item in answer.events))
    times = (
        (rows.octets(part), *row) for part, item in answer.events for row in rows.occurrence_fields(item, venue_ids)
    )
    copy_rows(connection, "staged_times", ("digest", *rows.OCCURRENCE_COLUMNS), times)
    connection.execute(text("ANALYZE staged_parts, staged_times"))


_UPSERT_ANSWER = """
INSERT INTO remembered_answers (source_id, url, answered_by, etag, modified, body_hash, conditions)
VALUES (:source_id, :url, :answered_by, :etag, :modified, :body_hash, :conditions)
    ON CONFLICT (source_id, url) DO UPDATE
   SET answered_by = excluded.answered_by, etag = excluded.etag, modified = excluded.modified,
       body_hash = excluded.body_hash, conditions = excluded.conditions
RETURNING id
"""

_FORGET_PARTS = """
DELETE FROM remembered_groups WHERE answer_id = :answer_id AND digest = ANY (cast(:outdated AS bytea[]))
"""

_STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS staged_parts (
    digest bytea, uid text, content_hash bytea, sequence integer, last_modified timestamptz
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_times (
    digest bytea, uid text, key text, starts_at timestamptz, ends_at timestamptz, local_date date, timezone text,
    all_day boolean, time_known boolean, recurrence_id text, status text, title text, url text, description text,
    venue_id integer, sold_out boolean
) ON COMMIT DELETE ROWS;
TRUNCATE staged_parts, staged_times;
"""

_ADD_PARTS = f"""
WITH found AS (
    SELECT s.digest, s.uid, e.id,
           s.uid IS NULL OR coalesce(e.content_hash = s.content_hash AND e.withdrawn_at IS NULL
               AND (coalesce(s.sequence, 0), coalesce(s.last_modified, '-infinity'))
                >= (coalesce(e.sequence, 0), coalesce(e.last_modified, '-infinity')), false) AS agreed
      FROM staged_parts s LEFT JOIN events e ON e.source_id = :source_id AND e.uid = s.uid),
timed AS (
    SELECT t.digest, o.id,
           coalesce(o.withdrawn_at IS NULL AND ({", ".join(f"o.{field}" for field in OCCURRENCE_FIELDS)})
               IS NOT DISTINCT FROM ({", ".join(f"t.{field}" for field in OCCURRENCE_FIELDS)}), false)
           AND o.id IS NOT NULL AS agreed
      FROM staged_times t LEFT JOIN events e ON e.source_id = :source_id AND e.uid = t.uid
      LEFT JOIN source_occurrences o ON o.event_id = e.id AND o.key = t.key),
g AS (
    SELECT cast(:answer_id AS bigint) AS answer_id, f.digest, f.events, coalesce(t.occurrences, '{{}}') AS occurrences,
           f.agreed AND coalesce(t.agreed, true) AS agreed
      FROM (SELECT digest, coalesce(array_agg(DISTINCT id) FILTER (WHERE id IS NOT NULL), '{{}}') AS events,
                   bool_and(agreed) AS agreed FROM found GROUP BY digest) f
      LEFT JOIN (SELECT digest, coalesce(array_agg(DISTINCT id) FILTER (WHERE id IS NOT NULL), '{{}}') AS occurrences,
                        bool_and(agreed) AS agreed FROM timed GROUP BY digest) t ON t.digest = f.digest),
{CURRENT_STATE},
added AS (
    INSERT INTO remembered_groups (answer_id, digest, events, occurrences, state)
    SELECT g.answer_id, g.digest, g.events, g.occurrences, CASE WHEN g.agreed THEN coalesce(h.state, 0) END
      FROM g LEFT JOIN current_state h ON h.digest = g.digest
        ON CONFLICT (answer_id, digest) DO UPDATE
       SET events = excluded.events, occurrences = excluded.occurrences, state = excluded.state
    RETURNING events)
SELECT array_agg(DISTINCT event_id) FROM (SELECT unnest(events) AS event_id FROM added) event_ids
"""

_DOUBT_CONTRADICTED = f"""
WITH g AS (
    SELECT r.* FROM remembered_groups r JOIN remembered_answers a ON a.id = r.answer_id
     WHERE a.source_id = :source_id AND a.id <> :answer_id AND r.events && cast(:event_ids AS bigint[])),
{CURRENT_STATE}
UPDATE remembered_groups r SET state = NULL
  FROM g LEFT JOIN current_state h ON h.answer_id = g.answer_id AND h.digest = g.digest
 WHERE r.answer_id = g.answer_id AND r.digest = g.digest AND r.state <> coalesce(h.state, 0)
"""
"""A part of another answer is in doubt if it was cached with an earlier state of one of these events."""

_SET_WHOLE = """
UPDATE remembered_answers SET whole = :trouble_free AND :parts = (
    SELECT count(*) FROM remembered_groups WHERE answer_id = :answer_id AND state IS NOT NULL)
 WHERE id = :answer_id
"""
