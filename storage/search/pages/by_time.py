"""Finds the occurrences of a page that goes by time.

Postgres cannot choose a plan for this: it does not know how the events of a category or a word lie in time. So a page
is looked for in two ways:
  walk      reads the calendar in order and keeps what passes: fast if many events pass.
  gather    reads the events that pass and take place soon, then their times: fast if few do, wherever they lie.
A walk ends after a fixed number of occurrences; if it doesn't fill the page, the events are gathered: first those
of the next days or weeks, as many as the walk makes likely, then all. Those of a venue are gathered without a walk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from storage.database import prepared
from storage.search import weeks
from storage.search.conditions import UNKNOWN_END
from storage.search.filters import Position, Sort
from storage.search.fragments import TRUE, Fragment, all_of, compose
from storage.search.once import is_first
from storage.search.pages.gather import on_page
from storage.search.pages.search import PASSING, Search, parameters, read

WALK, PROBE = 5, 2
"""Occurrences that a walk reads for each listing on the page (5 µs each). A category, a venue, a source, or a price has
fewer events than would fill the page so soon; 2 are enough to see how closely they lie. Words need the longer walk: a
span that turns out too short costs another search of their index."""
MANY = 3
"""If a walk finds a third of the page, three times as many steps nearly always find the rest."""
SHORTEST, LONGEST = timedelta(days=1), timedelta(days=28)
"""How far the first look of a gather goes, at least and at most."""
READ = "o.id, o.entry_id, o.starts_at, o.ends_at, o.all_day, o.time_known, o.status, o.withdrawn_at"
"""All that a walk reads of an occurrence; the indexes contain it, so the table is not read."""


def by_time(search: Search) -> list[Position]:
    asked = search.conditions
    if asked.at_venue:
        return _gather(search, LONGEST)
    steps = WALK if asked.marks == TRUE or asked.lookup is not None else PROBE
    found, rest = _walk(search, steps * search.limit)
    if rest is None:
        return found
    if MANY * len(found) < search.limit:
        return _gather(search, _likely_span(search, rest))
    more, left = _walk(rest, MANY * WALK * search.limit)
    return found + more if left is None else _gather(search, _likely_span(search, left))


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
    rows = prepared.run(search.connection, walk.text, parameters(search, walk, steps=steps)).all()
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


def _likely_span(search: Search, rest: Search) -> timedelta:
    """Twice the time in which a page fills, if what passes goes on to lie as closely as a walk found it."""
    assert rest.after is not None
    share = search.limit / max(search.limit - rest.limit, 0.5)
    return min(max(2 * share * (rest.after.starts_at - search.reached), SHORTEST), LONGEST)


def _gather(search: Search, span: timedelta) -> list[Position]:
    """`span`: how far the first look goes, at least. It ends with a week, as the index knows only weeks. Events near a
    point are found by their coordinates, not by their weeks."""
    asked, reached = search.conditions, search.reached
    looks = sorted({span, LONGEST}) if search.sort is Sort.SOONEST and asked.one_plan else ()
    for each in looks:
        if asked.until - reached > each + weeks.WEEK:
            end = weeks.end_of(reached + each)
            found = _gathered(search, weeks.marks(reached - UNKNOWN_END, end), _before(end))
            if len(found) == search.limit:
                return found
            if len(found) * LONGEST < search.limit * each:  # at this rate, the longest look doesn't fill the page
                break
    return _gathered(search, asked.weeks, TRUE, _is_soon(search))


def _before(end: datetime) -> Fragment:
    return Fragment("o.starts_at < :end", ("o",), {"end": end})


def _gathered(
    search: Search, marks: Sequence[str] | None, within: Fragment, entries: Fragment = TRUE
) -> list[Position]:
    """`marks`: of the weeks to look at; `within`, `entries`: see `gather.on_page`."""
    passing = compose(PASSING, value="0::float8", passing=search.conditions.passing_in(marks))
    page = on_page(search, within=within, entries=entries)
    return read(
        search, compose("WITH passing AS MATERIALIZED ({passing}) SELECT * FROM {page} o", passing=passing, page=page)
    )


def _is_soon(search: Search) -> Fragment:
    """Of x: the entry may have an occurrence on this page. `passing` must have all entries of the range.

    A page of 50 ends before the 50th of the entries' first future occurrences, so those of later entries need not be
    read (17 ms for 3,137 events instead of 80). If each event counts once, one with several entries may not be listed.
    A series is listed at the first occurrence of its entries, or on an earlier page.
    """
    asked = search.conditions
    if search.sort is not Sort.SOONEST or asked.status != TRUE or asked.hours != TRUE:
        return TRUE
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
        {"reached": search.reached},
    )
