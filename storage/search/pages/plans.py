"""Finds the occurrences of a page: by time, by the best match of words, or by distance."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from storage.search.conditions import conditions
from storage.search.distance import km
from storage.search.filters import EventFilter, Once, Position, Sort
from storage.search.fragments import TRUE, Fragment, all_of, compose
from storage.search.once import IS_OFF, by_date_or, leads
from storage.search.pages.by_time import by_time
from storage.search.pages.gather import on_page
from storage.search.pages.search import PASSING, Search, read

COMPARED = 500
"""If at most this many events pass, their distances are compared; otherwise venues are visited from the nearest on: to
read so many events costs as much as the sixty venues that may be visited then."""
RANKED = 500
"""Events that are ranked by words. If more match, these are the first in the table, mostly the oldest."""
RANK = "-ts_rank(w.words, cast(:words AS tsquery))::float8"

VENUES = """
    SELECT value, array_agg(id) AS ids FROM (
        SELECT v.place_id AS id, {km} AS value FROM shown_venues v WHERE v.venue_id = v.place_id AND {near}) v
     WHERE value >= :after_value
     GROUP BY value ORDER BY value OFFSET 0"""


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
        return _nearest(search, wanted.near)
    return by_time(search)


def _following(search: Search, value: Fragment, others: Fragment) -> Fragment:
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
    best = compose(
        """
        WITH passing AS MATERIALIZED (
             SELECT x.*, {rank} AS value
               FROM event_words w CROSS JOIN LATERAL (
                    SELECT x.entry_id, x.event_id, x.status, x.series_id, x.each_date FROM event_search x
                     WHERE x.entry_id = w.entry_id AND {others} AND {in_range} OFFSET 0) x
              WHERE {lookup} LIMIT {ranked})
        SELECT * FROM {page} o""",
        rank=Fragment(RANK, ("w",), asked.words.parameters),
        others=all_of(asked.near, asked.others),
        in_range=asked.in_range,
        lookup=asked.found_in(asked.weeks),
        ranked=str(RANKED),
        page=on_page(
            search,
            others=Fragment(
                f"(SELECT {RANK} FROM event_words w WHERE w.entry_id = z.entry_id)", ("z",), asked.words.parameters
            ),
        ),
    )
    return read(search, best)


def _nearest(search: Search, point: tuple[float, float]) -> list[Position]:
    """The nearest first: compares the distances of the events that pass, or if they are many, visits the venues.
    Without a category, a source, or words, they are many wherever somebody looks."""
    asked = search.conditions
    after = search.after.value if search.after else 0.0
    visited = _visited(search, point)
    if asked.marks == TRUE and asked.lookup is None:
        return read(search, visited, after_value=after)
    nearest = compose(
        """
        WITH passing AS MATERIALIZED ({passing} LIMIT :compared + 1)
        SELECT * FROM (
            {page} UNION ALL (SELECT * FROM ({visited}) v WHERE (SELECT count(*) FROM passing) > :compared)) o""",
        passing=compose(PASSING, value=km("x", point), passing=asked.passing),
        page=on_page(
            search, entries=Fragment("(SELECT count(*) FROM passing) <= :compared", ()), others=km("z", point)
        ),
        visited=visited,
    )
    return read(search, nearest, compared=COMPARED, after_value=after)


def _visited(search: Search, point: tuple[float, float]) -> Fragment:
    """The page, found by visiting the venues from the nearest on."""
    asked = search.conditions
    return compose(
        """
        SELECT o.id, o.starts_at, v.value FROM ({venues}) v CROSS JOIN LATERAL (
               SELECT o.id, o.starts_at FROM event_search x CROSS JOIN LATERAL {at_venue} o
                WHERE x.venue_id = ANY (v.ids) AND {in_range} AND {passes} AND {has_words}
                ORDER BY o.starts_at, o.id LIMIT :limit) o
         ORDER BY v.value, o.starts_at, o.id LIMIT :limit""",
        venues=compose(VENUES, km=km("v", point), near=asked.near.reading(x="v")),
        at_venue=_following(search, Fragment("v.value", ("v",)), km("z", point)),
        in_range=asked.in_range,
        passes=replace(asked, near=TRUE).row_passes,
        has_words=asked.row_has_words.reading(o="x"),
    )
