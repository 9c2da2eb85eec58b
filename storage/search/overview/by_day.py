"""What is on, day by day: how many events, and which come first, for calendars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from storage.search import listings
from storage.search.conditions import ENDS, Conditions, conditions
from storage.search.filters import EventFilter
from storage.search.fragments import Fragment, compose
from storage.search.listings import Listing
from storage.search.once import IS_OFF

_WHAT = "CASE WHEN x.each_date THEN -o.id ELSE coalesce(x.series_id, x.entry_id) END"
ONCE_A_DAY = Fragment(
    f"count(DISTINCT {_WHAT}) FILTER (WHERE NOT {IS_OFF.text}) + count(DISTINCT {_WHAT}) FILTER (WHERE {IS_OFF.text})",
    ("o", "x"),
)
"""What a list shows of some occurrences: each series once, and once more what of it is canceled."""

OF_LAST_NIGHT = "(o.local_date < d.day AND o.over_at < (d.day + interval '6 hours') AT TIME ZONE :zone)"
"""Of an occurrence o on a day: it began the evening before, and ends in the night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """A local day, and how many occurrences, or series, begin on it or are still going on."""

    day: date
    occurrences: int


@dataclass(frozen=True, slots=True)
class OnDay:
    """`count`: how many events there are; `first`: some of them, in order of time."""

    count: int = 0
    first: Sequence[Listing] = ()


EMPTY = OnDay()


def agenda(connection: Connection, wanted: EventFilter, zone: str, most: int) -> Mapping[date, OnDay]:
    """The days in the filter's range that have events, with up to `most` events each."""
    first = first_of_days(connection, wanted, zone, most)
    return {one.day: OnDay(one.occurrences, first.get(one.day, ())) for one in days(connection, wanted, zone)}


def days(connection: Connection, wanted: EventFilter, zone: str, *, each_date: bool = False) -> Sequence[DayCount]:
    """The days in the filter's range on which an occurrence starts or is still going on, in order, as a list of that
    day shows it: a series counts once on each of its days, unless `each_date`. `zone`: IANA, of the days."""
    statement = compose(
        "SELECT d.day, {counted} AS occurrences {on_days} GROUP BY d.day ORDER BY d.day",
        counted=Fragment("count(*)", ()) if each_date else ONCE_A_DAY,
        on_days=_on_days(conditions(connection, wanted)),
    )
    rows = connection.execute(text(statement.text), {**statement.parameters, "zone": zone})
    return [DayCount(**row) for row in rows.mappings()]


def first_of_days(
    connection: Connection, wanted: EventFilter, zone: str, most: int
) -> Mapping[date, Sequence[Listing]]:
    """Up to `most` listings of each day in the filter's range, each series once a day, in order of time and last what
    began earlier, but not the night before. If there are more, those that are on the fewest days of the range are
    chosen."""
    statement = compose(
        """
        SELECT day, array_agg(id ORDER BY begun, starts_at, id) AS ids
          FROM (SELECT *, row_number() OVER (PARTITION BY day ORDER BY begun, days, starts_at, id) AS place
                  FROM (SELECT *, count(*) OVER (PARTITION BY what) AS days
                          FROM (SELECT DISTINCT ON (d.day, {what}, {is_off})
                                       d.day, o.id, o.starts_at, o.local_date < d.day AS begun, {what} AS what
                                  {on_days} AND NOT {of_last_night}
                                 ORDER BY d.day, {what}, {is_off}, o.local_date < d.day, o.starts_at, o.id) o) o) o
         WHERE place <= :most GROUP BY day""",
        what=_WHAT,
        is_off=IS_OFF.text,
        of_last_night=OF_LAST_NIGHT,
        on_days=_on_days(conditions(connection, wanted)),
    )
    rows = connection.execute(text(statement.text), {**statement.parameters, "zone": zone, "most": most}).all()
    chosen = {row.day: row.ids for row in rows}
    found = {
        one.occurrence_id: one
        for one in listings.read(connection, wanted, list({key for ids in chosen.values() for key in ids}))
    }
    return {day: [found[key] for key in ids] for day, ids in chosen.items()}


def _on_days(asked: Conditions) -> Fragment:
    """The rest of a statement: each occurrence o that passes, with its entry x and each of its days d."""
    return compose(
        """
          FROM (SELECT o.*, {ends} AS over_at FROM occurrences o WHERE {time} AND {live}) o
          JOIN (SELECT x.entry_id, x.status, x.series_id, x.each_date FROM event_search x WHERE {passing}) x
            ON x.entry_id = o.entry_id
         CROSS JOIN LATERAL (
               SELECT day::date
                 FROM (SELECT date_trunc('day', greatest(o.starts_at, :from) AT TIME ZONE :zone) AS at) f
                CROSS JOIN generate_series(
                      f.at, greatest(f.at, least(o.over_at, :until) AT TIME ZONE :zone - interval '1 microsecond'),
                      interval '1 day') day) d
         WHERE {status}""",
        passing=asked.passing,
        time=asked.time,
        ends=Fragment(ENDS, ("o",)),
        live=asked.live,
        status=asked.status,
    )
