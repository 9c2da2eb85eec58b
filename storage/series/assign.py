"""Gives entries of `event_search` their series, after each run and after a person's decision: only those that changed.

An entry's key depends on no other entry, so the cost is that of the entries that are given.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from sqlalchemy import Connection, text

from storage.merging.turns import patiently
from storage.series.keys import COMPARED, Entry, series_key

AT_ONCE = 1_000
"""Events in one transaction."""


def assign_events(event_ids: Sequence[int]) -> None:
    """In short transactions."""
    for first in range(0, len(event_ids), AT_ONCE):
        patiently(partial(assign, event_ids=event_ids[first : first + AT_ONCE]))


def assign_new() -> None:
    """For entries without a key: those that an upgrade, or a killed process, left behind."""
    while patiently(_assign_some):
        pass


def assign(connection: Connection, event_ids: Collection[int]) -> None:
    """Writes the series of the events' entries where it differs."""
    entries = _read(connection, event_ids)
    if entries:
        keys = {one.entry_id: series_key(one) for one in entries}
        connection.execute(text(_WRITE), {"entries": list(keys), "keys": list(keys.values())})
        connection.execute(text(_SEPARATE), {"ids": list(event_ids)})


def rules_ids(connection: Connection, event_ids: Collection[int]) -> set[int]:
    """The series that the rules would give the events' entries, no matter what a person decided."""
    keys = {one.entry_id: series_key(one) for one in _read(connection, event_ids)}
    found = connection.execute(text(_RULES_IDS), {"entries": list(keys), "keys": list(keys.values())})
    return set(found.scalars())


def _assign_some(connection: Connection) -> bool:
    ids = connection.execute(text(_WITHOUT_KEY), {"most": AT_ONCE}).scalars().all()
    assign(connection, ids)
    return bool(ids)


def _read(connection: Connection, event_ids: Collection[int]) -> list[Entry]:
    """In the order of their ids, locked in that order."""
    if not event_ids:
        return []
    rows = connection.execute(text(_ENTRIES), {"ids": list(event_ids), "most": 2 * COMPARED})
    return [Entry(**row._mapping) for row in rows]


_WITHOUT_KEY = """
SELECT DISTINCT event_id FROM (
    SELECT event_id FROM event_search WHERE series_key IS NULL ORDER BY entry_id LIMIT :most) x
"""

_ENTRIES = """
SELECT x.entry_id, coalesce(o.title, e.title) AS title,
       left(coalesce(o.description, e.description), :most) AS description, e.organizer,
       coalesce(o.url, e.url) AS url, x.source_id, coalesce(v.name, '') AS venue, coalesce(v.address, '') AS address,
       coalesce(v.kind = 'place', false) AS is_place, f.hour
  FROM (SELECT entry_id, event_id, source_id, venue_id FROM event_search
         WHERE entry_id = ANY (cast(:ids AS bigint[]))
            OR (entry_id < 0 AND event_id = ANY (cast(:ids AS bigint[])))
         ORDER BY entry_id FOR NO KEY UPDATE) x
  JOIN events e ON e.id = x.event_id
  LEFT JOIN occurrences o ON o.id = -x.entry_id
  LEFT JOIN shown_venues v ON v.venue_id = x.venue_id
  LEFT JOIN LATERAL (
        SELECT CASE WHEN NOT f.all_day AND f.time_known
                    THEN to_char(f.starts_at AT TIME ZONE f.timezone, 'HH24:MI') END AS hour
          FROM occurrences f WHERE f.entry_id = x.entry_id ORDER BY f.starts_at, f.id LIMIT 1) f ON true
 ORDER BY x.entry_id
"""

_BY_RULES = "hashint8extended(coalesce(x.venue_id, -x.source_id), n.key) & 9223372036854775807"
"""As `storage.tables.search.SERIES_ID`."""

_RULES_IDS = f"""
SELECT {_BY_RULES} FROM unnest(cast(:entries AS bigint[]), cast(:keys AS bigint[])) n (id, key)
  JOIN event_search x ON x.entry_id = n.id
"""

_WRITE = f"""
UPDATE event_search s SET series_key = d.series_key, each_date = d.each_date
  FROM (SELECT n.id, coalesce(-p.id, n.key) AS series_key, coalesce(p.each_date, false) AS each_date
          FROM unnest(cast(:entries AS bigint[]), cast(:keys AS bigint[])) n (id, key)
          JOIN event_search x ON x.entry_id = n.id
          LEFT JOIN LATERAL (
                SELECT min(m.series_id) AS id FROM series_events m
                 WHERE m.event_id = x.event_id OR m.event_id IN (
                       SELECT t.event_id FROM occurrences o JOIN occurrences t ON t.group_id = o.group_id
                        WHERE o.event_id = x.event_id)) named ON true
          LEFT JOIN series_titles alike ON alike.rules_id = {_BY_RULES}
          LEFT JOIN series p ON p.id = coalesce(named.id, alike.series_id)) d
 WHERE s.entry_id = d.id AND (s.series_key, s.each_date) IS DISTINCT FROM (d.series_key, d.each_date)
"""
"""A person who named the event, or another listing of it, wins over one who named events with its title."""

_SEPARATE = """
UPDATE event_search s
   SET series_key = hashint8extended(s.event_id, s.series_key) & 9223372036854775807
  FROM event_links l
  JOIN event_search a ON a.event_id = l.low_id JOIN event_search b ON b.event_id = l.high_id
 CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE x.source_id = a.source_id) < count(*) FILTER (WHERE x.source_id = b.source_id)
              AS low_leaves FROM event_search x WHERE x.series_id = a.series_id AND NOT x.hidden) c
 WHERE l.state = 'refused' AND l.decided_by IS NOT NULL AND (l.low_id = ANY (:ids) OR l.high_id = ANY (:ids))
   AND a.series_id = b.series_id AND s.series_key > 0
   AND s.entry_id = CASE WHEN c.low_leaves THEN a.entry_id ELSE b.entry_id END
"""
"""Two events of which a person said that they aren't one: a list shows both. The one whose source lists less of the
series leaves it."""
