"""Writes groups: who is in them, whom people see, under which identity, and what the members disagree about."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from storage.merging.conflicts import conflicts, stale
from storage.merging.regroup import ranked
from storage.merging.showings import Showing

Identity = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Row:
    """A stored group. `identity`: source, uid, key."""

    id: int
    identity: Identity
    sequence: int
    conflicts: list[dict[str, Any]] | None


def save_groups(connection: Connection, groups: Sequence[Sequence[Showing]]) -> set[int]:
    """Makes the stored groups equal to these, and returns the events whose occurrences were written.

    One that is left alone keeps its group, which remembers the identity and how often it changed."""
    stored = _read(connection, {one.group_id for group in groups for one in group if one.group_id is not None})
    rows = _assign(groups, stored)
    kept = {row.id for row in rows if row is not None}
    members: list[tuple[Showing, int | None, bool]] = []
    for group, row in zip(groups, rows, strict=True):
        if len(group) == 1 and row is None:
            members.append((group[0], None, False))
            continue
        shown = ranked(group, stale(group))[0]
        row = row or _add(connection, _identity(_oldest(group)))
        _update(connection, row, shown, group)
        members += [(one, row.id, one is not shown) for one in group]
    _write(connection, members)
    _remove(connection, stored.keys() - kept)
    return {one.event_id for one, group_id, covered in members if (one.group_id, one.covered) != (group_id, covered)}


def remove_empty_groups(connection: Connection) -> None:
    """Groups whose occurrences were all deleted: with their source, or because of their age."""
    connection.execute(
        text("DELETE FROM event_groups g WHERE NOT EXISTS (SELECT FROM occurrences o WHERE o.group_id = g.id)")
    )


def _assign(groups: Sequence[Sequence[Showing]], stored: Mapping[int, _Row]) -> list[_Row | None]:
    """The stored row of each group: the one whose identity is a member's, else the one that most members were in. Of
    several, the oldest stays."""
    by_identity: dict[Identity, list[_Row]] = defaultdict(list)
    for row in stored.values():
        by_identity[row.identity].append(row)
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for number, group in enumerate(groups):
        for one in group:
            if one.group_id is not None:
                votes[one.group_id][number] += 1
            for row in by_identity.get(_identity(one), ()):
                votes[row.id][number] += 1_000_000
    wanted: dict[int, list[_Row]] = defaultdict(list)
    for row in stored.values():
        if votes[row.id]:
            number, _ = max(votes[row.id].items(), key=lambda each: (each[1], -each[0]))
            wanted[number].append(row)
    return [min(wanted[number], key=lambda row: row.id, default=None) for number in range(len(groups))]


def _identity(one: Showing) -> Identity:
    return one.source, one.uid, one.key


def _oldest(group: Sequence[Showing]) -> Showing:
    return min(group, key=lambda one: (one.since, one.event_id, one.occurrence_id))


def _read(connection: Connection, ids: Collection[int]) -> dict[int, _Row]:
    if not ids:
        return {}
    found = connection.execute(
        text("SELECT id, source, uid, key, sequence, conflicts FROM event_groups WHERE id = ANY (:ids)"),
        {"ids": list(ids)},
    )
    return {row.id: _Row(row.id, (row.source, row.uid, row.key), row.sequence, row.conflicts) for row in found}


def _add(connection: Connection, identity: Identity) -> _Row:
    source, uid, key = identity
    group_id: int = connection.execute(
        text("INSERT INTO event_groups (source, uid, key, sequence) VALUES (:source, :uid, :key, 1) RETURNING id"),
        {"source": source, "uid": uid, "key": key},
    ).scalar_one()
    return _Row(group_id, identity, 1, None)


def _update(connection: Connection, row: _Row, shown: Showing, group: Sequence[Showing]) -> None:
    """Notes conflicts, and counts on where another member was shown under this identity before."""
    said = conflicts(shown, group) or None
    before = next((one for one in group if one.group_id == row.id and not one.covered), None)
    if before is None:
        before = next((one for one in group if _identity(one) == row.identity), shown)
    sequence = row.sequence
    if before is not shown:
        sequence += _changes(connection, before.event_id) + 1
    elif said != row.conflicts:
        sequence += 1
    if sequence != row.sequence or said != row.conflicts:
        connection.execute(
            text("""UPDATE event_groups SET sequence = :sequence, conflicts = cast(:said AS jsonb), changed_at = now()
                     WHERE id = :id"""),
            {"id": row.id, "sequence": sequence, "said": None if said is None else json.dumps(said)},
        )


def _changes(connection: Connection, event_id: int) -> int:
    """At least as many as `storage.events.feed_listings` counts for each of its occurrences."""
    counted = connection.execute(
        text("""SELECT changes_gone + (SELECT count(DISTINCT changed_at) FROM event_changes
                                        WHERE event_id = e.id AND field <> 'uid') FROM events e WHERE id = :id"""),
        {"id": event_id},
    )
    return int(counted.scalar_one())


def _write(connection: Connection, members: Sequence[tuple[Showing, int | None, bool]]) -> None:
    changed = [each for each in members if (each[0].group_id, each[0].covered) != each[1:]]
    if changed:
        connection.execute(
            text("""UPDATE occurrences o SET group_id = m.group_id, covered = m.covered
                      FROM unnest(cast(:ids AS bigint[]), cast(:groups AS bigint[]), cast(:covered AS boolean[]))
                           m (id, group_id, covered) WHERE o.id = m.id"""),
            {
                "ids": [one.occurrence_id for one, _, _ in changed],
                "groups": [group_id for _, group_id, _ in changed],
                "covered": [covered for _, _, covered in changed],
            },
        )


def _remove(connection: Connection, ids: Collection[int]) -> None:
    """Groups without members."""
    if ids:
        connection.execute(
            text("""DELETE FROM event_groups g WHERE id = ANY (:ids)
                       AND NOT EXISTS (SELECT FROM occurrences o WHERE o.group_id = g.id)"""),
            {"ids": list(ids)},
        )
