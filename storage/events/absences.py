"""Reads which complete runs missed an event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class MissedBy:
    """A complete run that no longer saw an event. `started_at`: None if the run was deleted because of its age."""

    id: str
    started_at: datetime | None


MISSED_BY = """
    (SELECT jsonb_agg(jsonb_build_object('id', m.id, 'started_at', r.started_at) ORDER BY m.place)
       FROM unnest(a.run_ids) WITH ORDINALITY m (id, place) LEFT JOIN runs r ON r.id = m.id)"""
"""SQL for the runs of a row a of `event_absences`, the earliest first; null without a row."""


def missed_by(found: Iterable[Mapping[str, Any]] | None) -> tuple[MissedBy, ...]:
    """What MISSED_BY found."""
    return tuple(
        MissedBy(one["id"], None if one["started_at"] is None else datetime.fromisoformat(one["started_at"]))
        for one in found or ()
    )
