"""Whether a time of an event is ahead, running, or over."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.items import EventStatus
from storage.events.detail import EventTime
from storage.search.conditions import UNKNOWN_END
from storage.search.listings import Listing


class TimeProgress(StrEnum):
    UPCOMING = "upcoming"
    RUNNING = "running"
    OVER = "over"


def progress(listing: Listing | EventTime, now: datetime) -> TimeProgress:
    """By the clock alone: whether it takes place is in its status. Without an end, it is over after three hours, or at
    the end of its day. On a day without an hour nobody knows whether it has begun: it is upcoming until the next day.

    now  aware
    """
    if _end(listing) <= now:
        return TimeProgress.OVER
    unknown_hour = not listing.all_day and not listing.time_known
    begins = _midnight(listing, days=1) if unknown_hour else listing.starts_at
    return TimeProgress.RUNNING if begins <= now else TimeProgress.UPCOMING


def mark(listing: Listing, now: datetime) -> str:
    """`over`, `running`, or "". A time that is canceled or withdrawn isn't running."""
    found = progress(listing, now)
    if found is TimeProgress.OVER:
        return "over"
    off = listing.withdrawn_at is not None or listing.status in (EventStatus.CANCELLED, EventStatus.POSTPONED)
    return "running" if found is TimeProgress.RUNNING and not off else ""


def _end(listing: Listing | EventTime) -> datetime:
    if listing.ends_at is not None and listing.ends_at > listing.starts_at:
        return listing.ends_at
    if listing.all_day or not listing.time_known:
        return _midnight(listing, days=1)
    return listing.starts_at + UNKNOWN_END


def _midnight(listing: Listing | EventTime, *, days: int) -> datetime:
    """The start of the day that is so many days after the listing's own."""
    return datetime.combine(listing.local_date + timedelta(days=days), time(), ZoneInfo(listing.timezone))
