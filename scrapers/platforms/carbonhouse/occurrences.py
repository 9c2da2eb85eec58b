"""Combines dates and hours, which pages write separately, into occurrences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from parsel import Selector

from core.errors import BadRecord, Doubt
from core.items import EventStatus, Occurrence
from scrapers.reading.contract import Context
from scrapers.reading.dates import DateSpan, Times, end_of_day, local, read_dates, read_times
from scrapers.reading.structured.dates import on_day
from scrapers.reading.text import squash, text_of

HOUR_UNKNOWN = "The event is listed on its day without an hour."

_SPANS = (
    "descendant-or-self::*[contains(@class, 'm-date__singleDate') or contains(@class, 'm-date__rangeFirst') or "
    "contains(@class, 'm-date__separator') or contains(@class, 'm-date__rangeLast')]"
)
_NOT_DATES = " or ".join(
    ["ancestor-or-self::label"]
    + [
        f"ancestor-or-self::*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
        for name in ("venue_title", "event_venue", "venue", "delimiter", "time", "m-date__hour", "cal", "label")
    ]
)
"""What skins put into the date line besides the date."""


def day_text(node: Selector) -> str:
    """The text of a date: its `aria-label` if the skin has one (full month names, always a year), else the `m-date`
    spans, which don't contain the venue or hour, else what the node shows."""
    label = node.xpath("descendant-or-self::*[contains(@class, 'date') or self::span]/@aria-label").get()
    if label and any(character.isdigit() for character in label):
        return squash(label)
    if spans := [text_of(span) for span in node.xpath(_SPANS)]:
        return squash(" ".join(spans))
    return squash(" ".join(node.xpath(f"descendant-or-self::*[not({_NOT_DATES})]/text()").getall()))


def hours_of(text: str, zone: str) -> tuple[Times, Doubt | None]:
    """The hours of a text, local in the zone. If they are unclear, no hours, and the doubt."""
    try:
        return read_times(text, zone=zone), None
    except BadRecord as problem:
        return Times(text=text), Doubt(problem.found, field=problem.field, advice=HOUR_UNKNOWN)


def days_of(text: str, context: Context, *, near: date | None = None) -> DateSpan:
    """The days of a text. `near` is a day of the same event, for texts without a year. Raises BadRecord."""
    today = context.now.astimezone(ZoneInfo(context.timezone)).date() if near is None else near
    return read_dates(text, now=today)


def occurrences_of(
    span: DateSpan, times: Times, zone: str, status: EventStatus = EventStatus.SCHEDULED
) -> tuple[Occurrence, ...]:
    """One occurrence per day and start. A range is one occurrence without an hour, from its first day to the midnight
    after its last, since the text doesn't say on which days and hours there is a show."""
    if span.is_range:
        return (
            Occurrence(
                starts_at=local(span.first, None, zone),
                ends_at=end_of_day(span.last, zone),
                timezone=zone,
                time_known=False,
                status=status,
            ),
        )
    if times.midnight:
        return tuple(replace(on_day(day, times, zone), status=status) for day in span.days)
    if not times.starts:
        return tuple(
            Occurrence(starts_at=local(day, None, zone), timezone=zone, time_known=False, status=status)
            for day in span.days
        )
    return tuple(_timed(day, start, times.ends, zone, status) for day in span.days for start in times.starts)


def _timed(day: date, start: time, ends: time | None, zone: str, status: EventStatus) -> Occurrence:
    starts_at = local(day, start, zone)
    ends_at = None
    if ends is not None and ends != start:
        ends_at = local(day + timedelta(days=ends < start), ends, zone)
    return Occurrence(starts_at=starts_at, ends_at=ends_at, timezone=zone, status=status)
