"""A town with a hall, a city calendar, and a newspaper, whose runs are stored and compared as the service does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from core.items import EventItem, Occurrence, Venue
from storage.database.engine import transaction
from storage.events import detail, feed_listings
from storage.events import write as events
from storage.events.detail import EventRecord
from storage.events.recent import RecentEntry, read_recent
from storage.merging import match
from storage.merging.match import Matched
from storage.runs import finish, ledger
from storage.search.filters import EventFilter
from storage.search.listings import Listing
from storage.sources import records as sources

ZONE = "America/New_York"
SOURCES = {
    "hall": "Gray Heron Hall",
    "city": "City of Palmetto Bay",
    "paper": "The Bay Courier",
    "tickets": "Bay Tickets",
}
HERON = Venue(name="Gray Heron Hall", address="12 Harbor Street, Palmetto Bay, FL 34236")


def at(days: int, hour: int | None = 20, minute: int = 0, **fields: Any) -> Occurrence:
    """This many local days from today."""
    today = datetime.now(ZoneInfo(ZONE)).replace(hour=hour or 0, minute=minute, second=0, microsecond=0)
    return Occurrence(starts_at=today + timedelta(days=days), timezone=ZONE, time_known=hour is not None, **fields)


def jazz(source: str, *occurrences: Occurrence, **fields: Any) -> EventItem:
    """The same concert as each source lists it."""
    forms: dict[str, dict[str, Any]] = {
        "hall": {
            "title": "Marlowe Quartet: An Evening of Ballads",
            "url": "https://heron.example/shows/marlowe-quartet",
            "description": "The Marlowe Quartet plays ballads from five decades, with songs from its new record.",
        },
        "city": {
            "title": "Marlowe Quartet at Gray Heron Hall",
            "url": "https://city.example/calendar/4711",
            "categories": ("Music",),
            "image_url": "https://city.example/marlowe.jpg",
        },
        "paper": {
            "title": "The Marlowe Quartet",
            "url": "https://paper.example/events/marlowe-quartet-in-concert",
            "description": "A short note.",
            "categories": ("Nightlife", "music"),
        },
        "tickets": {
            "title": "Marlowe Quartet",
            "url": "https://tickets.example/buy/991",
            "ticket_url": "https://tickets.example/buy/991",
        },
    }
    item = EventItem(uid=f"{source}-jazz", venue=HERON, occurrences=occurrences or (at(5),), **forms[source])
    return replace(item, **fields)


def others(listing: Listing) -> Sequence[Any]:
    """The other listings of the event."""
    return () if listing.merged is None else listing.merged.also


class Town:
    """Stores runs and says what people see."""

    def __init__(self) -> None:
        self.numbers = count(1)
        with transaction() as connection:
            sources.seed(
                connection,
                [
                    sources.SourceSeed(
                        id=number, name=name, title=title, base_url=f"https://{name}.example", timezone=ZONE
                    )
                    for number, (name, title) in enumerate(SOURCES.items(), start=1)
                ],
            )

    def harvest(self, source: str, *items: EventItem, compare: bool = True) -> Matched:
        """A good run of the source that saw these events and no others."""
        with transaction() as connection:
            run = ledger.open_run(
                connection,
                run_id=f"run-{next(self.numbers)}",
                source_id=list(SOURCES).index(source) + 1,
                spider=source,
                launched_by="test",
            )
            events.store_batch(connection, run, items)
            facts: dict[str, Any] = {
                "finish_reason": "finished",
                "pages": 1,
                "rejected": 0,
                "errors": [],
                "essential_errors": [],
                "covered_from": datetime.now(UTC),
            }
            finish.finish_run(connection, run, finish.RunEnd(**facts))
        return match.match_runs() if compare else Matched()

    def listings(self, **wanted: Any) -> Sequence[Listing]:
        """As feeds show them, soonest first."""
        with transaction() as connection:
            asked = EventFilter(from_=datetime.now(UTC), **wanted)
            found = list(feed_listings.look(connection, asked, limit=100)[1])
        return sorted(found, key=lambda one: (one.starts_at, one.event_id))

    def event(self, event_id: int) -> EventRecord:
        with transaction() as connection:
            found = detail.read_event(connection, event_id)
        assert found is not None
        return found

    def event_id(self, source: str, uid: str | None = None) -> int:
        return int(
            self.value(
                "SELECT e.id FROM events e JOIN sources s ON s.id = e.source_id WHERE s.name = :source AND uid = :uid",
                source=source,
                uid=uid or f"{source}-jazz",
            )
        )

    def news(self) -> Sequence[RecentEntry]:
        with transaction() as connection:
            since = datetime(2020, 1, 1, tzinfo=UTC)
            return read_recent(connection, EventFilter(), since=since, after=None, limit=100)

    def value(self, statement: str, **parameters: object) -> Any:
        with transaction() as connection:
            return connection.execute(text(statement), parameters).scalar()

    def set_roles(self, **roles: str) -> None:
        with transaction() as connection:
            for name, role in roles.items():
                connection.execute(
                    text("UPDATE sources SET role = :role WHERE name = :name"), {"name": name, "role": role}
                )


@pytest.fixture
def town(service_environment: None) -> Town:
    return Town()
