"""Limits events to the requested days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.items import EventItem, Occurrence
from scrapers.reading.contract import Window


def within(events: Iterable[EventItem], window: Window | None) -> tuple[EventItem, ...]:
    """The events with only the occurrences that start inside the window. Leaves out events that have none there."""
    if window is None:
        return tuple(events)
    cut = (
        replace(event, occurrences=tuple(one for one in event.occurrences if _starts_inside(one, window)))
        for event in events
    )
    return tuple(event for event in cut if event.occurrences)


def _starts_inside(occurrence: Occurrence, window: Window) -> bool:
    day = occurrence.local_date
    return (window.starts is None or day >= window.starts) and (window.ends is None or day < window.ends)
