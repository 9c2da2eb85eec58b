"""Chooses the occurrences of a page from those of the entries that pass."""

from __future__ import annotations

from storage.search.filters import Once
from storage.search.fragments import TRUE, Fragment, all_of, compose
from storage.search.once import IS_OFF, by_date_or, leads
from storage.search.pages.search import Search

VALUE = Fragment("x.value", ("x",))
"""What a page that doesn't go by time is sorted by first."""


def on_page(
    search: Search, *, within: Fragment = TRUE, entries: Fragment = TRUE, others: Fragment | None = None
) -> Fragment:
    """A subquery: the page, of the entries in `passing`, which has the columns of `PASSING` and a `value`.

    It reads the times of all of them, a few microseconds each, and compares only those that come next with the rest of
    their series.

    within     of the times o: which to look at.
    entries    of the entries x: which to look at.
    others     the `value` of any entry z, if the page is sorted by it; None: it goes by time.
    """
    order = search.order if others is None else "o.value, o.starts_at, o.id"
    value = None if others is None else VALUE
    return compose(
        """
        (WITH lane AS MATERIALIZED ({lane} ORDER BY {order})
         SELECT o.id, o.starts_at, o.value FROM lane o CROSS JOIN LATERAL (
                SELECT o.entry_id, o.event_id, o.entry_status AS status, o.series_id, o.each_date, o.value) x
          WHERE {on_page} ORDER BY {order} LIMIT :limit)""",
        lane=_times(search, within, entries, value),
        order=order,
        on_page=_comes_next(search, value, others),
    )


def _times(search: Search, within: Fragment, entries: Fragment, value: Fragment | None) -> Fragment:
    """If something is shown once, only the first time of each entry, and for Once.SERIES the first that is off, too."""
    return compose(
        """
        SELECT * FROM (
            SELECT o.*, x.event_id, x.status AS entry_status, x.series_id, x.each_date, x.value, {nth} AS nth
              FROM (SELECT * FROM passing x WHERE {entries} OFFSET 0) x CROSS JOIN LATERAL (
                   SELECT o.id, o.entry_id, o.starts_at, o.status FROM occurrences o
                    WHERE o.entry_id = x.entry_id AND {inside} OFFSET 0) o) o
         WHERE o.nth = 1 OR o.each_date""",
        nth=_nth(search),
        entries=entries,
        inside=all_of(_passes(search, value), within),
    )


def _nth(search: Search) -> Fragment:
    """Of o and x: whether it is the first, second, … of its entry."""
    if search.once is None:
        return Fragment("1", ())
    apart = compose(", {is_off}", is_off=IS_OFF) if search.once is Once.SERIES else ""
    return compose(
        "row_number() OVER (PARTITION BY o.entry_id{apart} ORDER BY {order})", apart=apart, order=search.order
    )


def _passes(search: Search, value: Fragment | None) -> Fragment:
    """Of o and x. Whether something shown once was on an earlier page is known of its first time only."""
    shown, beyond = search.conditions.shown, search.beyond(value)
    if search.once is None:
        return all_of(shown, beyond)
    return all_of(
        shown, compose("(NOT x.each_date OR ({beyond}))", beyond=beyond) if search.once is Once.SERIES else TRUE
    )


def _comes_next(search: Search, value: Fragment | None, others: Fragment | None) -> Fragment:
    if search.once is None:
        return TRUE
    first = leads(search.conditions, search.once, search.direction, value, others)
    return all_of(search.beyond(value), by_date_or(search.once, first))
