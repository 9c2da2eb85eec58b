"""The events that a perfect harvest of the Tribe site's monthly calendars finds."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from core.items import EventItem, EventStatus, Occurrence, Venue
from sandbox.tribe.aquarium import calendar_of
from sandbox.tribe.exhibits import ZONE, Exhibit
from sandbox.tribe.months import Month

HARVESTED_MONTHS_AHEAD = 2


def from_month_calendars(today: date, base_url: str) -> tuple[EventItem, ...]:
    """All events on the days from the first cell of this month's grid to the last cell two months later.

    The calendars have no prices and no ticket links, and show a cancellation only in the title.
    """
    first = Month.of(today).grid()[0]
    last = Month.of(today).plus(HARVESTED_MONTHS_AHEAD).grid()[1]
    return tuple(_event(exhibit, base_url) for exhibit in calendar_of(today) if exhibit.overlaps(first, last))


def _event(exhibit: Exhibit, base_url: str) -> EventItem:
    status = EventStatus.CANCELLED if exhibit.cancelled else EventStatus.SCHEDULED
    occurrence = Occurrence(
        starts_at=exhibit.starts.replace(tzinfo=ZONE),
        ends_at=_ends_at(exhibit),
        timezone=ZONE.key,
        all_day=exhibit.all_day,
        status=status,
    )
    return EventItem(
        uid=exhibit.uid,
        title=exhibit.title,
        url=base_url + exhibit.path,
        status=status,
        occurrences=(occurrence,),
        venue=None if exhibit.hall is None else Venue(name=exhibit.hall.name, address=exhibit.hall.full_address),
        categories=exhibit.categories,
        image_url=base_url + exhibit.image if exhibit.image else None,
    )


def _ends_at(exhibit: Exhibit) -> datetime | None:
    """The plugin writes an end equal to the start if it doesn't know the end."""
    if exhibit.all_day:
        return exhibit.ends.replace(tzinfo=ZONE) + timedelta(days=1)
    return None if exhibit.ends == exhibit.starts else exhibit.ends.replace(tzinfo=ZONE)
