"""Listings for the tests of writers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.feeds.info import FeedInfo
from core.items import EventStatus
from storage.search.listings import Listing

ZONE = "America/New_York"
SEEN = datetime(2026, 10, 1, 12, tzinfo=UTC)
INFO = FeedInfo(
    title="Events, & more",
    name="events",
    description="What is on; all of it",
    updated=datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
    address="https://events.example/feeds/events.ics?free=true",
    page="https://events.example/?free=true",
    timezone=ZONE,
    since=2026,
)


def local(*parts: int, zone: str = ZONE, fold: int = 0) -> datetime:
    """A wall-clock time in the zone, converted to UTC as in listings."""
    return datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)  # type: ignore[arg-type,misc]


def listing(starts_at: datetime | None = None, **fields: Any) -> Listing:
    """An evening at the hall, with other fields where given."""
    starts_at = starts_at or local(2026, 11, 28, 19, 30)
    zone = fields.get("timezone", ZONE)
    values: dict[str, Any] = {
        "event_id": 7,
        "occurrence_id": 70,
        "uid": "moonlit-manatees",
        "title": "Moonlit Manatees",
        "description": "Chamber music.\n\nDoors open at 7; bring a chair, or two.",
        "url": "https://hall.example/events/moonlit-manatees",
        "organizer": "The Hall",
        "categories": ("Music", "Arts, Crafts"),
        "price_text": "$35–$75",
        "price_min_cents": 3500,
        "price_max_cents": 7500,
        "price_currency": "USD",
        "is_free": False,
        "status": EventStatus.SCHEDULED,
        "sold_out": False,
        "ticket_url": "https://tickets.example/7?a=1&b=2",
        "image_url": "https://hall.example/manatee.jpg",
        "venue_id": 3,
        "venue_name": "The Hall",
        "venue_address": "777 N Tamiami Trail, Sarasota, FL 34236",
        "latitude": 27.3421,
        "longitude": -82.5487,
        "source_id": 1,
        "town_categories": (),
        "source": "hall",
        "source_title": "The Hall's own pages",
        "key": "20261129T003000Z",
        "starts_at": starts_at,
        "ends_at": None,
        "local_date": starts_at.astimezone(ZoneInfo(zone)).date(),
        "timezone": zone,
        "all_day": False,
        "time_known": True,
        "recurrence_id": None,
        "sequence": None,
        "last_modified": None,
        "first_seen_at": SEEN,
        "updated_at": SEEN,
        "withdrawn_at": None,
    }
    return Listing(**{**values, **fields})
