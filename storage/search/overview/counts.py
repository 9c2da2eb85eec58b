"""Counts how many events each choice of a filter would leave, in one pass over the events that the others leave.

Only what takes place counts: a canceled or postponed time doesn't, unless the filter asks for a status.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, text

from storage.search import conditions
from storage.search.conditions import EVENING, ONLINE, STATUS
from storage.search.filters import EventFilter
from storage.search.fragments import TRUE, Fragment, compose

ALL, CATEGORY, VENUE, SOURCE, FREE, IN_EVENING, IS_ONLINE = "#all", "#k", "#v", "#s", "#free", "#evening", "#online"
"""What is counted, as the marks of `event_search` begin, and three marks that only this statement knows."""
_COUNTED = """
    WITH found AS MATERIALIZED (
         SELECT coalesce(x.series_id, x.entry_id) AS what, array_remove(ARRAY[{failed}]::text[], NULL) AS failed,
                x.marks || ARRAY['#all', CASE WHEN t.evening THEN '#evening' END, CASE WHEN t.online THEN '#online' END]
                AS marks
           FROM (SELECT * FROM event_search x WHERE {passing} OFFSET 0) x
          CROSS JOIN LATERAL (
                SELECT bool_or({evening}) AS evening, bool_or({online}) AS online
                  FROM occurrences o WHERE o.entry_id = x.entry_id AND {shown} AND {held}) t
          WHERE t.evening IS NOT NULL)
    SELECT mark, count(DISTINCT what) AS events
      FROM found CROSS JOIN LATERAL unnest(marks) mark
     WHERE cardinality(failed) < 2 AND split_part(mark, ':', 1) = ANY (:counted)
       AND failed <@ ARRAY[split_part(mark, ':', 1)]
     GROUP BY mark"""

HELD = Fragment(f"({STATUS.text}) NOT IN ('cancelled', 'postponed')", STATUS.aliases)


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueCount:
    """A place with a name or an address, and how many events the filter finds there."""

    id: int
    name: str | None
    address: str | None
    latitude: float | None
    longitude: float | None
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCount:
    name: str
    title: str
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """`events`: those that the whole filter leaves, each series once. The others: those that it would leave with this
    choice in place of what it has of that kind. `categories`: by slug."""

    events: int
    free: int
    evening: int
    online: int
    categories: Mapping[str, int]
    venues: Sequence[VenueCount]
    sources: Sequence[SourceCount]


def count(connection: Connection, wanted: EventFilter, *, places: bool = False) -> Counts:
    """`wanted`: with its beginning. `places`: with venues and sources. Rooms count for their building; places without
    a name or address aren't listed."""
    rest = replace(wanted, categories=(), venue_id=None, sources=(), free=None, evening=False, online=False)
    asked = conditions.conditions(connection, rest)
    statement = compose(
        _COUNTED,
        failed=_failed(connection, wanted),
        passing=asked.passing,
        shown=asked.shown,
        held=TRUE if wanted.statuses else HELD,
        evening=Fragment(EVENING, ("o",)),
        online=Fragment(ONLINE, ("o",)),
    )
    counted = [ALL, CATEGORY, FREE, IN_EVENING, IS_ONLINE, *([VENUE, SOURCE] if places else [])]
    rows = connection.execute(text(statement.text), {**statement.parameters, "counted": counted})
    found = {row.mark: row.events for row in rows}
    return Counts(
        events=found.get(ALL, 0),
        free=found.get(FREE, 0),
        evening=found.get(IN_EVENING, 0),
        online=found.get(IS_ONLINE, 0),
        categories=_of_kind(found, CATEGORY),
        venues=_venues(connection, _of_kind(found, VENUE)) if places else (),
        sources=_sources(connection, _of_kind(found, SOURCE)) if places else (),
    )


def _failed(connection: Connection, wanted: EventFilter) -> Fragment:
    """The kinds of choices of the filter that the entry x, or its times t, don't pass, as SQL values."""
    tests: list[tuple[str, Fragment]] = []
    if wanted.categories:
        marks = [conditions.town_mark(connection, one) or conditions.category_mark(one) for one in wanted.categories]
        tests.append((CATEGORY, conditions.any_mark("of_categories", marks)))
    if wanted.venue_id is not None:
        place_id = conditions.place_id_of(connection, wanted)
        tests.append((VENUE, conditions.any_mark("of_venue", [f"{VENUE}:{place_id}"])))
    if wanted.sources:
        ids = conditions.source_ids_of(connection, wanted)
        tests.append((SOURCE, conditions.any_mark("of_sources", [f"{SOURCE}:{source_id}" for source_id in ids])))
    if wanted.free is not None:
        tests.append((FREE, conditions.any_mark("of_price", [FREE if wanted.free else "#paid"])))
    if wanted.evening:
        tests.append((IN_EVENING, Fragment("t.evening", ("t",))))
    if wanted.online:
        tests.append((IS_ONLINE, Fragment("t.online", ("t",))))
    parts = {f"test{number}": test for number, (_, test) in enumerate(tests)}
    cases = (f"CASE WHEN NOT ({{test{number}}}) THEN '{kind}' END" for number, (kind, _) in enumerate(tests))
    return compose(", ".join(cases), **parts)


def _of_kind(found: Mapping[str, int], kind: str) -> dict[str, int]:
    return {mark.partition(":")[2]: events for mark, events in found.items() if mark.startswith(f"{kind}:")}


def _venues(connection: Connection, events: Mapping[str, int]) -> Sequence[VenueCount]:
    rows = connection.execute(
        text("""
            SELECT v.id, v.name, v.address, v.latitude, v.longitude FROM shown_venues v
             WHERE v.venue_id = v.id AND v.kind = 'place' AND v.id = ANY (cast(:ids AS integer[]))
               AND coalesce(v.name, v.address) IS NOT NULL
             ORDER BY lower(coalesce(v.name, v.address)), v.id"""),
        {"ids": list(map(int, events))},
    )
    return [VenueCount(**row, events=events[str(row["id"])]) for row in rows.mappings()]


def _sources(connection: Connection, events: Mapping[str, int]) -> Sequence[SourceCount]:
    rows = connection.execute(
        text("SELECT id, name, title FROM sources WHERE id = ANY (cast(:ids AS integer[])) ORDER BY title, id"),
        {"ids": list(map(int, events))},
    )
    return [SourceCount(name=row.name, title=row.title, events=events[str(row.id)]) for row in rows]
