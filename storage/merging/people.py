"""What a person decided about two events: that they are one, or that they are not. It is remembered."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, text

from storage.merging.match import match_events
from storage.merging.regroup import LinkState


class NotPossible(ValueError):
    """The two can't be joined or split. The message says why."""


def join(connection: Connection, event_id: int, other_id: int, *, by: str, because: str | None = None) -> None:
    """Two events are one. This undoes earlier splits between them and those that they are joined with, and rules don't
    separate them again."""
    if event_id == other_id:
        raise NotPossible("An event can't be joined with itself.")
    _require(connection, (event_id, other_id))
    ours, theirs = ([one, *together_with(connection, one)] for one in (event_id, other_id))
    connection.execute(text(_FORGET_SPLITS), {"ours": ours, "theirs": theirs})
    _decide(connection, [(event_id, other_id)], LinkState.JOINED, by, because)
    match_events(connection, (event_id, other_id))


def split(
    connection: Connection, event_id: int, other_id: int | None = None, *, by: str, because: str | None = None
) -> Sequence[int]:
    """The event isn't the other one, or if none is given, none of those that share a group with it. Returns those.

    The others that were joined with either stay together with the one that they resemble most."""
    _require(connection, (event_id,) if other_id is None else (event_id, other_id))
    others = together_with(connection, event_id) if other_id is None else [other_id]
    if not others or event_id in others:
        raise NotPossible(f"Event {event_id} isn't joined with another one.")
    _decide(connection, [(event_id, other) for other in others], LinkState.REFUSED, by, because)
    match_events(connection, (event_id, *others))
    return others


def together_with(connection: Connection, event_id: int) -> list[int]:
    """The other events that share a group with this one."""
    found = connection.execute(
        text("""SELECT DISTINCT p.event_id FROM occurrences o JOIN occurrences p ON p.group_id = o.group_id
                 WHERE o.event_id = :id AND p.event_id <> :id ORDER BY p.event_id"""),
        {"id": event_id},
    )
    return list(found.scalars())


def _require(connection: Connection, event_ids: Collection[int]) -> None:
    found = connection.execute(text("SELECT id FROM events WHERE id = ANY (:ids)"), {"ids": list(event_ids)})
    missing = sorted(set(event_ids) - set(found.scalars()))
    if missing:
        raise LookupError(f"There is no event {missing[0]}.")


def _decide(
    connection: Connection, pairs: Sequence[tuple[int, int]], state: LinkState, by: str, because: str | None
) -> None:
    """What the rules said stays in the row."""
    connection.execute(
        text("""
            INSERT INTO event_links (low_id, high_id, state, decided_by, decided_at, decided_because)
            VALUES (:low, :high, :state, :by, now(), :because)
                ON CONFLICT (low_id, high_id) DO UPDATE
               SET since = now(), state = excluded.state, decided_by = excluded.decided_by,
                   decided_at = excluded.decided_at, decided_because = excluded.decided_because"""),
        [{"low": min(pair), "high": max(pair), "state": state.value, "by": by, "because": because} for pair in pairs],
    )


_FORGET_SPLITS = """
DELETE FROM event_links
 WHERE state = 'refused' AND ((low_id = ANY (:ours) AND high_id = ANY (:theirs))
                           OR (low_id = ANY (:theirs) AND high_id = ANY (:ours)))
"""
"""The last decision wins. Otherwise a split from all members of a group would keep some of them apart for good."""
