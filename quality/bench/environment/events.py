"""Any number of events, as a reader yields them, for the benches of storage."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.items import EventItem, Occurrence, Price, Venue

ZONE = "America/New_York"
_FIRST = datetime(2031, 1, 6, 19, 30, tzinfo=ZoneInfo(ZONE))
_TEXT = "An evening of chamber music, with works old and new, played by the ensemble of the house and its guests. " * 4


def events(count: int) -> list[EventItem]:
    """Invented events at 200 venues; every third has a matinee too."""
    return [_event(number) for number in range(count)]


def _event(number: int) -> EventItem:
    day = _FIRST + timedelta(days=number % 365)
    starts = [day - timedelta(hours=5), day] if number % 3 == 0 else [day]
    return EventItem(
        uid=f"show-{number}@bench.example",
        title=f"Chamber Evening No. {number}: Brass & Reeds",
        url=f"https://bench.example/events/detail/show-{number}",
        description=f"{_TEXT}\nNo. {number} of the season.",
        occurrences=tuple(Occurrence(starts_at=at, ends_at=at + timedelta(hours=2), timezone=ZONE) for at in starts),
        venue=Venue(name=f"Hall {number % 200}", address=f"{number % 200} Bay Street, Sarasota, FL 34236"),
        organizer="Bay Chamber Players",
        price=Price(text="$35 - $75", min_cents=3500, max_cents=7500, currency="USD", is_free=False),
        ticket_url=f"https://tickets.bench.example/?event={number}",
        image_url=f"https://bench.example/img/show-{number}.jpg",
        categories=("Music", "Chamber"),
        raw={"starts_at": f"{day:%a. %b %d, %Y} at 7:30 PM", "price": "$35 - $75", "status": "Buy Tickets"},
    )
