"""The events that a perfect harvest of all the town's sources finds: one for each listing."""

from __future__ import annotations

from datetime import date

from core.items import EventItem, Occurrence, Venue
from sandbox.town.data import NEW_YORK, TownListing, listings, source_forms


def from_listings(today: date, base_url: str) -> tuple[EventItem, ...]:
    return tuple(_event(one, base_url) for one in sorted(listings(today), key=lambda one: (one.starts, one.uid)))


def _event(one: TownListing, base_url: str) -> EventItem:
    name, _, address = one.place.partition(", ")
    return EventItem(
        uid=one.uid,
        title=one.title,
        url=base_url + one.page,
        occurrences=(_occurrence(one),),
        venue=Venue(name=name, address=address),
        image_url=base_url + one.picture if one.picture else None,
    )


def _occurrence(one: TownListing) -> Occurrence:
    """A calendar's date without an hour is a whole day (RFC 5545 3.6.1); on a page, the hour is unknown."""
    if one.hour_known:
        return Occurrence(starts_at=one.starts, timezone=str(NEW_YORK))
    whole_day = source_forms()[one.source][1] == "ics"
    return Occurrence(starts_at=one.starts, timezone=str(NEW_YORK), all_day=whole_day, time_known=whole_day)
