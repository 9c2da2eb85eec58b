"""Finds the first time of each event or series, for lists that show it once."""

from __future__ import annotations

from storage.search.conditions import STATUS, Conditions
from storage.search.filters import Once
from storage.search.fragments import TRUE, Fragment, all_of, compose

ZERO = Fragment("0", ())
IS_OFF = Fragment(f"(({STATUS.text}) IN ('cancelled', 'postponed'))", STATUS.aliases)
"""Of o and x: it doesn't take place. It must neither hide the other dates of its series nor be hidden by them."""
OF_EVENT = """
    SELECT s.* FROM event_search s WHERE s.entry_id = x.event_id AND x.entry_id < 0
    UNION ALL SELECT s.* FROM event_search s WHERE s.entry_id < 0 AND s.event_id = x.event_id"""
"""The entries of the event of x, but for its own if that isn't one of an occurrence: most events have a single entry,
so this is one look at a partial index."""
OF_SERIES = "SELECT s.* FROM event_search s WHERE s.series_id = x.series_id"
BEFORE = {"ASC": " AND s.first_at <= o.starts_at", "DESC": " AND s.last_at >= o.starts_at"}
"""Of the entries s of a series: those that may have a time before o, in the direction of the list."""


def is_first(asked: Conditions, once: Once, direction: str) -> Fragment:
    """Of an occurrence o and its entry x: no other occurrence of the event or series that passes comes before it.
    `direction`: ASC or DESC, by start."""
    first = compose(
        """
        o.id = (SELECT p.id FROM occurrences p WHERE p.entry_id = o.entry_id AND {shown} AND {alike}
                 ORDER BY p.starts_at {direction}, p.id {direction} LIMIT 1)""",
        shown=asked.shown.reading(o="p"),
        alike=_alike(once, "x"),
        direction=direction,
    )
    return by_date_or(once, all_of(first, leads(asked, once, direction)))


def leads(
    asked: Conditions, once: Once, direction: str, value: Fragment | None = None, others: Fragment | None = None
) -> Fragment:
    """Of o, the first occurrence of its entry x: no other entry of the event or series has one that comes before.

    value    what the page is sorted by first; `others`: the same of an entry z.
    """
    in_series = OF_SERIES if value else OF_SERIES + BEFORE[direction]
    entries = [OF_EVENT] * once.by_event + [in_series] * once.by_series
    return compose(
        """
        NOT EXISTS (
            SELECT FROM ({entries}) z
             CROSS JOIN LATERAL (
                   SELECT p.starts_at, p.id FROM occurrences p WHERE p.entry_id = z.entry_id AND {shown} AND {alike}
                    ORDER BY p.starts_at {direction}, p.id {direction} LIMIT 1) p
             WHERE z.entry_id <> x.entry_id AND {in_range} AND {passes} AND {has_words}
               AND ({theirs}, p.starts_at, p.id) {before} ({mine}, o.starts_at, o.id))""",
        entries=" UNION ALL ".join(entries),
        shown=all_of(asked.time.reading(o="p"), asked.live.reading(o="p"), asked.status.reading(o="p", x="z")),
        alike=_alike(once, "z"),
        in_range=asked.in_range.reading(x="z"),
        passes=asked.row_passes.reading(x="z"),
        has_words=asked.row_has_words.reading(o="z"),
        direction=direction,
        before=">" if direction == "DESC" else "<",
        theirs=others or ZERO,
        mine=value or ZERO,
    )


def by_date_or(once: Once, test: Fragment) -> Fragment:
    """Of x: passes where a person wants each date of the entry."""
    return compose("(x.each_date OR ({test}))", test=test) if once is Once.SERIES else test


def _alike(once: Once, entry: str) -> Fragment:
    """Of p, of the entry `entry`, and of o and x: both take place, or neither."""
    if once is not Once.SERIES:
        return TRUE
    return compose("{theirs} = {mine}", theirs=IS_OFF.reading(o="p", x=entry), mine=IS_OFF)
