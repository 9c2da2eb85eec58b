"""What a person decided: that events are one series, or that they aren't. It is remembered."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, text

from storage.merging.people import NotPossible, together_with
from storage.merging.turns import writing
from storage.series.assign import assign, rules_ids


def group(connection: Connection, event_ids: Sequence[int], *, by: str, because: str | None = None) -> None:
    """The events, and those of their series, are one series. Later events with one of their titles belong to it.

    A single event goes back to the series that the rules give it."""
    _require(connection, event_ids)
    named = _with_other_listings(connection, event_ids)
    alike = rules_ids(connection, named)
    touched = _events_of(connection, [*alike, *_series_of(connection, named)]) | set(named)
    whole = _whole_series(connection, named, alike)
    _forget(connection, named, alike)
    if len(set(event_ids)) > 1:
        series_id = _add(connection, by, because)
        for table in ("series_events", "series_titles"):
            connection.execute(
                text(f"UPDATE {table} SET series_id = :id WHERE series_id = ANY (:whole)"),
                {"id": series_id, "whole": whole},
            )
        _put(connection, series_id, named, alike)
    _finish(connection, touched)


def ungroup(
    connection: Connection, event_id: int, *, whole: bool = False, by: str, because: str | None = None
) -> Sequence[int]:
    """The event is in no series with others. Returns the events that it was with.

    If it was alone, or if the `whole` series is meant, lists show each date. Raises NotPossible if it has only one."""
    _require(connection, [event_id])
    named = _with_other_listings(connection, [event_id])
    found = _series_of(connection, named)
    everyone = _events_of(connection, found) | set(named)
    others = sorted(everyone - set(named))
    if not others and _dates(connection, named) < 2:
        raise NotPossible(f"Event {event_id} has one date, and is in no series.")
    alike = rules_ids(connection, everyone) if whole else set()
    _forget(connection, everyone if whole else named, alike)
    series_id = _add(connection, by, because, each_date=whole or not others)
    _put(connection, series_id, [] if whole else named, alike)
    _finish(connection, everyone)
    return others


def _require(connection: Connection, event_ids: Collection[int]) -> None:
    found = connection.execute(text("SELECT id FROM events WHERE id = ANY (:ids)"), {"ids": list(event_ids)})
    missing = sorted(set(event_ids) - set(found.scalars()))
    if missing:
        raise LookupError(f"There is no event {missing[0]}.")


def _with_other_listings(connection: Connection, event_ids: Collection[int]) -> list[int]:
    """With the events that share a group with one of these, which people may see tomorrow."""
    return sorted({*event_ids, *(other for one in event_ids for other in together_with(connection, one))})


def _series_of(connection: Connection, event_ids: Collection[int]) -> list[int]:
    found = connection.execute(
        text("""SELECT DISTINCT series_id FROM event_search
                 WHERE series_id IS NOT NULL AND (entry_id = ANY (cast(:ids AS bigint[]))
                    OR (entry_id < 0 AND event_id = ANY (cast(:ids AS bigint[]))))"""),
        {"ids": list(event_ids)},
    )
    return list(found.scalars())


def _events_of(connection: Connection, series_ids: Collection[int]) -> set[int]:
    found = connection.execute(
        text("SELECT event_id FROM event_search WHERE series_id = ANY (cast(:ids AS bigint[])) AND NOT hidden"),
        {"ids": list(series_ids)},
    )
    return set(found.scalars())


def _whole_series(connection: Connection, event_ids: Collection[int], alike: Collection[int]) -> list[int]:
    """The series that persons made of these events with others."""
    found = connection.execute(
        text("""SELECT id FROM series
                 WHERE NOT each_date AND (id IN (SELECT series_id FROM series_events WHERE event_id = ANY (:events))
                    OR id IN (SELECT series_id FROM series_titles WHERE rules_id = ANY (cast(:alike AS bigint[]))))"""),
        {"events": list(event_ids), "alike": list(alike)},
    )
    return list(found.scalars())


def _dates(connection: Connection, event_ids: Collection[int]) -> int:
    counted = connection.execute(
        text("""SELECT count(*) FROM occurrences
                 WHERE event_id = ANY (:ids) AND NOT covered AND withdrawn_at IS NULL"""),
        {"ids": list(event_ids)},
    )
    return int(counted.scalar_one())


def _forget(connection: Connection, event_ids: Collection[int], alike: Collection[int]) -> None:
    connection.execute(text("DELETE FROM series_events WHERE event_id = ANY (:ids)"), {"ids": list(event_ids)})
    connection.execute(
        text("DELETE FROM series_titles WHERE rules_id = ANY (cast(:alike AS bigint[]))"), {"alike": list(alike)}
    )


def _add(connection: Connection, by: str, because: str | None, *, each_date: bool = False) -> int:
    series_id: int = connection.execute(
        text("""INSERT INTO series (each_date, decided_by, decided_because) VALUES (:each_date, :by, :because)
                RETURNING id"""),
        {"each_date": each_date, "by": by, "because": because},
    ).scalar_one()
    return series_id


def _put(connection: Connection, series_id: int, event_ids: Collection[int], alike: Collection[int]) -> None:
    connection.execute(
        text("INSERT INTO series_events (event_id, series_id) SELECT unnest(cast(:ids AS bigint[])), :series"),
        {"ids": list(event_ids), "series": series_id},
    )
    connection.execute(
        text("INSERT INTO series_titles (rules_id, series_id) SELECT unnest(cast(:ids AS bigint[])), :series"),
        {"ids": list(alike), "series": series_id},
    )


def _finish(connection: Connection, event_ids: Collection[int]) -> None:
    connection.execute(
        text("""DELETE FROM series s
                 WHERE NOT EXISTS (SELECT FROM series_events e WHERE e.series_id = s.id)
                   AND NOT EXISTS (SELECT FROM series_titles t WHERE t.series_id = s.id)""")
    )
    with writing(connection):
        assign(connection, event_ids)
