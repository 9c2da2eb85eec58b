"""What a decision about listings does to the events that people see, and to their series."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

from storage.merging.people import together_with
from storage.merging.standing import find_shown
from storage.series.reading import read_series

Companions = Mapping[int, frozenset[int]]
"""By the id of an event: the other events that lists show it with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenEvent:
    """An event that people see after a decision.

    sources  the titles of all sources that list it, its own first.
    series   how many other events lists show it with.
    left     how many of these it was with before, and is no longer; `entered`: how many are new.
    """

    event_id: int
    title: str
    sources: tuple[str, ...]
    series: int
    left: int
    entered: int


def companions(connection: Connection, event_ids: Collection[int]) -> Companions:
    """Of the events that people see instead of these. Those that are decided about don't count."""
    return {one: _others(connection, find_shown(connection, one)) - frozenset(event_ids) for one in event_ids}


def seen_after(connection: Connection, before: Companions) -> list[SeenEvent]:
    """The events that people see after a decision about those of `before`."""
    after = companions(connection, before.keys())
    rows = connection.execute(text(_SEEN), {"ids": list(before)}).all()
    sources = {row.id: row.source for row in rows}
    return [
        SeenEvent(
            event_id=row.id,
            title=row.title,
            sources=(row.source, *(sources[one] for one in together_with(connection, row.id) if one in sources)),
            series=len(after[row.id]),
            left=len(before[row.id] - after[row.id]),
            entered=len(after[row.id] - before[row.id]),
        )
        for row in rows
        if not row.covered
    ]


def _others(connection: Connection, event_id: int) -> frozenset[int]:
    found = read_series(connection, event_id)
    return frozenset() if found is None else frozenset(one.event_id for one in found.events if one.event_id != event_id)


_SEEN = """
SELECT e.id, e.title, e.covered, s.title AS source FROM events e JOIN sources s ON s.id = e.source_id
 WHERE e.id = ANY (:ids) ORDER BY e.id
"""
