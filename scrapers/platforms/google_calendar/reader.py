"""Reads the answers of Google Calendar's API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from core.errors import BadRecord
from core.items import EventItem, EventStatus, Occurrence, Venue
from scrapers.platforms.ics.reader import read_events as read_feed
from scrapers.platforms.ics.repeats import occurrences_of
from scrapers.reading.bodies import TextKind, decode, kind_of
from scrapers.reading.contract import Context, Reading
from scrapers.reading.records import (
    Facts,
    Record,
    document_of,
    event_of,
    inner,
    list_at,
    modified,
    objects,
    read_each,
    when,
    whole_days,
)
from scrapers.reading.status.words import Standing
from scrapers.reading.structured.dates import instant, read_day_time
from scrapers.reading.structured.values import as_list, first_text, line

_SECRET = re.compile(r"\b(?:passcode|password|pwd|pin)\b\s*[:=#]?\s*\S+", re.IGNORECASE)


def read_events(body: bytes, context: Context) -> Reading:
    """The events of an `events` answer (`kind: calendar#events`), or of the calendar's feed. `uid` is the iCalUID: the
    instances of a series share it.

    All-day events have dates; the end is the day after the last. Canceled instances name only what they replace, and
    are left out. Passcodes of online meetings are not passed on.
    """
    if kind_of(decode(body, context)) is TextKind.ICALENDAR:
        return read_feed(body, context)
    document = document_of(body, context)
    zone = first_text(document.get("timeZone")) if isinstance(document, dict) else None
    placed = replace(context, timezone=zone) if zone and "/" in zone else context

    items = list_at(document, context, "items")
    replaced = _replaced(items)

    def make(record: Record, context: Context, problems: list[BadRecord]) -> EventItem | None:
        if record.get("status") == "cancelled" and "summary" not in record:
            return None
        return _event(record, replaced.get(first_text(record.get("id")) or "", []), context)

    return read_each(items, make, placed, uid_at="iCalUID", title_at="summary")


def _replaced(items: list[Any]) -> dict[str, list[Record]]:
    """By the id of a series, the original starts of the dates that have a record of their own."""
    starts: dict[str, list[Record]] = {}
    for one in objects(items):
        if (series := first_text(one.get("recurringEventId"))) is not None:
            starts.setdefault(series, []).append(inner(one, "originalStartTime"))
    return starts


def _event(record: Record, replaced: list[Record], context: Context) -> EventItem:
    where, description = line(record.get("location")), first_text(record.get("description"))
    cancelled = record.get("status") == "cancelled"
    return event_of(
        Facts(
            uid=record.get("iCalUID") or record.get("id"),
            title=record.get("summary"),
            occurrences=_occurrences(record, replaced, context),
            url=record.get("htmlLink"),
            description=_SECRET.sub("", description) if description else None,
            standing=Standing(EventStatus.CANCELLED if cancelled else None),
            venue=Venue(name=where) if where and not where.lower().startswith("http") else None,
            organizer=inner(record, "organizer").get("displayName"),
            last_modified=modified(record.get("updated")),
            raw={"starts_at": inner(record, "start").get("dateTime") or inner(record, "start").get("date")},
        ),
        context,
    )


def _occurrences(record: Record, replaced: list[Record], context: Context) -> tuple[Occurrence, ...]:
    start, end = inner(record, "start"), inner(record, "end")
    zone = start.get("timeZone")
    day = first_text(start.get("date"))
    if day is not None:
        first, after = read_day_time(day), read_day_time(first_text(end.get("date")) or "")
        if first is None:
            raise BadRecord(f"the start {day!r} isn't a date", field="starts_at")
        last = after.day - timedelta(days=1) if after is not None else None
        one = whole_days(first.day, last, context.timezone)
    else:
        one = when(start.get("dateTime"), end.get("dateTime"), context, zone=zone)
    rules = [text for text in as_list(record.get("recurrence")) if isinstance(text, str)]
    return occurrences_of([*_lines(one), *rules, *_exceptions(one, replaced)], context) if rules else (one,)


def _lines(one: Occurrence) -> list[str]:
    ends = one.ends_at or one.starts_at
    if one.all_day:
        return [f"DTSTART;VALUE=DATE:{one.starts_at:%Y%m%d}", f"DTEND;VALUE=DATE:{ends:%Y%m%d}"]
    return [
        f"DTSTART;TZID={one.timezone}:{one.starts_at:%Y%m%dT%H%M%S}",
        f"DTEND;TZID={one.timezone}:{ends:%Y%m%dT%H%M%S}",
    ]


def _exceptions(one: Occurrence, replaced: list[Record]) -> Iterator[str]:
    for start in replaced:
        moment = read_day_time(first_text(start.get("dateTime")) or first_text(start.get("date")) or "")
        if moment is None:
            raise BadRecord(f"a date of a series that replaces {start!r}", field="starts_at")
        if one.all_day:
            yield f"EXDATE;VALUE=DATE:{moment.day:%Y%m%d}"
        else:
            yield f"EXDATE;TZID={one.timezone}:{instant(moment, one.timezone):%Y%m%dT%H%M%S}"
