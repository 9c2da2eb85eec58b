"""What a perfect harvest of the Tribe site's monthly calendars finds."""

from __future__ import annotations

from datetime import date, timedelta

from sandbox.aquarium import calendar_of
from sandbox.exhibits import ZONE, Exhibit
from sandbox.months import Month
from scrapers.items import EventItem, EventStatus, Occurrence, Venue

MONTHS_AHEAD = 2


def from_month_calendars(today: date, base_url: str) -> tuple[EventItem, ...]:
    """Everything that touches the days from the first cell of this month's grid to the last of the month after next's.

    The calendars tell no price and no ticket link, and a cancellation only in the title.
    """
    first = Month.of(today).grid()[0]
    last = Month.of(today).plus(MONTHS_AHEAD).grid()[1]
    return tuple(_event(exhibit, base_url) for exhibit in calendar_of(today) if exhibit.overlaps(first, last))


def _event(exhibit: Exhibit, base_url: str) -> EventItem:
    status = EventStatus.CANCELLED if exhibit.cancelled else EventStatus.SCHEDULED
    starts_at, ends_at = exhibit.starts.replace(tzinfo=ZONE), exhibit.ends.replace(tzinfo=ZONE)
    occurrence = Occurrence(
        starts_at=starts_at,
        ends_at=ends_at + timedelta(days=1) if exhibit.all_day else ends_at,
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
