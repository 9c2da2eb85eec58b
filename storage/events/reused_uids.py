"""Recognizes UIDs that a site has given to other events, such as `event-0`, `event-1`, … by place in its list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, text

from core.items import EventItem
from storage.events.same_titles import comparable, comparable_sql
from storage.runs.ledger import RunToken

_SHIFTED_AT_LEAST = 2


@dataclass(frozen=True, slots=True)
class Stored:
    """A listed event of the source."""

    id: int
    uid: str
    title: str
    starts: frozenset[datetime]


def reassign(
    connection: Connection, run: RunToken, batch: Sequence[EventItem], titles: Mapping[str, str]
) -> Collection[int]:
    """Give stored events the UIDs under which the batch has them now; returns their ids.

    A UID is reused if its title and all its starts have changed. An item with a reused UID is the stored event that has
    its title and one of its starts, if that event's UID is reused, too, or gone; so is an item with a new UID, if that
    event's UID is reused. An event that the batch doesn't have, and whose UID another one has taken, keeps its row and
    its outgoing UID.

    Where events share one title, a UID whose date has changed may be reused, too: it is if its new date is that of
    another of them, which has another date now, and its SEQUENCE doesn't say that it was moved.

    titles  of the stored events, by UID.
    """
    retitled = [item for item in batch if _differ(titles.get(item.uid, item.title), item.title)]
    shifted = _shifted(connection, run.source_id, _namesakes(batch, titles))
    if not retitled and len(shifted) < _SHIFTED_AT_LEAST:
        return ()
    suspects = [*retitled, *shifted]
    own = {one.uid: one for one in _stored(connection, run.source_id, _HAS_UID, [item.uid for item in suspects])}
    renamed = [item for item in suspects if item.uid in own and own[item.uid].starts.isdisjoint(_starts(item))]
    if not renamed:
        return ()
    reused = {item.uid for item in renamed}
    sought = renamed + [item for item in batch if item.uid not in titles]
    alike = _stored(connection, run.source_id, _HAS_TITLE, [comparable(item.title) for item in sought])
    stored = {one.id: one for one in (*own.values(), *alike)}
    found = _pairs(sought, [stored[each] for each in sorted(stored)], reused, {i.uid for i in batch})
    if all(one.uid not in reused for one in found.values()):
        found = {uid: one for uid, one in found.items() if _differ(one.title, titles.get(uid, ""))}
    if not found:
        return ()
    moved = {one.id: uid for uid, one in found.items()}
    parked = {own[uid].id: _parked(own[uid]) for uid in found if uid in own and own[uid].id not in moved}
    _rename(connection, run, moved, parked)
    return list(moved)


def _namesakes(batch: Sequence[EventItem], titles: Mapping[str, str]) -> list[EventItem]:
    """The known events with a single date and a title that several of them have."""
    dated = [item for item in batch if len(item.occurrences) == 1 and item.uid in titles]
    often = Counter(comparable(item.title) for item in dated)
    return [
        item
        for item in dated
        if often[comparable(item.title)] >= _SHIFTED_AT_LEAST and not _differ(titles[item.uid], item.title)
    ]


def _shifted(connection: Connection, source_id: int, items: Sequence[EventItem]) -> list[EventItem]:
    """Those whose date is no longer a stored one, without a higher SEQUENCE."""
    if not items:
        return []
    parameters = {
        "source_id": source_id,
        "uids": [item.uid for item in items],
        "starts": [item.occurrences[0].starts_at for item in items],
        "sequences": [item.sequence or 0 for item in items],
    }
    uids = set(connection.execute(text(_SHIFTED), parameters).scalars())
    return [item for item in items if item.uid in uids]


def _pairs(
    items: Sequence[EventItem], stored: Sequence[Stored], reused: Collection[str], present: Collection[str]
) -> dict[str, Stored]:
    """By UID, the stored event that each item is."""
    by_title: dict[str, list[Stored]] = {}
    for one in stored:
        by_title.setdefault(comparable(one.title), []).append(one)
    found: dict[str, Stored] = {}
    taken: set[int] = set()
    for item in items:
        for one in by_title.get(comparable(item.title), ()):
            free = one.uid in reused or (item.uid in reused and one.uid not in present)
            if free and one.uid != item.uid and one.id not in taken and not one.starts.isdisjoint(_starts(item)):
                found[item.uid] = one
                taken.add(one.id)
                break
    return found


def _starts(item: EventItem) -> frozenset[datetime]:
    return frozenset(one.starts_at for one in item.occurrences)


def _differ(one: str, other: str) -> bool:
    return comparable(one) != comparable(other)


def _parked(one: Stored) -> str:
    return f"{one.uid}#{sha256(f'{one.id} {one.title}'.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _stored(connection: Connection, source_id: int, test: str, values: Sequence[str]) -> list[Stored]:
    rows = connection.execute(text(_STORED.format(test=test)), {"source_id": source_id, "values": list(values)})
    return [Stored(row.id, row.uid, row.title, frozenset(row.starts)) for row in rows]


def _rename(connection: Connection, run: RunToken, moved: Mapping[int, str], parked: Mapping[int, str]) -> None:
    uids = {**moved, **parked}
    parameters = {"ids": list(uids), "uids": list(uids.values()), "moved": list(moved), "run_id": run.run_id}
    for statement in (_RECORD, _SET_ASIDE, _RENAME):
        connection.execute(text(statement), parameters)


_HAS_UID = "e.uid = ANY (cast(:values AS text[]))"
_HAS_TITLE = f"{comparable_sql('e.title')} = ANY (cast(:values AS text[]))"
"""Reads all events of the source: 20 ms for 5,000."""

_STORED = """
SELECT e.id, e.uid, e.title, array_agg(o.starts_at) AS starts
  FROM source_events e JOIN source_occurrences o ON o.event_id = e.id AND o.withdrawn_at IS NULL
 WHERE e.source_id = :source_id AND e.withdrawn_at IS NULL
   AND {test}
 GROUP BY e.id, e.uid, e.title ORDER BY e.id
"""

_SHIFTED = """
SELECT n.uid
  FROM unnest(cast(:uids AS text[]), cast(:starts AS timestamptz[]), cast(:sequences AS int[])) AS n (uid, starts, seq)
 CROSS JOIN LATERAL (SELECT id FROM events WHERE source_id = :source_id AND uid = n.uid AND withdrawn_at IS NULL
                        AND coalesce(sequence, 0) >= n.seq OFFSET 0) e
 WHERE NOT EXISTS (
    SELECT FROM source_occurrences o WHERE o.event_id = e.id AND o.withdrawn_at IS NULL AND o.starts_at = n.starts)
"""

_RECORD = """
INSERT INTO event_changes (event_id, field, old, new, run_id)
SELECT e.id, 'uid', to_jsonb(e.uid), to_jsonb(n.uid), :run_id
  FROM unnest(cast(:ids AS bigint[]), cast(:uids AS text[])) AS n (id, uid) JOIN events e ON e.id = n.id
 WHERE e.id = ANY (cast(:moved AS bigint[]))
"""

_SET_ASIDE = """
UPDATE events SET public_uid = coalesce(public_uid, uid), uid = 'renamed ' || id
 WHERE id = ANY (cast(:ids AS bigint[]))
"""
"""Two events of a source never have the same UID, not even for a moment."""

_RENAME = """
UPDATE events e SET uid = n.uid, public_uid = nullif(e.public_uid, n.uid), updated_run_id = :run_id
  FROM unnest(cast(:ids AS bigint[]), cast(:uids AS text[])) AS n (id, uid) WHERE e.id = n.id
"""
