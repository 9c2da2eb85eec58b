"""Which occurrences a page has: each way of finding them costs a bounded amount, whatever the filter.

No way is good for every filter, and Postgres cannot tell which is: it does not know how categories lie in time.
  walk      go through the calendar in order, keep what passes: quick where many events pass.
  list      read the ids of the events that pass, then walk by them, or gather them: quick where a few thousand do.
  gather    take the events that pass, then their next occurrences: quick where few do, wherever they lie.
So each is given up after a fixed amount of work, and another one is tried; the last walk has no end but the range's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection, text

from storage.search.conditions import IN_RANGE, conditions, km
from storage.search.page import Search, following
from storage.search.values import EventFilter, Position, Sort

FEW, SOME, MANY = 4_000, 6_000, 40_000
"""Where so few events pass as the planner thinks, a list is tried first; of words it knows too little, most of all of
unfinished ones. No list is made of more than the second number, as a walk meets those soon enough; after all walks so
many are gathered at most."""
GATHERED, NEAREST = 1_000, 2_500
"""Of so many events on the list at most, the next occurrences are looked up; by a longer one the calendar is walked. Of
so many at most, as the planner thinks, all distances are compared."""
SAMPLE, STEP, LISTED_STEP = 250, 3_000, 16_000
"""Occurrences that are looked at to tell how often one passes (5 µs each); of a walk (2 µs each; begun where two thirds
of it would do); of one that has a list of the events (0.3 µs, and 1 to 2 µs for each event of the list). Each further
walk is eight times as long."""
LISTED = "(o.event_id IN (SELECT event_id FROM list)) IS TRUE"
"""A join could be planned in another order; a test of this form reads the list into a hash table."""
MATCHING = f"""x.event_id, x.status, x.latitude, x.longitude, x.first_at, x.first_is_live, {IN_RANGE} AS in_range"""
"""All that is looked at of an event."""
WALKED = "o.id, o.event_id, o.starts_at, o.ends_at, o.all_day, o.time_known, o.status, o.withdrawn_at"
"""All that a walk looks at; the index has it, so the table is not touched."""
EARLIEST = datetime(1000, 1, 1, tzinfo=UTC)
"""A range that begins before this has no beginning."""
RANKED = 500
"""Events that are ranked by words: where more match, the first that are met, which are the oldest mostly."""


def choose(
    connection: Connection, wanted: EventFilter, sort: Sort, limit: int, after: Position | None, *, once: bool = False
) -> list[Position]:
    """At most `limit` occurrences after a position, in order."""
    search = Search(connection, conditions(connection, wanted), sort, limit, after, once)
    if sort is Sort.RELEVANCE:
        return _ranked(search)
    if sort is Sort.DISTANCE:
        few = _estimate(search) <= NEAREST
        gathered = _gather(search, 2 * NEAREST, km("x")) if few else None
        return _around(search) if gathered is None else gathered
    return _by_time(search)


def _by_time(search: Search) -> list[Position]:
    if search.conditions.bounds and (page := _bounded(search)) is not None:
        return page
    found: list[Position] = []
    left: Search | None = search
    step = 8 * STEP
    while left is not None:
        more, left = _walked(left, step)
        found += more
        step *= 8
    return found


def _bounded(search: Search) -> list[Position] | None:
    """In one of the bounded ways; None when all are given up."""
    few = not search.conditions.words and _estimate(search) <= FEW
    if (few or not _are_met_soon(search)) and (found := _listed(search)) is not None:
        return found
    found, left = _walked(search, STEP)
    if left is not None and 2 * len(found) >= search.limit:
        more, left = _walked(left, STEP)
        found += more
    return found if left is None else _gather(search, MANY)


def _estimate(search: Search) -> int:
    """How many events pass, as the planner thinks. To be wrong costs a search that is given up."""
    statement = text(f"EXPLAIN (FORMAT JSON) {search.conditions.estimated}")
    plan = search.connection.execute(statement, search.conditions.parameters).scalar_one()
    return int(plan[0]["Plan"]["Plan Rows"])


def _are_met_soon(search: Search) -> bool:
    """Whether two thirds of a walk would do, told by the first occurrences that it comes by."""
    after = search.after or Position(EARLIEST, 0)
    parameters = {**search.conditions.parameters, "step": SAMPLE, "limit": search.limit}
    parameters |= {"after_starts_at": after.starts_at, "after_id": after.occurrence_id}
    statement = f"""WITH lane AS MATERIALIZED (SELECT {WALKED} {_path(search)} LIMIT :step)
                    SELECT (SELECT count(*) FROM lane) AS seen,
                           (SELECT count(*) FROM (SELECT FROM lane o {_met(search, listed=False)}) met) AS passed"""
    row = search.connection.execute(text(statement), parameters).one()
    return bool(row.seen < SAMPLE or 3 * search.limit * SAMPLE <= 2 * STEP * row.passed)


def _walked(search: Search, step: int) -> tuple[list[Position], Search | None]:
    """What a walk of this length finds, and the search for what is left of the page, from where the walk stopped."""
    found = search.rows(_walk(search), step=step)
    if len(found) == search.limit:
        return found, None
    after = search.after or Position(EARLIEST, 0)
    parameters = {**search.conditions.parameters, "last": step - 1}
    parameters |= {"after_starts_at": after.starts_at, "after_id": after.occurrence_id}
    stopped = text(f"SELECT o.starts_at, o.id {_path(search)} OFFSET :last LIMIT 2")
    last = search.connection.execute(stopped, parameters).all()
    if len(last) < 2:
        return found, None
    position = Position(last[0].starts_at, last[0].id)
    return found, replace(search, after=position, limit=search.limit - len(found))


def _listed(search: Search) -> list[Position] | None:
    """With a list of the events that pass, or by gathering them where a walk with it is too short; None when they are
    too many."""
    found = search.rows(
        f"""WITH list AS MATERIALIZED ({search.conditions.passing} LIMIT :most),
            listed AS MATERIALIZED (SELECT count(*) AS events FROM list),
            matching AS MATERIALIZED (
                SELECT {MATCHING} FROM event_search x
                 WHERE (SELECT events FROM listed) <= :gathered AND x.event_id = ANY (ARRAY(SELECT event_id FROM list))
                   AND {search.conditions.besides})
            SELECT NULL AS id, NULL AS starts_at, NULL AS value WHERE (SELECT events FROM listed) = :most
            UNION ALL (SELECT * FROM ({_page(search)}) o WHERE (SELECT events FROM listed) <= :gathered)
            UNION ALL (SELECT * FROM ({_walk(search, LISTED)}) o
                        WHERE (SELECT events FROM listed) > :gathered AND (SELECT events FROM listed) < :most)
            UNION ALL SELECT 0, NULL, NULL WHERE (SELECT events FROM listed) <= :gathered""",
        step=LISTED_STEP,
        most=SOME,
        gathered=GATHERED,
        reached=_reached(search),
    )
    if found and found[-1].occurrence_id == 0:
        return found[:-1]
    if found and not found[0].occurrence_id:
        return None
    return found if len(found) == search.limit else _gather(search, SOME)


def _path(search: Search) -> str:
    """SQL: the occurrences that a walk comes by, in order; it begins a day early, for what still goes on."""
    asked = search.conditions
    lower = "o.starts_at >= :from_day" if asked.parameters["from_day"] >= EARLIEST else "true"
    return f"""FROM occurrences o WHERE o.starts_at < :until AND {lower} AND ({asked.time}) AND ({asked.live})
                AND {search.beyond()} ORDER BY {search.order}"""


def _walk(search: Search, listed: str = "true") -> str:
    """SQL. `listed`: a test of o that only those pass of which the event passes."""
    asked = search.conditions
    lane = f"SELECT {WALKED} {_path(search)} LIMIT :step"
    if listed != "true":
        lane = f"SELECT * FROM ({lane}) o WHERE {listed} ORDER BY {search.order} OFFSET 0"
    lane = f"(SELECT o.id, o.starts_at FROM ({lane}) o {_met(search, listed=listed != 'true')})"
    if asked.parameters["from_day"] < EARLIEST:
        return f"SELECT o.*, 0::float8 AS value FROM {lane} o ORDER BY {search.order}"
    long = f"""(SELECT o.id, o.starts_at FROM (
                    SELECT {WALKED} FROM occurrences o
                     WHERE o.ends_at - o.starts_at > '1 day'::interval
                       AND o.ends_at > :from AND o.starts_at < :from_day AND {search.beyond()} AND {_last(search)}
                    OFFSET 0) o
                 {_met(search, listed=False)})"""
    return f"""SELECT o.id, o.starts_at, 0::float8 AS value FROM ({lane} UNION ALL {long}) o
                ORDER BY {search.order} LIMIT :limit"""


def _last(search: Search) -> str:
    """SQL: whether what began before the range is next: of the latest first it is when the walk came to the end."""
    return f"NOT EXISTS (SELECT {_path(search)} OFFSET :step)" if search.sort is Sort.LATEST else "true"


def _met(search: Search, *, listed: bool) -> str:
    """SQL: of the occurrences o, the first ones whose events pass. `listed`: they are in the list of those already."""
    asked = search.conditions
    tests = asked.besides if listed or asked.words else asked.met
    said = ""
    if asked.words and not listed:
        said = """CROSS JOIN LATERAL (SELECT FROM event_words w
                   WHERE w.event_id = o.event_id AND w.words @@ cast(:lookup AS tsquery) OFFSET 0) w"""
    return f"""{said} CROSS JOIN LATERAL (SELECT x.status FROM event_search x
                                           WHERE x.event_id = o.event_id AND {tests} OFFSET 0) x
               WHERE {asked.shown} AND {_first(search)} ORDER BY {search.order} LIMIT :limit"""


def _first(search: Search) -> str:
    """SQL: of its event this is the first occurrence in the range."""
    if not search.once:
        return "true"
    shown, order = (part.replace("o.", "p.") for part in (search.conditions.shown, search.order))
    return f"""(SELECT p.id FROM occurrences p WHERE p.event_id = o.event_id AND {shown}
                 ORDER BY {order} LIMIT 1) = o.id"""


def _gather(search: Search, most: int, value: str | None = None) -> list[Position] | None:
    """By the events that pass; None when there are more than `most` of them. `value`: SQL on x to sort by first."""
    found = search.rows(
        f"""WITH matching AS MATERIALIZED (SELECT {MATCHING} {search.conditions.looked_up} LIMIT :most)
            SELECT NULL AS id, NULL AS starts_at, NULL AS value WHERE (SELECT count(*) FROM matching) > :most - 1
            UNION ALL (SELECT * FROM ({_page(search, value)}) o WHERE (SELECT count(*) FROM matching) < :most)""",
        most=most + 1,
        reached=_reached(search),
    )
    return None if found and found[0].occurrence_id is None else found


def _reached(search: Search) -> datetime:
    """When what is still to come begins."""
    beginning: datetime = search.conditions.parameters["from"]
    return max(search.after.starts_at, beginning) if search.after else beginning


def _page(search: Search, value: str | None = None) -> str:
    """SQL: the next occurrences of the events `matching`."""
    order = f"value, {search.order}" if value else search.order
    return f"""SELECT o.id, o.starts_at, x.value
                 FROM (SELECT x.*, {value or "0::float8"} AS value FROM matching x
                        WHERE x.in_range AND {_soon(search, value)} OFFSET 0) x
                CROSS JOIN LATERAL {following(search, "x.value" if value else None)} o
                ORDER BY {order} LIMIT :limit"""


def _soon(search: Search, value: str | None) -> str:
    """SQL: the event may have a time on this page.

    A page of 50 that goes by time ends before the 50th of the events' first times that are still to come. So events
    that begin later than that have nothing on it, and their times need not be looked at.
    """
    asked = search.conditions
    if value or search.sort is not Sort.SOONEST or asked.status != "true":
        return "true"
    certain = "true" if asked.live == "true" else "m.first_is_live"
    return f"""x.first_at <= coalesce((
        SELECT m.first_at FROM matching m WHERE m.in_range AND {certain} AND m.first_at > :reached
         ORDER BY m.first_at OFFSET :limit - 1 LIMIT 1), 'infinity')"""


def _ranked(search: Search) -> list[Position]:
    return search.rows(
        f"""WITH ranked AS MATERIALIZED (
                SELECT x.event_id, x.status, -ts_rank(w.words, cast(:words AS tsquery))::float8 AS value
                       {search.conditions.looked_up} AND {IN_RANGE} LIMIT {RANKED})
            SELECT o.id, o.starts_at, x.value FROM (SELECT * FROM ranked ORDER BY value OFFSET 0) x
             CROSS JOIN LATERAL {following(search, "x.value")} o ORDER BY x.value, o.starts_at, o.id LIMIT :limit"""
    )


def _around(search: Search) -> list[Position]:
    """Many events pass: venue by venue, the nearest first, until the page is full."""
    return search.rows(
        f"""SELECT o.id, o.starts_at, v.value
              FROM (SELECT value, array_agg(id) AS ids FROM (SELECT v.id, {km("v")} AS value FROM venues v) v
                     WHERE value >= :after_value AND value <= coalesce(cast(:radius_km AS float8), 'infinity')
                     GROUP BY value ORDER BY value OFFSET 0) v
             CROSS JOIN LATERAL (
                 SELECT o.id, o.starts_at FROM event_search x CROSS JOIN LATERAL {following(search, "v.value")} o
                  WHERE x.venue_id = ANY (v.ids) AND {search.conditions.met}
                  ORDER BY o.starts_at, o.id LIMIT :limit) o
             ORDER BY v.value, o.starts_at, o.id LIMIT :limit"""
    )
