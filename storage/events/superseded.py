"""Recognizes copies of an event that another feed of the source has in a newer version (RFC 5546 2.1.4, SEQUENCE)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection, text

from core.items import EventItem
from storage.runs.ledger import RunToken


@dataclass(frozen=True, slots=True)
class _Version:
    """What a copy says about its dates. `plain`: how many without RECURRENCE-ID; `recurs`: it has a rule or a list of
    dates, so it gives all of them."""

    sequence: int
    plain: int
    instances: int
    recurs: bool

    @classmethod
    def of(cls, item: EventItem) -> _Version:
        plain = sum(one.recurrence_id is None for one in item.occurrences)
        return cls(item.sequence or 0, plain, len(item.occurrences) - plain, "recurrence" in item.raw)

    def supersedes(self, older: _Version) -> bool:
        """A higher SEQUENCE also replaces the dates, if each copy gives all of them: by a rule, or as a single date.
        The dates of a series that a site wrote out as single events may have been edited apart."""
        if self.sequence <= older.sequence or (self.instances and not self.recurs):
            return False
        return self.recurs or (self.plain == 1 and (older.recurs or (older.plain == 1 and not older.instances)))


class Superseded:
    """Compares the copies of a source's events. Feeds that each cover a part of the time are not compared: each has the
    dates of its own part."""

    def __init__(self, connection: Connection, run: RunToken) -> None:
        self.connection = connection
        self.run = run

    @cached_property
    def _by_time(self) -> bool:
        return bool(self.connection.execute(text(_BY_TIME), {"source_id": self.run.source_id}).scalar_one())

    def replaces(self, newer: EventItem, older: EventItem) -> bool:
        return _Version.of(newer).supersedes(_Version.of(older)) and not self._by_time

    def outdated(self, batch: Sequence[EventItem], sequences: Mapping[str, int | None]) -> set[str]:
        """The UIDs of copies that are older than what this run has stored. Where it has stored an older copy, its dates
        are no longer seen.

        sequences  of the stored events, by UID.
        """
        differing = {item.uid: item for item in batch if (sequences.get(item.uid) or 0) != (item.sequence or 0)}
        known = [uid for uid in differing if uid in sequences]
        if not known or self._by_time:
            return set()
        parameters = {"run_id": self.run.run_id, "source_id": self.run.source_id, "uids": known}
        dropped: set[str] = set()
        unseen: list[int] = []
        for row in self.connection.execute(text(_SEEN), parameters):
            stored = _Version(row.sequence, row.plain, len(row.ids) - row.plain, row.recurs)
            own = _Version.of(differing[row.uid])
            if stored.supersedes(own):
                dropped.add(row.uid)
            elif own.supersedes(stored):
                unseen += row.ids
        if unseen:
            self.connection.execute(text(_UNSEE), {"run_id": self.run.run_id, "ids": unseen})
        return dropped


_BY_TIME = """
SELECT EXISTS (SELECT FROM source_feeds WHERE source_id = :source_id
                  AND (covers_from IS NOT NULL OR covers_until IS NOT NULL))
"""

_SEEN = """
SELECT e.uid, coalesce(e.sequence, 0) AS sequence, e.raw ? 'recurrence' AS recurs, array_agg(o.id) AS ids,
       count(*) FILTER (WHERE o.recurrence_id IS NULL) AS plain
  FROM events e JOIN occurrences o ON o.event_id = e.id
 WHERE e.source_id = :source_id AND e.uid = ANY (cast(:uids AS text[]))
   AND EXISTS (SELECT FROM run_sightings g WHERE g.run_id = :run_id AND o.id = ANY (g.occurrences))
 GROUP BY e.id
"""

_UNSEE = """
UPDATE run_sightings SET occurrences = ARRAY(
           SELECT id FROM unnest(occurrences) AS own (id) WHERE id <> ALL (cast(:ids AS bigint[])))
 WHERE run_id = :run_id AND occurrences && cast(:ids AS bigint[])
"""
