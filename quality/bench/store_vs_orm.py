"""Events per second of an upsert of new events ÷ of one SELECT + INSERT per event through SQLAlchemy's ORM.

The same events into the same tables of the same server, from items to committed rows, committed equally often. The ORM
stores a tenth of the events, which is kind to it: tables get slower as they grow.
"""

from __future__ import annotations

from quality.bench.environment import events
from quality.bench.figures import Figure, Place
from quality.bench.rivals.orm_store import orm_rate
from quality.bench.rounds import medians
from quality.bench.storing import upsert_rate


def measure(place: Place) -> Figure:
    items = events.events(place.size(20_000, 1000))
    part = items[: max(500, len(items) // 10)]

    def ours() -> float:
        with place.servers.database():
            return upsert_rate(items)

    def orm() -> float:
        with place.servers.database():
            return orm_rate(part)

    stored, by_orm = medians(ours, orm, place.size(3, 1))
    return Figure(stored / by_orm, f"{stored:,.0f} events/s upserted ÷ {by_orm:,.0f} events/s by the ORM")
