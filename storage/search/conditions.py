"""Translates an `EventFilter` to SQL on rows of `occurrences` (o), `event_search` (x), and `event_words` (w)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, text

from storage.search import weeks
from storage.search.distance import in_area, in_circle
from storage.search.filters import EventFilter
from storage.search.fragments import TRUE, Fragment, all_of, compose
from storage.search.words import tsquery

FIRST, LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
STATUS = Fragment("CASE WHEN o.status <> 'scheduled' THEN o.status ELSE x.status END", ("o", "x"))
UNKNOWN_END = timedelta(hours=3)
"""How long an occurrence with an hour is taken to last if its source gives no end."""
ENDS = """coalesce(o.ends_at, o.starts_at + CASE WHEN o.all_day OR NOT o.time_known
                                               THEN interval '24 hours' ELSE :unknown_end END)"""
"""When an occurrence is over: one with only a date, at the end of that day."""

IN_TIME = f"o.starts_at < :until AND (o.starts_at >= :from OR {ENDS} > :from)"
EVENING = "o.time_known AND NOT o.all_day AND (o.starts_at AT TIME ZONE o.timezone)::time >= '17:00'"
_ONLINE_PLACES = "SELECT p.id FROM places p WHERE p.kind = 'online'"
_SAID_ONLINE = "SELECT e.id FROM events e WHERE e.raw ? 'online'"
"""Repeats the condition of the partial index `ix_events_online`."""
ONLINE = f"""o.status = 'moved_online' OR o.event_id IN ({_SAID_ONLINE}) OR o.entry_id IN (
    SELECT y.entry_id FROM event_search y WHERE y.status = 'moved_online' OR y.venue_id IN ({_ONLINE_PLACES}))"""
MAY_BE_ONLINE = f"""x.status = 'moved_online' OR x.venue_id IN ({_ONLINE_PLACES}) OR x.event_id IN ({_SAID_ONLINE})
    OR x.event_id IN (
    SELECT y.event_id FROM occurrences y WHERE y.status <> 'scheduled' AND y.status = 'moved_online')"""
LONG = "o.ends_at - o.starts_at > '1 day'::interval AND o.ends_at > :from AND o.starts_at < :from_day"
"""Repeats the condition of the partial index `ix_occurrences_long`."""
MAY_HAVE_STATUS = """x.status = ANY (:statuses) OR x.event_id IN (
    SELECT y.event_id FROM occurrences y WHERE y.status <> 'scheduled' AND y.status = ANY (:statuses))"""

OF_EVENTS = """x.entry_id = ANY (cast(:event_ids AS bigint[]))
    OR (x.entry_id < 0 AND x.event_id = ANY (cast(:event_ids AS bigint[])))"""
"""Both halves have an index: the primary key, and the partial one `ix_event_search_own`."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a filter requires. An occurrence o is found by the entry x with its `entry_id`: its event's, or its own.

    marks      of x: the marks that the filter asks for (see `storage.tables.search`).
    near       of x: it is in the circle and the area; TRUE without them.
    others     of x: everything else about the event that neither marks nor words express.
    words      of w: the words; None if the filter has none.
    lookup     a tsquery of words and marks together, so that one index finds both; None if the filter has no words.
    weeks      the marks of the weeks in the range; None if they are many.
    in_range   of x: the entry may have an occurrence in the range.
    time       of o: starts before `:until`, and starts at or after `:from` or is still going on then.
    recent     of o: starts less than a day before `:from`, or later.
    long       of o: started earlier than that, and is still going on at `:from`.
    hours      of o: the hour, or the single occurrence, that the filter asks for; TRUE if any will do.
    live       of o: not withdrawn; TRUE if that does not matter.
    status     of o and x; TRUE if any will do.
    start, until   the range.
    one_plan   whether Postgres finds the entries that pass in the same way for all values. Not those near a point:
               whether the circle or a category has fewer makes a hundredfold difference.
    at_venue   whether all are at one venue, so that they lie far apart in the calendar.
    """

    marks: Fragment
    near: Fragment
    others: Fragment
    words: Fragment | None
    lookup: str | None
    weeks: Sequence[str] | None
    in_range: Fragment
    time: Fragment
    recent: Fragment
    long: Fragment
    hours: Fragment
    live: Fragment
    status: Fragment
    start: datetime
    until: datetime
    one_plan: bool
    at_venue: bool

    @property
    def shown(self) -> Fragment:
        """Of o, and of its entry x where the status matters."""
        return all_of(self.time, self.live, self.status)

    @property
    def passing(self) -> Fragment:
        """Of x: the entry passes. Finds the entries by an index."""
        return self.passing_in(self.weeks)

    def passing_in(self, weeks: Sequence[str] | None) -> Fragment:
        """The same in these weeks: see `weeks.marks`."""
        if self.lookup is None:
            in_weeks = TRUE if weeks is None else any_mark("weeks", weeks)
            return all_of(self.marks, in_weeks, self.near, self.others, self.in_range)
        found = compose(
            "x.entry_id = ANY (ARRAY(SELECT w.entry_id FROM event_words w WHERE {found}))", found=self.found_in(weeks)
        )
        return all_of(found, self.near, self.others, self.in_range)

    def found_in(self, weeks: Sequence[str] | None) -> Fragment:
        """Of w: it has the words, the marks, and one of these weeks."""
        assert self.lookup is not None
        in_weeks = f" & ({' | '.join(map(_lexeme, weeks))})" if self.lookup and weeks is not None else ""
        return _word_test("lookup", self.lookup + in_weeks)

    @property
    def row_passes(self) -> Fragment:
        """Of x: the entry passes, apart from the words. Tests a row that was found in another way."""
        return all_of(self.marks, self.near, self.others)

    @property
    def row_has_words(self) -> Fragment:
        """Of o: its entry has the words. OFFSET 0 makes Postgres look up each row instead of reading all words."""
        if self.words is None:
            return TRUE
        test = "EXISTS (SELECT FROM event_words w WHERE w.entry_id = o.entry_id AND {words} OFFSET 0)"
        return Fragment(compose(test, words=self.words).text, ("o",), self.words.parameters)


def conditions(connection: Connection, wanted: EventFilter) -> Conditions:
    """Looks up the words in the vocabulary, and the source by its name."""
    source_ids = source_ids_of(connection, wanted)
    categories = [town_mark(connection, one) or category_mark(one) for one in wanted.categories]
    marks = _marks(wanted, source_ids, place_id_of(connection, wanted), categories)
    alternatives = categories if len(categories) > 1 else []
    words = lookup = None
    if wanted.words is not None:
        query = tsquery(connection, wanted.words)
        words = _word_test("words", query)
        lookup = _together(query, marks, alternatives)
    start, until = wanted.from_ or FIRST, wanted.until or LAST
    days, hours = _days(wanted), _hours(wanted)
    span: dict[str, object] = {
        "from": start,
        "until": until,
        "from_day": start - timedelta(days=1),
        "ended_by": start - UNKNOWN_END,
        "unknown_end": UNKNOWN_END,
    }
    return Conditions(
        marks=_mark_test(marks, alternatives),
        near=all_of(
            TRUE if wanted.near is None else in_circle(wanted.near, wanted.radius_km),
            TRUE if wanted.area is None else in_area(wanted.area),
        ),
        others=_others(wanted, source_ids),
        words=words,
        lookup=lookup,
        weeks=weeks.marks(start - UNKNOWN_END, until),
        in_range=Fragment("x.last_at >= :ended_by AND x.first_at < :until", ("x",), span),
        time=all_of(Fragment(IN_TIME, ("o",), span), days, hours),
        recent=Fragment("o.starts_at < :until AND o.starts_at >= :from_day", ("o",), span),
        long=all_of(Fragment(LONG, ("o",), span), days, hours),
        hours=hours,
        live=TRUE if wanted.include_withdrawn else Fragment("o.withdrawn_at IS NULL", ("o",)),
        status=_status(wanted),
        start=start,
        until=until,
        one_plan=wanted.near is None and wanted.area is None,
        at_venue=wanted.venue_id is not None,
    )


def _hours(wanted: EventFilter) -> Fragment:
    """Of o: it is the one, begins at the hours, or is online, as the filter asks."""
    tests = [Fragment(EVENING, ("o",))] if wanted.evening else []
    if wanted.online:
        tests.append(Fragment(ONLINE, ("o",)))
    if wanted.occurrence_id is not None:
        tests.append(Fragment("o.id = :occurrence_id", ("o",), {"occurrence_id": wanted.occurrence_id}))
    return all_of(*tests)


def _days(wanted: EventFilter) -> Fragment:
    """Of o: it begins on the days that the filter asks for."""
    tests = []
    if wanted.begins_from is not None:
        tests.append(Fragment("o.local_date >= :begins_from", ("o",), {"begins_from": wanted.begins_from}))
    if wanted.begun_before is not None:
        tests.append(Fragment("o.local_date < :begun_before", ("o",), {"begun_before": wanted.begun_before}))
    return all_of(*tests)


def _word_test(name: str, query: str) -> Fragment:
    return Fragment(f"w.words @@ cast(:{name} AS tsquery)", ("w",), {name: query})


def category_mark(category: str) -> str:
    return f"#c:{category.lower()[:200]}"


def town_mark(connection: Connection, category: str) -> str | None:
    """The mark of the town's category with this slug or name, in any case; None if the town has none: then it is a
    category that a source gives."""
    slug = connection.execute(
        text("SELECT slug FROM categories WHERE slug = lower(:given) OR lower(name) = lower(:given) LIMIT 1"),
        {"given": category},
    ).scalar_one_or_none()
    return None if slug is None else f"#k:{slug}"


def _marks(
    wanted: EventFilter, source_ids: Sequence[int], place_id: int | None, categories: Sequence[str]
) -> list[str]:
    """All of these must be there. Several sources or categories are alternatives, so they aren't among them."""
    marks = [] if len(categories) > 1 else list(categories)
    if place_id is not None:
        marks.append(f"#v:{place_id}")
    if wanted.sources and len(source_ids) < 2:
        marks.append(f"#s:{source_ids[0] if source_ids else 0}")
    if wanted.free is not None:
        marks.append("#free" if wanted.free else "#paid")
    return marks


def _mark_test(marks: Sequence[str], alternatives: Sequence[str]) -> Fragment:
    tests = []
    if marks:
        tests.append(Fragment("x.marks @> cast(:marks AS text[])", ("x",), {"marks": marks}))
    if alternatives:
        tests.append(any_mark("any_marks", alternatives))
    return all_of(*tests)


def any_mark(name: str, marks: Sequence[str]) -> Fragment:
    """Of x: it has one of these marks. `name`: of the parameter."""
    return Fragment(f"x.marks && cast(:{name} AS text[])", ("x",), {name: list(marks)})


def _together(query: str, marks: Sequence[str], alternatives: Sequence[str]) -> str:
    """A tsquery of words and marks; empty if the query has no words."""
    if not query:
        return ""
    several = [f"({' | '.join(map(_lexeme, alternatives))})"] if alternatives else []
    return " & ".join([f"({query})", *map(_lexeme, marks), *several])


def _lexeme(mark: str) -> str:
    """Quoted as tsquery's text form requires (PostgreSQL manual, 8.11.2)."""
    doubled = mark.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def source_ids_of(connection: Connection, wanted: EventFilter) -> Sequence[int]:
    if not wanted.sources:
        return ()
    statement = text("SELECT id FROM sources WHERE name = ANY (:names)")
    return connection.execute(statement, {"names": list(wanted.sources)}).scalars().all()


def place_id_of(connection: Connection, wanted: EventFilter) -> int | None:
    """Of the filter's venue, whose id may be from before it became one place with another."""
    if wanted.venue_id is None:
        return None
    statement = text("SELECT place_id FROM shown_venues WHERE venue_id = :id")
    found = connection.execute(statement, {"id": wanted.venue_id}).scalar_one_or_none()
    return wanted.venue_id if found is None else int(found)


def _others(wanted: EventFilter, source_ids: Sequence[int]) -> Fragment:
    tests = []
    if len(source_ids) > 1:
        tests.append(any_mark("any_source", [f"#s:{source_id}" for source_id in source_ids]))
    if wanted.event_ids is not None:
        ids = {"event_ids": list(wanted.event_ids)}
        tests.append(Fragment(OF_EVENTS, ("x",), ids))
    if wanted.statuses:
        tests.append(Fragment(MAY_HAVE_STATUS, ("x",), _statuses(wanted)))
    if wanted.online:
        tests.append(Fragment(MAY_BE_ONLINE, ("x",)))
    if not wanted.include_hidden:
        tests.append(Fragment("NOT x.hidden", ("x",)))
    if not wanted.include_withdrawn:
        tests.append(Fragment("NOT x.withdrawn", ("x",)))
    return all_of(*tests)


def _status(wanted: EventFilter) -> Fragment:
    if not wanted.statuses:
        return TRUE
    return Fragment(f"({STATUS.text}) = ANY (:statuses)", STATUS.aliases, _statuses(wanted))


def _statuses(wanted: EventFilter) -> dict[str, object]:
    return {"statuses": [str(each) for each in wanted.statuses]}
