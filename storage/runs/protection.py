"""Which missing events the records that were not read could be."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, text

from storage.events.same_titles import comparable, comparable_sql
from storage.runs.judgment import RejectedRecord

_HASH = re.compile(r"#[0-9a-f]{8}\Z")
"""A reader puts this, or `#` or `@` and the title or venue, behind a UID that two events share."""


@dataclass(frozen=True, slots=True)
class Protected:
    """Ids of events. certain: a record has their UID, or their title and day. possible: one has their title, or, where
    its title can't be read, their day."""

    certain: frozenset[int] = frozenset()
    possible: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Event:
    """An event that the run did not see (`gone`), or not completely. `title`: in comparable form."""

    id: int
    uid: str
    title: str
    days: Collection[date]
    gone: bool

    @property
    def has_uid(self) -> bool:
        """An event known by a fingerprint has no UID to compare."""
        return not self.uid.startswith("fp-")


@dataclass(frozen=True, slots=True)
class _Record:
    """What can be compared of a record. `title`: in comparable form, "" if it can't be read. `strange`: no stored event
    of the source has its UID."""

    uid: str
    title: str
    day: date | None
    strange: bool = field(default=True, compare=False)

    def has_uid_of(self, event: _Event) -> bool:
        if not self.uid or not event.has_uid:
            return False
        extended = event.uid.startswith((f"{self.uid}#", f"{self.uid}@"))
        return self.uid == _HASH.sub("", event.uid) or (extended and self.title == event.title)

    def is_on_its_day(self, event: _Event) -> bool:
        return bool(self.title) and self.day in event.days and self.may_be(event)

    def may_be(self, event: _Event) -> bool:
        if self.uid and event.has_uid:
            return self.strange and self.title == event.title and self.day in event.days
        return self.title == event.title if self.title else self.day in event.days


def protected(
    connection: Connection, source_id: int, records: Sequence[RejectedRecord], earlier: Sequence[str]
) -> Protected:
    """Reads the table that `withdrawal.find` fills.

    A record whose UID a stored event has is that event. Any other is at most one event, the one that fits best, and not
    one that an earlier run saw together with it.

    earlier  ids of the source's earlier runs.
    """
    events = [_Event(**row) for row in connection.execute(text(_EVENTS)).mappings()]
    parameters = {"source_id": source_id, "uids": list({one.uid for one in records if one.uid})}
    known = frozenset(connection.execute(text(_KNOWN_UIDS), parameters).scalars())
    read = [_Record(one.uid, one.title and comparable(one.title), one.day, one.uid not in known) for one in records]
    near = _near(read, events)
    by_uid = frozenset(event.id for event in events if any(one.has_uid_of(event) for one in near[event.id]))
    rest = [event for event in events if event.id not in by_uid and near[event.id]]
    together = _seen_together(connection, [event.id for event in rest if event.gone], earlier)
    counts = Counter(read)
    left = Counter(read)
    found: dict[bool, set[int]] = {True: set(), False: set()}
    for exactly in (True, False):
        for event in rest:
            fitting = (one for one in near[event.id] if (one.is_on_its_day if exactly else one.may_be)(event))
            free = (one for one in fitting if left[one] and counts[one] > together[event.id][one])
            if event.id not in found[True] and (one := next(free, None)) is not None:
                left[one] -= 1
                found[exactly].add(event.id)
    return Protected(by_uid | found[True], frozenset(found[False]))


def _near(records: Sequence[_Record], events: Sequence[_Event]) -> Mapping[int, Collection[_Record]]:
    """By event, the records that have its UID, its title, or its day."""
    having: dict[object, dict[_Record, None]] = defaultdict(dict)
    for one in records:
        for value in (("uid", one.uid), ("title", one.title), one.day):
            having[value][one] = None
    return {
        event.id: {
            **having["uid", _HASH.sub("", event.uid)],
            **having["title", event.title],
            **{one: None for day in event.days for one in having[day] if not one.title},
        }
        for event in events
    }


def _seen_together(
    connection: Connection, event_ids: Sequence[int], earlier: Sequence[str]
) -> Mapping[int, Counter[_Record]]:
    """By event, how many of each record a run read that saw the event, too."""
    found: dict[int, Counter[_Record]] = defaultdict(Counter)
    if not event_ids or not earlier:
        return found
    rows = connection.execute(text(_SEEN_TOGETHER), {"runs": list(earlier), "event_ids": list(event_ids)})
    for row in rows:
        found[row.event_id] |= Counter(
            _Record(uid, title and comparable(title), None if day is None else date.fromisoformat(day))
            for uid, title, day in row.records
        )
    return found


_EVENTS = f"""
SELECT e.id, e.uid, {comparable_sql("e.title")} AS title, m.gone,
       ARRAY(SELECT DISTINCT o.local_date FROM source_occurrences o
              WHERE o.event_id = e.id AND o.withdrawn_at IS NULL) AS days
  FROM source_events e JOIN (SELECT DISTINCT event_id, gone FROM missing) m ON m.event_id = e.id
 ORDER BY m.gone DESC, e.id
"""

_KNOWN_UIDS = """
SELECT r.uid FROM unnest(cast(:uids AS text[])) AS r (uid)
 WHERE EXISTS (SELECT FROM events e WHERE e.source_id = :source_id AND (
                   e.uid = r.uid OR starts_with(e.uid, r.uid || '#') OR starts_with(e.uid, r.uid || '@')))
"""

_SEEN_TOGETHER = """
SELECT x.event_id, r.decision -> 'records' AS records
  FROM runs r JOIN run_sightings s ON s.run_id = r.id
 CROSS JOIN LATERAL unnest(s.new || s.changed || s.unchanged) AS x (event_id)
 WHERE r.id = ANY (cast(:runs AS text[])) AND jsonb_array_length(r.decision -> 'records') > 0
   AND x.event_id = ANY (cast(:event_ids AS bigint[]))
"""
