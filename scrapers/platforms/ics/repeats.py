"""Occurrences of a recurrence that another platform's record writes as iCalendar lines (RFC 5545, 3.8.5)."""

from __future__ import annotations

from collections.abc import Iterable

from core.errors import BadRecord
from core.items import Occurrence
from scrapers.platforms.ics.reader import read_events
from scrapers.reading.contract import Context


def occurrences_of(lines: Iterable[str], context: Context) -> tuple[Occurrence, ...]:
    """The occurrences in the context's window, by default from yesterday to 13 months ahead; none if all are outside.
    `lines`: DTSTART, and what else of DTEND, DURATION, RRULE, RDATE, and EXDATE there is. Raises BadRecord for lines
    that can't be read whole."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:record", "SUMMARY:record")
    body = "\r\n".join((*head, *lines, "END:VEVENT", "END:VCALENDAR", ""))
    reading = read_events(body.encode(), context)
    if reading.problems:
        raise BadRecord(reading.problems[0].found, field="starts_at")
    return tuple(one for event in reading.events for one in event.occurrences)
