"""Writes a batch of events. Inserts new ones directly; copies known ones into temporary tables, then set-based
statements write only what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, text

from core.items import EventItem
from storage.database.copying import copy_rows
from storage.edits.apply import settle
from storage.edits.overlay import KEEP_STAGED_EVENTS, KEEP_STAGED_OCCURRENCES
from storage.events import insert as new_events
from storage.events import reused_uids, rows, venues
from storage.events.superseded import Superseded
from storage.runs.ledger import RunToken, require_current

FIELDS = tuple(
    column
    for column in rows.EVENT_COLUMNS
    if column not in ("uid", "venue_alias", "venue_name", "venue_address", "latitude", "longitude")
)
"""The columns that staged events and `events` share; `venue_id` comes from the alias."""
PEOPLE_SEE = tuple(f for f in FIELDS if f not in ("sequence", "last_modified", "raw", "content_hash"))
OCCURRENCE_FIELDS = (
    *("starts_at", "ends_at", "all_day", "time_known", "timezone", "status"),
    *("title", "url", "description", "venue_id", "sold_out"),
)
STORED_TIMES = ", ".join(f"o.{column}" for column in rows.OCCURRENCE_COLUMNS if column not in ("uid", "status"))


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """How many events of a batch were new, changed, and unchanged."""

    new: int
    changed: int
    unchanged: int


def store_batch(connection: Connection, run: RunToken, items: Sequence[EventItem]) -> BatchCounts:
    """Makes the stored events equal to the items. Running it again changes nothing.

    Withdraws nothing: that happens at the end of the run. Raises StaleRun for a superseded run.
    """
    require_current(connection, run)
    copies = Superseded(connection, run)
    batch = rows.one_per_uid(items, copies.replaces)
    known = _known(connection, run.source_id, batch)
    if outdated := copies.outdated(batch, {uid: one.sequence for uid, one in known.items()}):
        batch = [item for item in batch if item.uid not in outdated]
    renamed = reused_uids.reassign(connection, run, batch, {uid: one.title for uid, one in known.items()})
    if renamed:
        known = _known(connection, run.source_id, batch)
    added = new_events.add(connection, run.source_id, run.run_id, [item for item in batch if item.uid not in known])
    known_rows = _KnownRows() if not known else _compare(connection, run, [item for item in batch if item.uid in known])
    connection.execute(
        text("""INSERT INTO run_sightings (run_id, new, changed, unchanged, occurrences)
                VALUES (:run_id, :new, :changed, :unchanged, :occurrences)"""),
        {
            "run_id": run.run_id,
            "new": list(added.events),
            "changed": sorted(known_rows.changed.union(renamed)),
            "unchanged": sorted(known_rows.unchanged.difference(renamed)),
            "occurrences": [*added.occurrences, *known_rows.occurrences],
        },
    )
    return BatchCounts(len(added.events), len(known_rows.changed), len(known_rows.unchanged))


@dataclass(frozen=True, slots=True)
class _KnownRows:
    """Ids of the rows that were stored before this batch."""

    changed: frozenset[int] = frozenset()
    unchanged: frozenset[int] = frozenset()
    occurrences: Sequence[int] = ()


def _known(connection: Connection, source_id: int, batch: Sequence[EventItem]) -> dict[str, Row[Any]]:
    """The titles and sequences of the stored events, by UID."""
    found = connection.execute(
        text("SELECT uid, title, sequence FROM source_events WHERE source_id = :source_id AND uid = ANY (:uids)"),
        {"source_id": source_id, "uids": [item.uid for item in batch]},
    )
    return {row.uid: row for row in found}


def _compare(connection: Connection, run: RunToken, batch: Sequence[EventItem]) -> _KnownRows:
    """Updates changed events and records the old values."""
    _stage(connection, batch)
    parameters = {"source_id": run.source_id, "run_id": run.run_id}
    for statement in (_VENUES, _RESOLVE, KEEP_STAGED_EVENTS, _RECORD_EVENT_CHANGES):
        connection.execute(text(statement), parameters)
    written = connection.execute(text(_UPDATE_EVENTS), parameters).scalars().all()
    for statement in (
        _LOWER_NUMBERS,
        _LINK,
        _KEEP_KNOWN_HOURS,
        _LEARN_HOURS,
        KEEP_STAGED_OCCURRENCES,
        _KEEP_NAMES_APART,
        _RECORD_OCCURRENCE_CHANGES,
    ):
        connection.execute(text(statement), parameters)
    touched = connection.execute(text(_UPSERT_OCCURRENCES), parameters).scalars().all()
    learned = connection.execute(text("SELECT DISTINCT event_id FROM staged_occurrences WHERE learned")).scalars().all()
    settle(connection, learned)
    seen = connection.execute(text("SELECT event_id FROM staged_events")).scalars()
    changed = frozenset([*written, *touched, *learned])
    return _KnownRows(changed, frozenset(seen) - changed, connection.execute(text(_SEEN_OCCURRENCES)).scalars().all())


def _stage(connection: Connection, batch: Sequence[EventItem]) -> None:
    connection.execute(text(_STAGE))
    copy_rows(connection, "staged_events", rows.EVENT_COLUMNS, map(rows.event_fields, batch))
    venue_ids = venues.own_venue_ids(connection, batch)
    times = (fields for item in batch for fields in rows.occurrence_fields(item, venue_ids))
    copy_rows(connection, "staged_occurrences", rows.OCCURRENCE_COLUMNS, times)
    connection.execute(text("ANALYZE staged_events, staged_occurrences"))


# Every row of `events` and `occurrences` is looked up by its key, once per staged row. With a plain join Postgres would
# read the whole table for each batch while the table has no statistics or few pages: a batch of 500 took 2.5 times as
# long after 40,000 events. OFFSET 0 keeps Postgres from turning the lateral lookup into a join.
_STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS staged_events (
    uid text, title text, url text, description text, status text, sold_out boolean, venue_alias text, venue_name text,
    venue_address text, latitude double precision, longitude double precision, organizer text, price_text text,
    price_min_cents integer, price_max_cents integer, price_currency text, is_free boolean, ticket_url text,
    image_url text, categories text[], sequence integer, last_modified timestamptz, raw jsonb, content_hash bytea,
    venue_id integer, event_id bigint, said jsonb, featured boolean NOT NULL DEFAULT false,
    older boolean NOT NULL DEFAULT false, outdated boolean NOT NULL DEFAULT false
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_occurrences (
    uid text, key text, starts_at timestamptz, ends_at timestamptz, local_date date, timezone text, all_day boolean,
    time_known boolean, recurrence_id text, status text, title text, url text, description text, venue_id integer,
    sold_out boolean, said jsonb, event_id bigint, learned boolean NOT NULL DEFAULT false,
    public_key text
) ON COMMIT DELETE ROWS;
TRUNCATE staged_events, staged_occurrences;
"""

_VENUES = """
WITH unknown AS (
    SELECT DISTINCT ON (venue_alias) venue_alias, venue_name, venue_address, latitude, longitude FROM staged_events s
     WHERE venue_alias IS NOT NULL AND NOT EXISTS (SELECT FROM venue_aliases a WHERE a.alias = s.venue_alias)
     ORDER BY venue_alias),
numbered AS (
    SELECT *, nextval(pg_get_serial_sequence('venues', 'id')) AS id FROM unknown),
added AS (
    INSERT INTO venue_aliases (alias, venue_id) SELECT venue_alias, id FROM numbered
    ON CONFLICT (alias) DO NOTHING RETURNING venue_id)
INSERT INTO venues (id, name, address, latitude, longitude)
SELECT id, venue_name, venue_address, latitude, longitude FROM numbered JOIN added ON venue_id = id
"""

_RESOLVE = """
UPDATE staged_events s
   SET venue_id = a.venue_id, event_id = e.id, older = coalesce(e.newer, false),
       outdated = coalesce(e.newer, false) AND EXISTS (
           SELECT FROM run_sightings g WHERE g.run_id = :run_id
              AND (e.id = ANY (g.new) OR e.id = ANY (g.changed) OR e.id = ANY (g.unchanged)))
  FROM staged_events t
  LEFT JOIN venue_aliases a ON a.alias = t.venue_alias
  LEFT JOIN LATERAL (SELECT id, (coalesce(sequence, 0), coalesce(last_modified, '-infinity'))
                              > (coalesce(t.sequence, 0), coalesce(t.last_modified, '-infinity')) AS newer FROM events
                      WHERE source_id = :source_id AND uid = t.uid OFFSET 0) e ON true
 WHERE t.uid = s.uid
"""
"""A copy is outdated if this run has already seen a newer one. What earlier runs saw doesn't count: a site may start
its numbers over, and what its feeds say now is true."""

_RECORD_EVENT_CHANGES = f"""
INSERT INTO event_changes (event_id, field, old, new, run_id)
SELECT e.id, o.key, o.value, n.value, :run_id
  FROM staged_events s CROSS JOIN LATERAL (SELECT * FROM events WHERE id = s.event_id OFFSET 0) e
 CROSS JOIN LATERAL jsonb_each(to_jsonb(e)) o JOIN LATERAL jsonb_each(to_jsonb(s)) n ON n.key = o.key
 WHERE NOT s.outdated AND (e.content_hash <> s.content_hash OR e.withdrawn_at IS NOT NULL)
   AND o.value IS DISTINCT FROM n.value AND o.key IN ({", ".join(f"'{field}'" for field in (*PEOPLE_SEE, "venue_id"))})
UNION ALL
SELECT e.id, 'withdrawn', 'true', 'false', :run_id
  FROM staged_events s JOIN events e ON e.id = s.event_id WHERE NOT s.outdated AND e.withdrawn_at IS NOT NULL
"""

_UPDATE_EVENTS = f"""
UPDATE events e
   SET {", ".join(f"{field} = s.{field}" for field in (*FIELDS, "venue_id", "said"))}, updated_run_id = :run_id,
       updated_at = now(), withdrawn_at = NULL, withdrawn_run_id = NULL, withdrawn_because = NULL, last_seen_at = NULL
  FROM staged_events s
 WHERE e.id = s.event_id AND NOT s.outdated AND (e.content_hash <> s.content_hash OR e.withdrawn_at IS NOT NULL)
RETURNING e.id
"""

_LOWER_NUMBERS = """
UPDATE events e SET sequence = s.sequence, last_modified = s.last_modified
  FROM staged_events s WHERE e.id = s.event_id AND s.older AND NOT s.outdated
"""

_LINK = """
UPDATE staged_occurrences o SET event_id = s.event_id FROM staged_events s WHERE s.uid = o.uid;
DELETE FROM staged_occurrences o USING staged_events s
 WHERE s.outdated AND o.uid = s.uid
   AND EXISTS (SELECT FROM occurrences k JOIN run_sightings g ON g.run_id = :run_id AND k.id = ANY (g.occurrences)
                WHERE k.event_id = s.event_id AND k.key = o.key);
"""
"""An outdated copy may have showings of its own, but doesn't change those of the newer copy."""

_KEEP_KNOWN_HOURS = f"""
WITH vague AS (
    DELETE FROM staged_occurrences s USING source_occurrences o
     WHERE NOT s.time_known AND s.recurrence_id IS NULL AND o.event_id = s.event_id AND o.time_known
       AND NOT o.all_day AND o.withdrawn_at IS NULL AND o.local_date >= s.local_date
       AND o.starts_at < coalesce(s.ends_at, s.starts_at + interval '1 day')
    RETURNING s.uid, s.event_id, s.starts_at, s.ends_at, s.local_date, s.status)
INSERT INTO staged_occurrences (uid, {STORED_TIMES.replace("o.", "")}, status, event_id)
SELECT DISTINCT ON (o.id) v.uid, {STORED_TIMES},
       CASE WHEN v.status = 'scheduled' THEN o.status ELSE v.status END, o.event_id
  FROM vague v JOIN source_occurrences o ON o.event_id = v.event_id
   AND o.time_known AND NOT o.all_day AND o.withdrawn_at IS NULL AND o.local_date >= v.local_date
   AND o.starts_at < coalesce(v.ends_at, v.starts_at + interval '1 day')
   AND NOT EXISTS (SELECT FROM staged_occurrences s WHERE s.event_id = o.event_id AND s.key = o.key)
"""
"""A page that only has the date does not remove the hour that a better page gave for that date."""

_LEARN_HOURS = """
WITH vague AS (
    SELECT o.id, o.event_id, coalesce(o.public_key, o.key) AS public_key, o.starts_at, o.ends_at, f.key AS new_key,
           f.starts_at AS known
      FROM staged_events e
     CROSS JOIN LATERAL (SELECT * FROM source_occurrences WHERE event_id = e.event_id OFFSET 0) o
     CROSS JOIN LATERAL (
        SELECT s.key, s.starts_at FROM staged_occurrences s
         WHERE s.event_id = o.event_id AND s.time_known AND NOT s.all_day AND s.local_date >= o.local_date
           AND s.starts_at < coalesce(o.ends_at, o.starts_at + interval '1 day')
         ORDER BY s.starts_at LIMIT 1) f
     WHERE NOT o.time_known AND o.withdrawn_at IS NULL
       AND NOT EXISTS (SELECT FROM staged_occurrences s WHERE s.event_id = o.event_id AND s.key = o.key)),
noted AS (
    INSERT INTO event_changes (event_id, occurrence_key, field, old, new, run_id)
    SELECT event_id, public_key, 'starts_at', to_jsonb(starts_at), to_jsonb(known), :run_id FROM vague),
marked AS (
    UPDATE staged_occurrences s SET learned = true, public_key = v.public_key FROM vague v
     WHERE s.event_id = v.event_id AND s.key = v.new_key)
DELETE FROM occurrences o USING vague v WHERE o.id = v.id
"""
"""Showings with an hour replace the occurrence that only had their date; the first of them takes its public key."""

_KEEP_NAMES_APART = """
UPDATE staged_occurrences s SET public_key = s.key || '#' || extract(epoch FROM now())::bigint
  FROM staged_events e
 CROSS JOIN LATERAL (SELECT public_key FROM occurrences WHERE event_id = e.event_id AND public_key IS NOT NULL) taken
 WHERE s.event_id = e.event_id AND s.key = taken.public_key AND s.public_key IS NULL
"""
"""A new showing at the time that another one was moved away from must not go out under that one's public key."""

_RECORD_OCCURRENCE_CHANGES = f"""
INSERT INTO event_changes (event_id, occurrence_key, field, old, new, run_id)
SELECT o.event_id, coalesce(o.public_key, o.key), was.key, was.value, now.value, :run_id
  FROM staged_occurrences s CROSS JOIN LATERAL (SELECT * FROM occurrences
        WHERE event_id = s.event_id AND key = s.key OFFSET 0) o
 CROSS JOIN LATERAL jsonb_each(to_jsonb(o)) was JOIN LATERAL jsonb_each(to_jsonb(s)) now ON now.key = was.key
 WHERE was.value IS DISTINCT FROM now.value
   AND was.key IN ({", ".join(f"'{field}'" for field in OCCURRENCE_FIELDS)})
UNION ALL
SELECT o.event_id, coalesce(o.public_key, o.key), 'withdrawn', 'true', 'false', :run_id
  FROM staged_occurrences s CROSS JOIN LATERAL (SELECT * FROM occurrences
        WHERE event_id = s.event_id AND key = s.key OFFSET 0) o
 WHERE o.withdrawn_at IS NOT NULL
UNION ALL
SELECT s.event_id, coalesce(s.public_key, s.key), 'starts_at', NULL, to_jsonb(s.starts_at), :run_id
  FROM staged_occurrences s CROSS JOIN LATERAL (SELECT first_seen_run_id FROM events WHERE id = s.event_id OFFSET 0) e
 WHERE NOT s.learned AND e.first_seen_run_id IS DISTINCT FROM :run_id
   AND (SELECT o.id FROM occurrences o WHERE o.event_id = s.event_id AND o.key = s.key) IS NULL
"""

_WITH = ("local_date", "said", "updated_run_id")

_UPSERT_OCCURRENCES = f"""
INSERT INTO occurrences (event_id, key, public_key, local_date, recurrence_id, first_seen_run_id, updated_run_id,
                         said, {", ".join(OCCURRENCE_FIELDS)})
SELECT event_id, key, public_key, local_date, recurrence_id, :run_id, :run_id, said, {", ".join(OCCURRENCE_FIELDS)}
  FROM staged_occurrences
    ON CONFLICT (event_id, key) DO UPDATE
   SET {", ".join(f"{field} = excluded.{field}" for field in (*OCCURRENCE_FIELDS, *_WITH))},
       withdrawn_at = NULL, withdrawn_run_id = NULL
 WHERE ({", ".join(f"occurrences.{field}" for field in OCCURRENCE_FIELDS)})
       IS DISTINCT FROM ({", ".join(f"excluded.{field}" for field in OCCURRENCE_FIELDS)})
    OR occurrences.said IS DISTINCT FROM excluded.said OR occurrences.withdrawn_at IS NOT NULL
RETURNING event_id
"""

_SEEN_OCCURRENCES = """
SELECT o.id FROM staged_occurrences s
 CROSS JOIN LATERAL (SELECT id FROM occurrences WHERE event_id = s.event_id AND key = s.key OFFSET 0) o
"""
