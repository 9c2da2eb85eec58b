"""Finds when a schema.org event takes place: its dates, its schedule, or its unnamed parts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from core.errors import BadRecord, Doubt
from core.items import EventStatus, Occurrence, Venue
from core.limits import OCCURRENCES
from scrapers.reading.contract import Context
from scrapers.reading.dates import DateSpan, Times, end_of_day
from scrapers.reading.problems import located
from scrapers.reading.structured import dates as schema_dates
from scrapers.reading.structured.dates import DayTime
from scrapers.reading.structured.schedule import scheduled
from scrapers.reading.structured.status import stated_status
from scrapers.reading.structured.values import as_list, first_text, line, texts, venue_of
from scrapers.reading.structured.written_dates import is_unset, read_hour, read_showings, read_written
from scrapers.reading.text import absolute_url

Node = Mapping[str, Any]

_DAY_AND_HOUR = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](?:\d{1,2}\.\d{2}|\d{2}(?::\d{2}){1,2}Z[+-]\d{2}:?\d{2})")
"""Forms of an hour that leave the day clear."""
_INTERVAL = re.compile(r"(\d{4}-\d\d-\d\d(?:T[^/]+)?)/(\d{4}-\d\d-\d\d(?:T[^/]+)?)")
"""ISO 8601's start and end in one text."""
_WITHOUT_HOUR = "The event is shown on its days, without an hour."
_WITHOUT_END = "The event is shown without an end."
_MOST_PARTS = 1000
_DEEPEST = 5


def occurrences_of(
    node: Node, status: EventStatus, title: str, context: Context, problems: list[BadRecord]
) -> tuple[Occurrence, ...]:
    """The occurrences of an event, by start and each once.

    If the event has dated parts without names of their own, these are its occurrences, each with the status, place,
    and address in which it differs. The event's own dates then count only if no part is within them: they are the
    frame. An unreadable part is reported and the others are kept. Raises BadRecord if there is no readable start.
    """
    parts = _showings(node, title)
    if not parts:
        return _dated(node, status, title, context, problems)
    venue = venue_of(node.get("location"), title)
    found: dict[datetime, Occurrence] = {}
    for part in parts:
        try:
            own = stated_status(part, title, context, problems).status or status
            for one in _dated(part, own, title, context, problems):
                found.setdefault(one.starts_at, _with_differences(one, part, title, venue, context))
        except BadRecord as problem:
            doubt = Doubt(problem.found, field=problem.field, title=title, times_unread=True)
            problems.append(located(doubt, context))
    if node.get("startDate") or not found:
        for one in _dated(node, status, title, context, problems):
            if not any(_is_within(start, one) for start in found):
                found[one.starts_at] = one
    return tuple(found[start] for start in sorted(found))


def first_day(node: Node, context: Context) -> date | None:
    """The local day of a record's first date that can be read, without its schedule."""
    for text in texts(node.get("startDate")):
        if (start := read_written(text, context)) is not None:
            return schema_dates.instant(start, context.timezone, utc_is_local=context.utc_is_local).date()
    return None


def is_dated(node: Node) -> bool:
    """Whether a record says when it takes place, itself or by its showings."""
    return _says_when(node) or bool(_showings(node, line(node.get("name"))))


def subevents(node: Node) -> list[Node]:
    parts = [*as_list(node.get("subEvent")), *as_list(node.get("subEvents"))][:_MOST_PARTS]
    return [part for part in parts if isinstance(part, dict)]


def showing_parts(node: Node, title: str | None, depth: int = _DEEPEST) -> Iterator[Node]:
    """The subEvents without a name or with the event's, `title`, and, after each, its own parts of this kind: they are
    the event's showings."""
    for part in subevents(node):
        name = line(part.get("name"))
        if name is None or (title is not None and name.casefold() == title.casefold()):
            yield part
            if depth:
                yield from showing_parts(part, title, depth - 1)


def _says_when(node: Node) -> bool:
    return bool(node.get("startDate") or node.get("eventSchedule"))


def _showings(node: Node, title: str | None) -> list[Node]:
    """The parts that have dates and no dated parts themselves: a festival's days may have showings."""
    dated = [part for part in showing_parts(node, title) if _says_when(part)]
    return [part for part in dated if not _showings(part, title)]


def _is_within(start: datetime, frame: Occurrence) -> bool:
    """Whether a part starts in the time of the whole event; an event without an hour or end lasts its whole day."""
    if frame.ends_at is not None:
        return frame.starts_at <= start < frame.ends_at
    if frame.time_known:
        return start == frame.starts_at
    return frame.starts_at <= start < end_of_day(frame.local_date, frame.timezone)


def _with_differences(one: Occurrence, part: Node, title: str, venue: Venue | None, context: Context) -> Occurrence:
    own_venue = venue_of(part.get("location"), title)
    own_url = absolute_url(first_text(part.get("url"), "@id", "url"), context.url)
    return replace(one, venue=None if own_venue == venue else own_venue, url=own_url)


def _dated(
    node: Node, status: EventStatus, title: str, context: Context, problems: list[BadRecord]
) -> tuple[Occurrence, ...]:
    """A schedule that can't be read leaves the event's own start, without the end, which may be the series'."""
    schedules = [entry for entry in as_list(node.get("eventSchedule")) if isinstance(entry, dict)]
    if schedules:
        try:
            return tuple(islice(scheduled(schedules, node, status, title, context, problems), OCCURRENCES + 1))
        except BadRecord as problem:
            if not first_text(node.get("startDate")):
                raise
            node = {**node, "endDate": None}
            doubt = Doubt(problem.found, field=problem.field, title=title, times_unread=True)
            found = _by_dates(node, status, title, context, problems)
            problems.append(located(doubt, context))
            return found
    return _by_dates(node, status, title, context, problems)


def _by_dates(
    node: Node, status: EventStatus, title: str, context: Context, problems: list[BadRecord]
) -> tuple[Occurrence, ...]:
    starts = list(dict.fromkeys(texts(node.get("startDate"))))
    if not starts:
        raise _bad(context, f"{title!r} has no startDate")
    ends = list(dict.fromkeys(texts(node.get("endDate"))))
    if len(starts) == 1 and (interval := _INTERVAL.fullmatch(starts[0].strip())):
        starts, ends = [interval[1]], ends or [interval[2]]
    if len(starts) == 1 and not ends and (showings := read_showings(starts[0], context)) is not None:
        return _written_out(starts[0], *showings, status, title, context, problems)
    opening = []
    for text in starts:
        start = read_written(text, context) or _day_alone(text, title, context, problems)
        if start is None:
            raise _bad(context, f"startDate {text!r} of {title!r} isn't a date")
        opening.append(start)
    closing = [_end_of(end, opening[0], title, context, problems) for end in ends]
    if len(closing) != len(opening):
        closing = closing[:1] if len(opening) == 1 and closing else [None] * len(opening)
    lasts = schema_dates.read_duration(first_text(node.get("duration")) or "")
    found: dict[datetime, Occurrence] = {}
    for start, end in zip(opening, closing, strict=True):
        one = schema_dates.occurrence(start, end, context.timezone, status=status, utc_is_local=context.utc_is_local)
        if one.time_known and one.ends_at is None and end is not None and end.clock is None and end.day > start.day:
            problems.append(located(_end_day(end.day, title), context))
        if one.ends_at is None and lasts is not None:
            one = schema_dates.lasting(one, lasts)
        found.setdefault(one.starts_at, one)
    return _without_bare_days(found.values())


def _without_bare_days(found: Collection[Occurrence]) -> tuple[Occurrence, ...]:
    """Without the days that are given again with an hour: a page marks up the day and the hour of one date."""
    timed = {one.local_date for one in found if one.time_known}
    return tuple(one for one in found if one.time_known or one.ends_at is not None or one.local_date not in timed)


def _day_alone(text: str, title: str, context: Context, problems: list[BadRecord]) -> DayTime | None:
    """The day of a startDate whose hour can't be read (`2026-12-10T20:00:00Z-05:00`), which is reported; else None."""
    found = _DAY_AND_HOUR.fullmatch(text.strip())
    day = None if found is None else schema_dates.read_day_time(found[1])
    if day is not None:
        said = f"startDate {text!r} of {title!r} has an hour that can't be read"
        problems.append(located(Doubt(said, field="starts_at", title=title, advice=_WITHOUT_HOUR), context))
    return day


def _written_out(
    text: str,
    days: DateSpan,
    times: Times,
    status: EventStatus,
    title: str,
    context: Context,
    problems: list[BadRecord],
) -> tuple[Occurrence, ...]:
    """The showings that a startDate in words names. An hour of a range is reported: it may count on each day."""
    found = schema_dates.on_days(days, times, context.timezone)
    if times.starts and not any(one.time_known for one in found):
        said = f"startDate {text!r} of {title!r} doesn't say on which days its hour counts"
        problems.append(located(Doubt(said, field="starts_at", title=title, advice=_WITHOUT_HOUR), context))
    return tuple(replace(one, status=status) for one in found)


def _end_of(text: str, start: DayTime, title: str, context: Context, problems: list[BadRecord]) -> DayTime | None:
    """An endDate, or an hour alone, on the day of the start or the next. One that can't be read is reported."""
    end = read_written(text, context)
    if end is not None or is_unset(text):
        return end
    hour = read_hour(text, context)
    if hour is not None and start.clock is not None:
        return DayTime(start.day + timedelta(days=hour <= start.clock), hour, start.offset)
    said = f"endDate {text!r} of {title!r} isn't a date"
    problems.append(located(Doubt(said, field="ends_at", title=title, advice=_WITHOUT_END), context))
    return None


def _end_day(day: date, title: str) -> Doubt:
    """An end on a later day without its hour: the last night of a run, or the small hours after a show."""
    return Doubt(
        f"{title!r} ends on {day}, but its endDate has no hour",
        field="ends_at",
        title=title,
        advice=f"{_WITHOUT_END[:-1]}; ask the site to write the hour.",
    )


def _bad(context: Context, found: str) -> BadRecord:
    return BadRecord(found, url=context.url, source=context.source, field="starts_at")
