"""Counts the further dates of listings that stand for a series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row

from storage.search.fragments import Fragment
from storage.search.once import IS_OFF


@dataclass(frozen=True, slots=True)
class MoreDates:
    """`count`: the later days on which the event or its series takes place; `until`: the last of them, None without
    any. `same_day`: later starts on the listing's own day, aware. `every`: the ISO weekdays (Monday is 1) on each of
    which it takes place from the listing's day to the last one; empty if it leaves one out."""

    count: int
    until: date | None
    same_day: tuple[datetime, ...]
    every: tuple[int, ...] = ()


COLUMNS = "later_days, last_day, same_day, weekdays"


def further(since: datetime) -> Fragment:
    """A join for an occurrence o and its entry m, which has the COLUMNS. `since`: earlier dates aren't counted, as a
    listing that began long ago may still be on."""
    return Fragment(_FURTHER, ("o", "m"), {"since": since})


def more_dates(rows: Sequence[Row[Any]]) -> dict[int, MoreDates]:
    """By the ids of occurrences, of those that have any. Each row ends with the COLUMNS."""
    found = {}
    for row in rows:
        later, last, same_day, weekdays = tuple(row)[-4:]
        if later or same_day:
            regular = every(row.local_date, last, later, weekdays)
            found[row.occurrence_id] = MoreDates(later, last, tuple(same_day or ()), regular)
    return found


def every(first: date, last: date | None, later: int, weekdays: Sequence[int]) -> tuple[int, ...]:
    """The weekdays, each once, sorted, if none of them between the first and the last day is left out. `later`: the
    number of days after the first."""
    if last is None:
        return ()
    weeks, rest = divmod((last - first).days, 7)
    of_rest = [(first + timedelta(days=number)).isoweekday() for number in range(1, rest + 1)]
    expected = weeks * len(weekdays) + sum(day in weekdays for day in of_rest)
    return tuple(sorted(weekdays)) if expected == later else ()


_FURTHER = f"""
LEFT JOIN LATERAL (
     SELECT count(DISTINCT p.local_date) FILTER (WHERE p.local_date > o.local_date) AS later_days,
            max(p.local_date) FILTER (WHERE p.local_date > o.local_date) AS last_day,
            array_agg(DISTINCT p.starts_at) FILTER (
                WHERE p.local_date = o.local_date AND p.starts_at > o.starts_at AND p.time_known AND NOT p.all_day
            ) AS same_day,
            array_agg(DISTINCT extract(isodow FROM p.local_date)::int) AS weekdays
       FROM (SELECT m.entry_id, m.status, m.hidden, m.withdrawn
             UNION ALL
             SELECT z.entry_id, z.status, z.hidden, z.withdrawn FROM event_search z
              WHERE z.series_id = m.series_id AND z.entry_id <> m.entry_id AND z.last_at >= o.starts_at) z
       JOIN occurrences p ON p.entry_id = z.entry_id AND p.starts_at >= greatest(o.starts_at, :since)
      WHERE p.withdrawn_at IS NULL AND NOT z.hidden AND NOT z.withdrawn
        AND {IS_OFF.reading(o="p", x="z").text} = {IS_OFF.reading(x="m").text}) further ON NOT m.each_date"""
