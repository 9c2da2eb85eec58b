"""Removes a source, and says before what that takes from the calendar."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from storage.edits.by_hand import NAME as EDITORS
from storage.merging.groups import remove_empty_groups
from storage.merging.match import match_events
from storage.merging.turns import writing
from storage.runs.ledger import SourceBusy


class HoldsOwnEvents(Exception):
    """Events that editors added are nowhere else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What a source's removal deletes.

    upcoming   events that people see now. `shared`: those among them that other sources list, too: people still see
               these, as the others give them.
    others     past, withdrawn, and hidden events.
    corrected  events with corrections by people.
    runs       with what each changed.
    """

    upcoming: int
    shared: int
    others: int
    corrected: int
    runs: int


def foresee(connection: Connection, source_id: int) -> Removal:
    return Removal(**connection.execute(text(_REMOVAL), {"id": source_id}).one()._mapping)


def check_removable(connection: Connection, source_id: int) -> None:
    """Raises HoldsOwnEvents."""
    added = connection.execute(text(_ADDED), {"id": source_id, "editors": EDITORS}).scalar_one_or_none()
    if added is not None:
        raise HoldsOwnEvents(
            f"This is where events that editors added are kept: {added} now. "
            "Hide those that should go; the source stays."
        )


def remove_source(connection: Connection, source_id: int) -> bool:
    """Removes a source with its feeds, events, and runs, and shows what other sources say of the events that they
    share. False if there is no such source. Raises SourceBusy while a run reads it, HoldsOwnEvents, and RowsBusy."""
    with writing(connection):
        check_removable(connection, source_id)
        active = connection.execute(text(_ACTIVE), {"id": source_id}).scalars().first()
        if active is not None:
            raise SourceBusy(f"Run {active} of the source is active. Remove the source when that has ended.")
        shared = connection.execute(text(_PARTNERS), {"id": source_id}).scalars().all()
        if not connection.execute(text("DELETE FROM sources WHERE id = :id"), {"id": source_id}).rowcount:
            return False
        connection.execute(
            text("UPDATE alert_routes SET sources = array_remove(sources, :id) WHERE :id = ANY (sources)"),
            {"id": source_id},
        )
        remove_empty_groups(connection)
    match_events(connection, shared)
    return True


_IS_UPCOMING = """
e.withdrawn_at IS NULL AND e.hidden_at IS NULL AND EXISTS (
    SELECT FROM occurrences o WHERE o.event_id = e.id AND o.withdrawn_at IS NULL AND o.starts_at >= now())"""
_IS_SHARED = """
EXISTS (SELECT FROM occurrences o JOIN occurrences p ON p.group_id = o.group_id AND p.event_id <> o.event_id
          JOIN events other ON other.id = p.event_id AND other.source_id <> e.source_id
         WHERE o.event_id = e.id AND p.withdrawn_at IS NULL AND other.withdrawn_at IS NULL)"""
_REMOVAL = f"""
SELECT count(*) FILTER (WHERE upcoming) AS upcoming, count(*) FILTER (WHERE upcoming AND shared) AS shared,
       count(*) FILTER (WHERE NOT upcoming) AS others, count(*) FILTER (WHERE corrected) AS corrected,
       (SELECT count(*) FROM runs WHERE source_id = :id) AS runs
  FROM (SELECT {_IS_UPCOMING} AS upcoming, {_IS_SHARED} AS shared,
               EXISTS (SELECT FROM event_edits x WHERE x.event_id = e.id AND x.withdrawn_at IS NULL) AS corrected
          FROM events e WHERE e.source_id = :id) mine
"""
_ACTIVE = "SELECT id FROM runs WHERE source_id = :id AND status = 'running' AND lease_until > now()"
_ADDED = """
SELECT (SELECT count(*) FROM events WHERE source_id = s.id) FROM sources s WHERE s.id = :id AND s.name = :editors
"""
_PARTNERS = """
SELECT DISTINCT other.id FROM events e JOIN occurrences o ON o.event_id = e.id
  JOIN occurrences p ON p.group_id = o.group_id AND p.event_id <> o.event_id
  JOIN events other ON other.id = p.event_id AND other.source_id <> e.source_id WHERE e.source_id = :id
"""
