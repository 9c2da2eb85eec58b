"""Bounds how many occurrences a reading has, so that a few rules cannot fill the database."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.errors import Doubt
from core.items import EventItem
from core.limits import FEED_OCCURRENCES, OCCURRENCES

ADVICE = "The event is shown with these; the next runs list later ones."


@dataclass(slots=True)
class Room:
    """How many occurrences the rest of a reading may have."""

    left: int = FEED_OCCURRENCES

    def fit(self, event: EventItem) -> tuple[EventItem, Doubt | None]:
        """The event with its first occurrences, in order of time, and a Doubt if it has more: at most OCCURRENCES, and
        one if the reading is full, because every event should be shown."""
        count, most = len(event.occurrences), max(1, min(OCCURRENCES, self.left))
        self.left = max(0, self.left - min(count, most))
        if count <= most:
            return event, None
        soonest = sorted(event.occurrences, key=lambda one: one.starts_at)[:most]
        whose = "" if most == OCCURRENCES else f"; the feed has more than {FEED_OCCURRENCES:,}"
        found = f"cut to the first {most:,} of {count:,} or more occurrences{whose}: {event.title}"
        doubt = Doubt(
            found,
            field="occurrences",
            url=event.url or "",
            uid=event.uid,
            title=event.title,
            advice=ADVICE,
            times_unread=True,
        )
        return replace(event, occurrences=tuple(soonest)), doubt
