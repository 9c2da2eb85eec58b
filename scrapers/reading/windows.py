"""Which days a reader reads, and events limited to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.items import EventItem, Occurrence
from scrapers.reading.contract import Window

MONTHS_AHEAD = 13


def feed_window(now: datetime, timezone: str) -> Window:
    """From yesterday to the end of the month 13 months ahead, with what was moved out of it. Whole months, so that an
    endless rule adds instances once a month instead of with each day's run."""
    today = now.astimezone(ZoneInfo(timezone)).date()
    months = today.year * 12 + today.month + MONTHS_AHEAD
    return Window(starts=today - timedelta(days=1), ends=date(months // 12, months % 12 + 1, 1), moved_out=True)


def within(events: Iterable[EventItem], window: Window | None) -> tuple[EventItem, ...]:
    """The events with only the occurrences that start inside the window. Leaves out events that have none there."""
    if window is None:
        return tuple(events)
    cut = (
        replace(event, occurrences=tuple(one for one in event.occurrences if _starts_inside(one, window)))
        for event in events
    )
    return tuple(event for event in cut if event.occurrences)


def is_outside(event: EventItem, window: Window | None) -> bool:
    """Whether the event has no occurrence that starts or goes on in the window."""
    if window is None:
        return False
    return not any(_starts_inside(one, window) or _goes_on(one, window) for one in event.occurrences)


def _goes_on(occurrence: Occurrence, window: Window) -> bool:
    if window.starts is None or occurrence.ends_at is None or occurrence.local_date >= window.starts:
        return False
    return occurrence.ends_at > datetime.combine(window.starts, time(), ZoneInfo(occurrence.timezone))


def _starts_inside(occurrence: Occurrence, window: Window) -> bool:
    day = occurrence.local_date
    return (window.starts is None or day >= window.starts) and (window.ends is None or day < window.ends)
