"""Sample events for the page's tests: a realistic calendar that includes every state an event can have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from core.items import EventItem, EventStatus, Occurrence, Price, Venue
from storage.database.engine import connected
from storage.events import write as events
from storage.runs import finish as reconcile
from storage.runs import ledger as runs
from storage.sources import records as sources

ZONE = "America/New_York"
PICTURES = "https://pictures.example/"
HALL = Venue(name="Bayfront Hall", address="777 N Bay Dr, Sarasota, FL 34236", latitude=27.3446, longitude=-82.5502)
MARKET = Venue(name="Market Square", address="1 Lemon Ave, Sarasota, FL 34236", latitude=27.336, longitude=-82.540)
AQUARIUM = Venue(name="Sea House", address="1600 Ken Pkwy, Sarasota, FL 34236", latitude=27.333, longitude=-82.577)
CRAFTS = {
    "title": "Holiday Crafts",
    "venue": AQUARIUM,
    "description": "Twenty makers.",
    "url": "https://crafts.example",
}
"""What one day of the market says of its own."""
HOSTILE = "<img src=x onerror=alert(1)> & <script>alert(2)</script> Fair"


def fill(database_url: str) -> None:
    """Stores two sources with one run each, and a second run of the first source that sees a price change."""
    with connected(database_url) as connection:
        sources.seed(
            connection,
            [
                _source(1, "bayfront", "Bayfront Hall", "https://bayfront.example"),
                _source(2, "seahouse", "Sea House", "https://seahouse.example"),
            ],
        )
        first = hall()
        _run(connection, "hall-1", 1, first)
        _run(connection, "hall-2", 1, [replace(first[0], price=_dollars(45, 130)), *first[1:]])
        _run(connection, "sea-1", 2, sea_house())


def store_shortened_season(database_url: str) -> None:
    """Stores a source whose last run, `season-2`, misses half of its twelve recitals."""
    recitals = [_event(f"recital-{number}", f"Recital {number}", at(number, 20)) for number in range(1, 13)]
    with connected(database_url) as connection:
        sources.seed(connection, [_source(90, "season", "Recital Season", "https://season.example")])
        _run(connection, "season-1", 90, recitals)
        _run(connection, "season-2", 90, recitals[:6])


def hall() -> Sequence[EventItem]:
    description = (
        "Clara follows the Nutcracker into a kingdom of snow and sweets, with the city's own orchestra in the pit.\n\n"
        "Two hours and ten minutes, one intermission. Children under four stay at home."
    )
    return [
        _event(
            "nutcracker",
            "The Nutcracker",
            *(at(day, hour, lasts=2.5) for day, hour in ((0, 23), (1, 19.5), (5, 14), (5, 19.5), (6, 14))),
            price=_dollars(35, 120),
            description=description,
            categories=("Dance", "Family"),
            image_url=f"{PICTURES}nutcracker.svg",
            ticket_url="https://tickets.example/nutcracker",
            organizer="Gulf Ballet",
            raw={"price": "$35 to $120", "starts_at": "Sat. & Sun., 2:00 & 7:30 PM"},
        ),
        _event("jazz", "Moonlit Jazz Quartet", at(1, 20, lasts=2), price=_dollars(25), categories=("Music", "Jazz")),
        _event(
            "gala",
            "Symphony Gala: An Evening of Mahler, with the Chorus of the Gulf Coast and Three Hundred Voices",
            at(2, 19, lasts=3),
            sold_out=True,
            price=_dollars(60, 240),
            categories=("Music",),
            image_url=f"{PICTURES}gala.svg",
        ),
        _event("comedy", "CANCELED: Late Laughs!", at(3, 21, status=EventStatus.CANCELLED), categories=("Comedy",)),
        _event("lecture", "Tides and Tales", at(4, 18, status=EventStatus.POSTPONED), categories=("Talks",)),
        _event("tba", "Winter Concert", at(8, None), categories=("Music",)),
        *(
            _event(f"season-{day}", f"Chamber Series No. {day - 9}", at(day, 19.5, lasts=2), categories=("Music",))
            for day in range(10, 75)
        ),
    ]


def sea_house() -> Sequence[EventItem]:
    free = Price(text="Free", is_free=True)
    return [
        _event(
            "farmers-market",
            "Farmers’ Market",
            *(at(day, 7, lasts=5, **(CRAFTS if day == 15 else {})) for day in range(1, 60, 7)),
            venue=MARKET,
            price=free,
            categories=("Market", "Family"),
            image_url=f"{PICTURES}market.svg",
        ),
        _event("feeding", "Meet the Manatees", *(at(day, 23.99) for day in range(30)), venue=AQUARIUM, price=free),
        _event("reef", "Living Reef: the Exhibition", _span(-20, 40), venue=AQUARIUM, categories=("Exhibition",)),
        _event("fair", HOSTILE, at(2, 10, lasts=6), venue=MARKET, description=HOSTILE, url="javascript:alert(3)"),
    ]


def at(day: int, hour: float | None, *, lasts: float | None = None, **fields: Any) -> Occurrence:
    """An occurrence `day` local days from today, at an hour such as 19.5, or without a time. `lasts` is in hours."""
    start = _midnight() + timedelta(days=day)
    if hour is not None:
        start = start.replace(hour=int(hour), minute=int(hour % 1 * 60))
    ends_at = None if lasts is None else start + timedelta(hours=lasts)
    return Occurrence(starts_at=start, ends_at=ends_at, timezone=ZONE, time_known=hour is not None, **fields)


def _span(first: int, last: int) -> Occurrence:
    start, end = (_midnight() + timedelta(days=day) for day in (first, last))
    return Occurrence(starts_at=start, ends_at=end, timezone=ZONE, all_day=True)


def today() -> date:
    """Today's date where the events take place."""
    return _midnight().date()


def _midnight() -> datetime:
    return datetime.now(ZoneInfo(ZONE)).replace(hour=0, minute=0, second=0, microsecond=0)


def _event(uid: str, title: str, *occurrences: Occurrence, **fields: Any) -> EventItem:
    values = {"venue": HALL, "url": f"https://bayfront.example/events/{uid}", **fields}
    return EventItem(uid=uid, title=title, occurrences=occurrences, **values)


def _dollars(least: int, most: int | None = None) -> Price:
    text = f"${least}" if most is None else f"${least} to ${most}"
    return Price(text=text, min_cents=least * 100, max_cents=(most or least) * 100, currency="USD", is_free=False)


def _source(number: int, name: str, title: str, address: str) -> sources.SourceSeed:
    return sources.SourceSeed(id=number, name=name, title=title, base_url=address, timezone=ZONE)


def _run(connection: Any, run_id: str, source_id: int, items: Sequence[EventItem]) -> None:
    run = runs.open_run(connection, run_id=run_id, source_id=source_id, spider="ics", launched_by="test")
    events.store_batch(connection, run, items)
    end = reconcile.RunEnd(
        finish_reason="finished", pages=1, rejected=0, errors=[], essential_errors=[], covered_from=datetime.now(UTC)
    )
    reconcile.finish_run(connection, run, end)


def store_odd(connection: Connection, found: Sequence[EventItem]) -> None:
    """Stores a source of its own with these events."""
    sources.seed(connection, [_source(91, "odd", "Odd Titles", "https://odd.example")])
    _run(connection, "odd-1", 91, found)
