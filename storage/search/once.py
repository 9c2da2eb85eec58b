"""Finds the first occurrence of each event, for lists that show an event once."""

from __future__ import annotations

from storage.search.conditions import Conditions
from storage.search.fragments import Fragment, all_of, compose

ZERO = Fragment("0", ())


def is_first(asked: Conditions, direction: str) -> Fragment:
    """Of an occurrence o and its entry x: no other occurrence of the event that passes comes before it. `direction`:
    ASC or DESC, by start."""
    first = compose(
        """
        o.id = (SELECT p.id FROM occurrences p WHERE p.entry_id = o.entry_id AND {shown}
                 ORDER BY p.starts_at {direction}, p.id {direction} LIMIT 1)""",
        shown=asked.shown.reading(o="p"),
        direction=direction,
    )
    return all_of(first, leads(asked, direction))


def leads(asked: Conditions, direction: str, value: Fragment | None = None, others: Fragment | None = None) -> Fragment:
    """Of o, the first occurrence of its entry x: no other entry of the event has one that comes before. Most events
    have a single entry, so this is one look at a partial index.

    value    what the page is sorted by first; `others`: the same of an entry z.
    """
    return compose(
        """
        NOT EXISTS (
            SELECT FROM (SELECT x.event_id AS entry_id WHERE x.entry_id < 0 UNION ALL
                         SELECT s.entry_id FROM event_search s WHERE s.entry_id < 0 AND s.event_id = x.event_id) s
              JOIN event_search z ON z.entry_id = s.entry_id
             CROSS JOIN LATERAL (
                   SELECT p.starts_at, p.id FROM occurrences p WHERE p.entry_id = z.entry_id AND {shown}
                    ORDER BY p.starts_at {direction}, p.id {direction} LIMIT 1) p
             WHERE z.entry_id <> x.entry_id AND {passes} AND {has_words}
               AND ({theirs}, p.starts_at, p.id) {before} ({mine}, o.starts_at, o.id))""",
        shown=all_of(asked.time.reading(o="p"), asked.live.reading(o="p"), asked.status.reading(o="p", x="z")),
        passes=asked.row_passes.reading(x="z"),
        has_words=asked.row_has_words.reading(o="z"),
        direction=direction,
        before=">" if direction == "DESC" else "<",
        theirs=others or ZERO,
        mine=value or ZERO,
    )
