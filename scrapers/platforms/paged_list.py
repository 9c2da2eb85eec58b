"""Reads a platform's list page by page, and decides where it ends: for a harvest and for a preview alike."""

from __future__ import annotations

from datetime import datetime

from scrapers.platforms.asking import Ask, pages_of
from scrapers.platforms.platform import Platform
from scrapers.reading.contract import Context, Reading

MOST_PAGES = 100
"""A list that has not ended by then repeats itself: its end is unknown, so the harvest is incomplete."""


class PagedList:
    """A list ends where the platform says so, or at a page without a new event or date."""

    def __init__(self, described: Platform) -> None:
        self.described = described
        self._seen: set[tuple[str, datetime]] = set()

    def take(self, body: bytes, context: Context, asked: Ask) -> tuple[Reading, Ask | None]:
        """Reads a page, and returns the request for the next one, None at the end. Raises what the platform's reader
        raises."""
        reading = self.described.read_events(body, context)
        following = pages_of(self.described).following(body, context, asked)
        dates = {(event.uid, one.starts_at) for event in reading.events for one in event.occurrences}
        is_new = not dates <= self._seen
        self._seen |= dates
        return reading, following if is_new else None
