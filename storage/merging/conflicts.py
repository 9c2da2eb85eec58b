"""What the members of a group disagree about: when it is, and whether it takes place. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from core.items import EventStatus
from storage.matching.groups import copies
from storage.merging.overlay import ConflictKind
from storage.merging.policy import ORDER
from storage.merging.regroup import agree, ranked, role_of
from storage.merging.showings import Showing

SETTLED_BY = {ConflictKind.TIME: "starts_at", ConflictKind.STATUS: "status"}
OFF = (EventStatus.CANCELLED, EventStatus.POSTPONED)


def conflicts(shown: Showing, members: Sequence[Showing]) -> list[dict[str, Any]]:
    """What each member says against the shown one, as JSON: `kind`, `source`, `source_title`, `event_id`, `starts_at`,
    `by_day` (whether only the day is known), `timezone`, `status`. Not what a person has settled by an edit."""
    if not shown.live:
        return []
    edited = {column for one in members for column in one.edited}
    return [
        _said(kind, one)
        for one in ranked(members)
        if one is not shown
        for kind in _kinds(shown, one, members)
        if SETTLED_BY.get(kind) not in edited
    ]


def _kinds(shown: Showing, one: Showing, members: Sequence[Showing]) -> Iterator[ConflictKind]:
    if not one.live:
        better = ORDER.index(role_of(one, members)) < ORDER.index(role_of(shown, members))
        if better and agree(shown, one):
            yield ConflictKind.WITHDRAWN
        return
    if not agree(shown, one):
        yield ConflictKind.TIME
    if (shown.status in OFF) != (one.status in OFF):
        yield ConflictKind.STATUS


def _said(kind: ConflictKind, one: Showing) -> dict[str, Any]:
    return {
        "kind": kind.value,
        "event_id": one.event_id,
        "source": one.source,
        "source_title": one.source_title,
        "starts_at": one.listing.start.isoformat(),
        "by_day": one.listing.all_day or not one.listing.time_known,
        "status": one.status.value,
    }


def stale(members: Sequence[Showing]) -> set[int]:
    """The occurrences that copy a member of a better role that no longer lists it: they are one witness with it."""
    gone = [one for one in members if not one.live]
    return {
        one.occurrence_id
        for one in members
        if one.live
        and any(copies(one.prepared, better.prepared) and _is_better(better, one, members) for better in gone)
    }


def _is_better(one: Showing, other: Showing, members: Sequence[Showing]) -> bool:
    return ORDER.index(role_of(one, members)) < ORDER.index(role_of(other, members))
