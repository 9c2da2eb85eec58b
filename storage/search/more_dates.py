"""Counts the further dates of listings that stand for a series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, text

from storage.search.once import IS_OFF


@dataclass(frozen=True, slots=True)
class MoreDates:
    """`count`: the later days on which the event or its series takes place; `until`: the last of them, None without
    any. `same_day`: later starts on the listing's own day, aware."""

    count: int
    until: date | None
    same_day: tuple[datetime, ...]


def more_dates(connection: Connection, ids: Sequence[int], since: datetime) -> dict[int, MoreDates]:
    """By the ids of occurrences, of those that have any. `since`: earlier dates aren't counted; a listing that began
    long ago may still be on."""
    rows = connection.execute(text(_MORE), {"ids": list(ids), "since": since})
    return {row.id: MoreDates(row.days, row.until, tuple(row.same_day)) for row in rows}


_MORE = f"""
SELECT o.id, m.days, m.until, m.same_day
  FROM unnest(cast(:ids AS bigint[])) c (id) JOIN occurrences o ON o.id = c.id
  JOIN event_search x ON x.entry_id = o.entry_id AND NOT x.each_date
 CROSS JOIN LATERAL (
       SELECT count(DISTINCT p.local_date) FILTER (WHERE p.local_date > o.local_date) AS days,
              max(p.local_date) FILTER (WHERE p.local_date > o.local_date) AS until,
              coalesce(array_agg(DISTINCT p.starts_at) FILTER (
                  WHERE p.local_date = o.local_date AND p.starts_at > o.starts_at AND p.time_known AND NOT p.all_day
              ), '{{}}') AS same_day
         FROM (SELECT z.* FROM event_search z WHERE z.entry_id = x.entry_id
               UNION ALL
               SELECT z.* FROM event_search z
                WHERE z.series_id = x.series_id AND z.entry_id <> x.entry_id AND z.last_at >= o.starts_at) z
         JOIN occurrences p ON p.entry_id = z.entry_id AND p.starts_at >= greatest(o.starts_at, :since)
        WHERE p.withdrawn_at IS NULL AND NOT z.hidden AND NOT z.withdrawn
          AND {IS_OFF.reading(o="p", x="z").text} = {IS_OFF.text}) m
 WHERE m.days > 0 OR m.same_day <> '{{}}'
"""
