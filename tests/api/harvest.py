"""Stores runs of sources and the events that they saw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from core.items import EventItem, Occurrence, Price, Venue
from storage.database.engine import transaction
from storage.events import write as events
from storage.runs import finish as reconcile
from storage.runs import ledger as runs
from storage.sources import records as sources

ZONE = "America/New_York"
HALL = sources.SourceSeed(id=1, name="hall", title="The Hall", base_url="https://hall.example", timezone=ZONE)
AQUARIUM = sources.SourceSeed(
    id=2, name="aquarium", title="The Aquarium", base_url="https://sea.example", timezone=ZONE
)
NUMBERS = count(1)


def seed() -> None:
    with transaction() as connection:
        sources.seed(connection, [HALL, AQUARIUM])


def harvest(*items: EventItem, source_id: int = 1, whole: bool = True, **end: Any) -> None:
    """Stores a run that saw these events. `whole`: it withdraws the events that it didn't see. `end`: more fields of
    RunEnd."""
    covered_from = datetime.now(UTC) if whole else None
    with transaction() as connection:
        run = runs.open_run(
            connection, run_id=f"run-{next(NUMBERS)}", source_id=source_id, spider="hall", launched_by="test"
        )
        events.store_batch(connection, run, items)
        facts = {"finish_reason": "finished", "pages": 1, "rejected": 0, "errors": [], "essential_errors": []}
        reconcile.finish_run(connection, run, reconcile.RunEnd(**{**facts, "covered_from": covered_from, **end}))


def at(days: int, hour: int | None = 20, **fields: Any) -> Occurrence:
    """An occurrence this many local days from today, at an hour or with an unknown hour."""
    today = datetime.now(ZoneInfo(ZONE)).replace(hour=hour or 0, minute=0, second=0, microsecond=0)
    return Occurrence(starts_at=today + timedelta(days=days), timezone=ZONE, time_known=hour is not None, **fields)


def concert(uid: str, *occurrences: Occurrence, **fields: Any) -> EventItem:
    """A concert at the hall, with other fields where given."""
    defaults: dict[str, Any] = {
        "title": f"Concert {uid}",
        "url": f"https://hall.example/events/{uid}",
        "venue": Venue(name="The Hall", address="777 N Tamiami Trail, Sarasota, FL", latitude=27.34, longitude=-82.55),
        "price": Price(text="$20", min_cents=2000, max_cents=2000, currency="USD", is_free=False),
        "categories": ("Music",),
        "occurrences": occurrences or (at(3),),
    }
    return EventItem(uid=uid, **{**defaults, **fields})


def many(number: int) -> Sequence[EventItem]:
    return [concert(f"c{index}", at(1 + index % 300, 9 + index % 12)) for index in range(number)]
