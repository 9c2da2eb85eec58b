"""A small town's week of events, stored as by a crawl."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from core.items import EventItem, EventStatus, Occurrence, Price, Venue
from storage.database.engine import transaction
from storage.events import write as events
from storage.runs import ledger as runs
from storage.sources import records as sources

ZONE = "America/New_York"
LOCAL = ZoneInfo(ZONE)
HALL = Venue(name="Van Wezel Hall", address="777 Tamiami Trail", latitude=27.3446, longitude=-82.5502)
AQUARIUM = Venue(name="Mote Aquarium", address="1600 Parkway", latitude=27.3332, longitude=-82.5777)
TAMPA = Venue(name="Straz Center", address="1010 MacInnes Place", latitude=27.9487, longitude=-82.4622)
_numbers = count(1)


def at(day: str, hour: int | None = None, *, hours: float | None = None, **fields: object) -> Occurrence:
    """An occurrence on a local day. Without an hour, the hour is unknown."""
    start = datetime.combine(date.fromisoformat(day), datetime.min.time(), LOCAL) + timedelta(hours=hour or 0)
    end = None if hours is None else start + timedelta(hours=hours)
    return Occurrence(starts_at=start, ends_at=end, timezone=ZONE, time_known=hour is not None, **fields)


def store(*items: EventItem, source: str = "hall", source_id: int = 1) -> str:
    """Stores a run of a source that saw these events. Returns the run's id."""
    run_id = f"run-{next(_numbers)}"
    with transaction() as connection:
        seed = sources.SourceSeed(
            id=source_id,
            name=source,
            title=f"The {source.title()}",
            base_url=f"https://{source}.example",
            timezone=ZONE,
        )
        sources.seed(connection, [seed])
        run = runs.open_run(connection, run_id=run_id, source_id=source_id, spider=source, launched_by="test")
        events.store_batch(connection, run, items)
        runs.close_run(connection, run, status=runs.RunStatus.OK, reason=None, pages=1, rejected=0, errors=[])
    return run_id


def week() -> None:
    """Stores seven events from two sources in December 2031."""
    store(
        EventItem(
            uid="nutcracker",
            title="The Nutcracker",
            url="https://hall.example/nutcracker",
            description="Tchaikovsky's ballet, with the orchestra of the house.",
            categories=("Dance", "Family"),
            venue=HALL,
            price=Price(text="$45 - $120", min_cents=4500, max_cents=12000, currency="USD", is_free=False),
            organizer="Sarasota Ballet",
            occurrences=(at("2031-12-05", 20, hours=2.5), at("2031-12-06", 14), at("2031-12-06", 20)),
            raw={"starts_at": "Fri. Dec 5, 2031 8:00 PM"},
        ),
        EventItem(
            uid="jazz",
            title="Beyoncé's Jazz Night",
            categories=("Music", "Jazz"),
            venue=HALL,
            sold_out=True,
            occurrences=(at("2031-12-07", 19), at("2031-12-08", 19, status=EventStatus.CANCELLED)),
        ),
        EventItem(
            uid="exhibition",
            title="Modern Photographs",
            categories=("Art",),
            price=Price(text="Free", is_free=True),
            occurrences=(at("2031-11-20", 0, hours=24 * 30, all_day=True),),
        ),
        EventItem(
            uid="postponed",
            title="Poetry Slam",
            status=EventStatus.POSTPONED,
            categories=("Poetry",),
            venue=TAMPA,
            occurrences=(at("2031-12-09", 18),),
        ),
    )
    store(
        EventItem(
            uid="sharks",
            title="Shark Feeding",
            categories=("Science", "Family"),
            venue=AQUARIUM,
            price=Price(text="Free", is_free=True),
            occurrences=tuple(at(f"2031-12-{day:02}", 11) for day in range(5, 12)),
        ),
        EventItem(uid="manatees", title="Manatees by Night", venue=AQUARIUM, occurrences=(at("2031-12-06"),)),
        EventItem(
            uid="markup",
            title="<script>alert('x')</script> & \"friends\"",
            description="=HYPERLINK(1)\r\nSet-Cookie: x",
            venue=AQUARIUM,
            occurrences=(at("2031-12-10", 10),),
        ),
        source="mote",
        source_id=2,
    )
