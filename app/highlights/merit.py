"""What an event is worth among others that a page or a letter could show. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.highlights.rhythm import Rhythm, rhythm
from core.items import EventStatus
from storage.events.progress import TimeProgress, progress
from storage.search.listings import Listing
from storage.search.more_dates import MoreDates

EVENING = 18
LIVELY = frozenset({"Music", "Theater and dance", "Film", "Art", "Family", "Festivals", "Food and drink", "Outdoors"})
"""Of the town's categories as Marquee brings them: those that visitors come for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A listing with the further dates that it stands for. `also`: the same at other places on that day."""

    listing: Listing
    more: MoreDates | None
    also: tuple[Listing, ...] = ()

    @property
    def rhythm(self) -> Rhythm:
        return rhythm(self.listing, self.more)

    @property
    def takes_place(self) -> bool:
        return self.listing.status not in (EventStatus.CANCELLED, EventStatus.POSTPONED)


def first_category(one: Shown) -> str:
    return next(iter(one.listing.town_categories), "")


def merit(one: Shown, now: datetime) -> int:
    """Featured before all others; then what visitors come for, with a picture, with an hour, in the evening."""
    listing = one.listing
    hour = listing.starts_at.astimezone(ZoneInfo(listing.timezone)).hour
    known = listing.time_known and not listing.all_day
    return (
        100 * listing.featured
        + 4 * any(name in LIVELY for name in listing.town_categories)
        + 3 * (listing.image_url is not None)
        + 2 * (known and hour >= EVENING)
        + known
        + (listing.venue_id is not None)
        + (one.rhythm is Rhythm.ONCE)
        - 4 * (progress(listing, now) is not TimeProgress.UPCOMING)
    )
