"""The usual way to read a feed: `icalendar` parses it, `recurring_ical_events` expands it."""

from __future__ import annotations

from datetime import date

import recurring_ical_events
from icalendar import Calendar


def occurrences(body: bytes, starts: date, ends: date) -> int:
    """How many occurrences there are between two days. It looks up the text of each, as a crawler would."""
    found = recurring_ical_events.of(Calendar.from_ical(body)).between(starts, ends)
    return sum(1 for event in found if event["SUMMARY"] and event["DTSTART"].dt)
