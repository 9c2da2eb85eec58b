"""A listing's times as ISO 8601 (RFC 3339): with the local offset, or only the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.feeds import wording
from storage.search.listings import Listing


def starts(listing: Listing) -> str:
    """`2026-11-28T19:30:00-05:00`, or `2026-11-28` if the hour is unknown."""
    if wording.by_day(listing):
        return listing.local_date.isoformat()
    return wording.local_start(listing).isoformat(timespec="seconds")


def ends(listing: Listing) -> str | None:
    """The end in the same form, None if unknown. A date is the last day, inclusive (schema.org endDate)."""
    end = wording.local_end(listing)
    if end is None:
        return None
    return wording.last_day(listing).isoformat() if wording.by_day(listing) else end.isoformat(timespec="seconds")


def day_after(listing: Listing) -> str | None:
    """The end, exclusive as in iCalendar (RFC 5545 3.6.1)."""
    if wording.local_end(listing) is None or not wording.by_day(listing):
        return ends(listing)
    return (wording.last_day(listing) + timedelta(days=1)).isoformat()


def stamp(moment: datetime) -> str:
    """`2026-11-29T00:30:00Z`."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
