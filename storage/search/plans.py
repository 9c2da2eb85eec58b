"""Finds the occurrences of a page.

Postgres cannot choose a plan for this: it does not know how the events of a category or a word lie in time. So a page
that goes by time is looked for in two ways:
  walk      reads the calendar in order and keeps what passes: fast if many events pass.
  gather    reads the events that pass, then their next occurrences: fast if few do, wherever they lie.
A walk ends after a fixed number of occurrences per listing; if it finds too little, the events are gathered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, text

from storage.database import prepared
from storage.search.conditions import Conditions, conditions
from storage.search.distance import km
from storage.search.filters import EventFilter, Once, Position, Sort
from storage.search.fragments import TRUE, Fragment, all_of, compose
from storage.search.once import IS_OFF, by_date_or, is_first, leads

WALK, LONG_WALK = 5, 100
"""Occurrences that a walk reads for each listing on the page (2 to 4 µs each). The long walk follows only if the first
one found an eighth of the page: at that density, in a million occurrences, walking costs as much as gathering."""
COMPARED = 500
"""If at most this many events pass, their distances are compared; otherwise venues are visited from the nearest on: to
read so many events costs as much as the sixty venues that may be visited then."""
RANKED = 500
"""Events that are ranked by words. If more match, these are the first in the table, mostly the oldest."""
READ = "o.id, o.entry_id, o.starts_at, o.ends_at, o.all_day, o.time_known, o.status, o.withdrawn_at"
"""All that a walk reads of an occurrence; the indexes contain it, so the table is not read."""
RANK = "-ts_rank(w.words, cast(:words AS tsquery))::float8"

PASSING = """
    SELECT x.entry_id, x.event_id, x.status, x.latitude, x.longitude, x.first_at, x.first_is_live, x.series_id,
           x.each_date
      FROM event_search x WHERE {passing}"""
VENUES = """
    SELECT value, array_agg(id) AS ids FROM (
        SELECT v.place_id AS id, {km} AS value FROM shown_venues v WHERE v.venue_id = v.place_id) v
     WHERE value >= :after_value AND value <= coalesce(cast(:radius_km AS float8), 'infinity')
     GROUP BY value ORDER BY value OFFSET 0"""


@dataclass(frozen=True, slots=True)
class Search:
    """A page to look for. `once`: what it shows only once, by its first occurrence in the range; None: nothing."""

    connection: Connection
    conditions: Conditions
    sort: Sort
    limit: int
    after: Position | None
    once: Once | None

    @property
    def direction(self) -> str:
        return "DESC" if self.sort is Sort.LATEST else "ASC"

    @property
    def order(self) -> str:
        return f"o.starts_at {self.direction}, o.id {self.direction}"

    def beyond(self, value: Fragment | None = None) -> Fragment:
        """Of o: it comes after the position. `value`: what the page is sorted by first."""
        if self.after is None:
            return TRUE
        position: dict[str, object] = {"after_at": self.after.starts_at, "after_id": self.after.occurrence_id}
        if value is None:
            sign = "<" if self.sort is Sort.LATEST else ">"
            return Fragment(f"(o.starts_at, o.id) {sign} (:after_at, :after_id)", ("o",), position)
        position["after_value"] = self.after.value
        test = f"({value.text}, o.starts_at, o.id) > (:after_value, :after_at, :after_id)"
        return Fragment(test, ("o", *value.aliases), {**value.parameters, **position})


def choose(
    connection: Connection,
    wanted: EventFilter,
    sort: Sort,
    limit: int,
    after: Position | None,
    *,
    once: Once | None = None,
) -> list[Position]:
    """At most `limit` occurrences after a position, in order."""
    search = Search(connection, conditions(connection, wanted), sort, limit, after, once)
    if sort is Sort.RELEVANCE:
        return _best(search)
    if sort is Sort.DISTANCE:
        assert wanted.near is not None, "without a point there is no distance"
        return _nearest(search, wanted.near, wanted.radius_km)
    return _by_time(search)


def _by_time(search: Search) -> list[Position]:
    found, rest = _walk(search, WALK * search.limit)
    if rest is not None and 8 * len(found) >= search.limit:
        more, rest = _walk(rest, LONG_WALK * search.limit)
        found += more
    return found if rest is None else _gather(search)


def _walk(search: Search, steps: int) -> tuple[list[Position], Search | None]:
    """What the next `steps` occurrences of the calendar have for the page, and the search for the rest of the page from
    there on: None if the page is full or the range ends."""
    asked = search.conditions
    walk = compose(
        """
        WITH lane AS MATERIALIZED ({lane}), page AS MATERIALIZED (
             SELECT o.id, o.starts_at FROM lane o CROSS JOIN LATERAL (
                    SELECT x.entry_id, x.event_id, x.status, x.series_id, x.each_date FROM event_search x
                     WHERE x.entry_id = o.entry_id AND {passes} OFFSET 0) x
              WHERE {has_words} AND {status} AND {is_first} ORDER BY {order} LIMIT :limit)
        SELECT id, starts_at, true AS on_page FROM page UNION ALL
        (SELECT id, starts_at, false FROM lane WHERE (SELECT count(*) FROM page) < :limit OFFSET :steps - 1)""",
        lane=_lane(search),
        has_words=asked.row_has_words,
        passes=asked.row_passes,
        status=asked.status,
        is_first=is_first(asked, search.once, search.direction) if search.once else TRUE,
        order=search.order,
    )
    rows = prepared.run(search.connection, walk.text, _parameters(search, walk, steps=steps)).all()
    found = [Position(row.starts_at, row.id) for row in rows if row.on_page]
    if len(found) == len(rows):
        return found, None
    stopped = Position(rows[-1].starts_at, rows[-1].id)
    return found, replace(search, after=stopped, limit=search.limit - len(found))


def _lane(search: Search) -> Fragment:
    """The next `:steps` occurrences of the calendar, of all events. The few that last longer than a day have an index
    of their own; OFFSET 0 keeps Postgres from searching the whole calendar for them."""
    asked = search.conditions
    return compose(
        """
        SELECT * FROM (
            (SELECT {read} FROM occurrences o WHERE {recent} ORDER BY {order} LIMIT :steps) UNION ALL
            (SELECT {read} FROM occurrences o WHERE {long} OFFSET 0)) o
         ORDER BY {order} LIMIT :steps""",
        read=READ,
        recent=all_of(asked.recent, asked.time, asked.live, search.beyond()),
        long=all_of(asked.long, asked.live, search.beyond()),
        order=search.order,
    )


def _gather(search: Search) -> list[Position]:
    """Reads the events that pass, then the next occurrences of those that may be on the page."""
    gather = compose(
        """
        WITH passing AS MATERIALIZED ({passing})
        SELECT o.id, o.starts_at, 0::float8 AS value
          FROM (SELECT * FROM passing x WHERE {is_soon} OFFSET 0) x CROSS JOIN LATERAL {following} o
         ORDER BY {order} LIMIT :limit""",
        passing=compose(PASSING, passing=search.conditions.passing),
        is_soon=_is_soon(search),
        following=_following(search),
        order=search.order,
    )
    return _read(search, gather)


def _is_soon(search: Search) -> Fragment:
    """Of x: the entry may have an occurrence on this page.

    A page of 50 ends before the 50th of the entries' first future occurrences, so those of later entries need not be
    read (17 ms for 3,137 events instead of 80). If each event counts once, one with several entries may not be listed.
    A series is listed at the first occurrence of its entries, or on an earlier page.
    """
    asked = search.conditions
    if search.sort is not Sort.SOONEST or asked.status != TRUE or asked.hours != TRUE:
        return TRUE
    reached = max(search.after.starts_at, asked.start) if search.after else asked.start
    certain = "true" if asked.live == TRUE else "m.first_is_live"
    if search.once and search.once.by_event:
        certain += " AND m.event_id NOT IN (SELECT s.event_id FROM event_search s WHERE s.entry_id < 0)"
    firsts = "SELECT m.first_at FROM passing m WHERE m.first_at > :reached AND {certain}"
    if search.once and search.once.by_series:
        firsts = """
            SELECT min(m.first_at) AS first_at FROM passing m GROUP BY coalesce(m.series_id, m.entry_id)
            HAVING min(m.first_at) > :reached AND bool_and({certain})"""
    return Fragment(
        f"""
        x.first_at <= coalesce((SELECT m.first_at FROM ({firsts.format(certain=certain)}) m
                                 ORDER BY m.first_at OFFSET :limit - 1 LIMIT 1), 'infinity')""",
        ("x",),
        {"reached": reached},
    )


def _following(search: Search, value: Fragment | None = None, others: Fragment | None = None) -> Fragment:
    """A subquery: the next occurrences of the entry x, at most a page; if something is shown `once`, its first one if
    that leads and comes next. `value`, `others`: see `once.leads`."""
    shown, beyond = search.conditions.shown, search.beyond(value)
    of_entry = "SELECT o.id, o.starts_at, o.status FROM occurrences o WHERE o.entry_id = x.entry_id AND {inside}"
    parts: dict[str, Fragment | str] = {"inside": all_of(shown, beyond), "order": search.order}
    if search.once is None:
        return compose(f"({of_entry} ORDER BY {{order}} LIMIT :limit)", **parts)
    parts["outside"] = all_of(
        beyond, by_date_or(search.once, leads(search.conditions, search.once, search.direction, value, others))
    )
    if search.once.by_event:
        parts["inside"] = shown
        return compose(f"(SELECT * FROM ({of_entry} ORDER BY {{order}} LIMIT 1) o WHERE {{outside}})", **parts)
    parts["inside"] = all_of(shown, compose("(NOT x.each_date OR ({beyond}))", beyond=beyond))
    parts["is_off"] = IS_OFF
    return compose(
        f"""
        (SELECT o.* FROM (VALUES (false), (true)) f (is_off) CROSS JOIN LATERAL (
            {of_entry} AND {{is_off}} = f.is_off ORDER BY {{order}}
             LIMIT CASE WHEN x.each_date THEN :limit ELSE 1 END) o WHERE {{outside}})""",
        **parts,
    )


def _best(search: Search) -> list[Position]:
    """The best match of the words first."""
    asked = search.conditions
    assert asked.words is not None
    assert asked.lookup is not None
    best = compose(
        """
        SELECT o.id, o.starts_at, x.value
          FROM (SELECT * FROM (
                    SELECT x.entry_id, x.event_id, x.status, x.series_id, x.each_date, {rank} AS value
                      FROM event_words w
                     CROSS JOIN LATERAL (SELECT * FROM event_search x
                                          WHERE x.entry_id = w.entry_id AND {others} AND {in_range} OFFSET 0) x
                     WHERE {lookup} LIMIT {ranked}) x ORDER BY value OFFSET 0) x
         CROSS JOIN LATERAL {following} o ORDER BY x.value, o.starts_at, o.id LIMIT :limit""",
        rank=Fragment(RANK, ("w",), asked.words.parameters),
        others=asked.others,
        in_range=asked.in_range,
        lookup=asked.lookup,
        ranked=str(RANKED),
        following=_following(
            search,
            Fragment("x.value", ("x",)),
            Fragment(
                f"(SELECT {RANK} FROM event_words w WHERE w.entry_id = z.entry_id)", ("z",), asked.words.parameters
            ),
        ),
    )
    return _read(search, best)


def _nearest(search: Search, point: tuple[float, float], radius_km: float | None) -> list[Position]:
    """The nearest first: compares the distances of the events that pass, or if they are many, visits the venues."""
    asked = search.conditions
    nearest = compose(
        """
        WITH passing AS MATERIALIZED ({passing} LIMIT :compared + 1)
        SELECT * FROM (
            (SELECT o.id, o.starts_at, x.value
               FROM (SELECT x.*, {km} AS value FROM passing x OFFSET 0) x CROSS JOIN LATERAL {of_event} o
              WHERE (SELECT count(*) FROM passing) <= :compared ORDER BY x.value, o.starts_at, o.id LIMIT :limit)
            UNION ALL
            (SELECT o.id, o.starts_at, v.value FROM ({venues}) v CROSS JOIN LATERAL (
                    SELECT o.id, o.starts_at FROM event_search x CROSS JOIN LATERAL {at_venue} o
                     WHERE x.venue_id = ANY (v.ids) AND {passes} AND {has_words}
                     ORDER BY o.starts_at, o.id LIMIT :limit) o
              WHERE (SELECT count(*) FROM passing) > :compared
              ORDER BY v.value, o.starts_at, o.id LIMIT :limit)) o""",
        passing=compose(PASSING, passing=asked.passing),
        km=km("x", point),
        of_event=_following(search, Fragment("x.value", ("x",)), km("z", point)),
        venues=compose(VENUES, km=km("v", point)),
        at_venue=_following(search, Fragment("v.value", ("v",)), km("z", point)),
        passes=asked.row_passes,
        has_words=asked.row_has_words.reading(o="x"),
    )
    after = search.after.value if search.after else 0.0
    return _read(search, nearest, compared=COMPARED, after_value=after, radius_km=radius_km)


def _read(search: Search, statement: Fragment, **more: object) -> list[Position]:
    return [Position(row.starts_at, row.id, row.value) for row in _rows(search, statement, **more)]


def _rows(search: Search, statement: Fragment, **more: object) -> Sequence[Row[Any]]:
    parameters = _parameters(search, statement, **more)
    if search.conditions.one_plan:
        return prepared.run(search.connection, statement.text, parameters).all()
    return search.connection.execute(text(statement.text), parameters).all()


def _parameters(search: Search, statement: Fragment, **more: object) -> dict[str, object]:
    return {**statement.parameters, "limit": search.limit, **more}
