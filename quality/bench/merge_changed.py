"""Time to compare what one source changed with what all others list ÷ time to compare everything from nothing.

The listings are those of an invented region, harvested into Postgres by 300 sources. Then one of them gives all its
events another title. The second time includes reading, comparing, and writing, like the task after each run.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from core.items import EventItem, Occurrence, Venue
from pipelines.store import BATCH
from quality.bench.environment import sources
from quality.bench.environment.listings import listings
from quality.bench.figures import BenchFailed, Figure, Place
from quality.bench.rounds import seconds
from storage.database.engine import transaction
from storage.events import write as events
from storage.matching.listing import Listing
from storage.merging.match import match_runs
from storage.runs import finish
from storage.runs import ledger as runs
from storage.runs.judgment import RunEnd

_CHANGED = 7
"""The source that changes, by its id."""


def measure(place: Place) -> Figure:
    by_source: dict[str, list[EventItem]] = defaultdict(list)
    for number, listing in enumerate(listings(place.size(200_000, 100))):
        by_source[listing.source].append(_item(number, listing))
    with place.servers.database():
        ids = sources.add([f"https://source-{number}.example" for number in range(len(by_source))])
        harvested = dict(zip(ids, by_source.values(), strict=True))
        for source_id, items in harvested.items():
            _harvest(source_id, items)
        whole = seconds(match_runs)
        _require_groups()
        changed = [replace(item, title=f"{item.title} (new)") for item in harvested[_CHANGED]]
        _harvest(_CHANGED, changed)
        part = seconds(match_runs)
    count = sum(map(len, harvested.values()))
    sides = (
        f"{part:.2f} s for {len(changed):,} changed listings of one source ÷ {whole:.0f} s for {count:,} of {len(ids)}"
    )
    return Figure(part / whole, sides)


def _item(number: int, listing: Listing) -> EventItem:
    once = Occurrence(starts_at=listing.start, ends_at=listing.end, timezone="America/New_York")
    return EventItem(
        uid=str(number),
        title=listing.title,
        url=listing.url,
        description=listing.description,
        venue=Venue(name=listing.venue) if listing.venue else None,
        occurrences=(once,),
    )


def _harvest(source_id: int, items: Sequence[EventItem]) -> None:
    with transaction() as connection:
        run = runs.open_run(
            connection, run_id=str(uuid.uuid4()), source_id=source_id, spider="bench", launched_by="bench"
        )
    for first in range(0, len(items), BATCH):
        with transaction() as connection:
            events.store_batch(connection, run, items[first : first + BATCH])
    with transaction() as connection:
        finish.finish_run(
            connection,
            run,
            RunEnd(finish_reason="finished", pages=1, rejected=0, errors=[], essential_errors=[]),
        )


def _require_groups() -> None:
    groups = sources.count("SELECT count(*) FROM event_groups")
    if not groups:
        raise BenchFailed("no listings were joined")
