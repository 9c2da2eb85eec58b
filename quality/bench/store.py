"""Events a second of an upsert of 50,000 new events ÷ raw COPY of the same rows into the same tables and indexes.

Ours begins with items and ends with committed rows of events, occurrences, venues and sightings, in the pipeline's
batches, a commit each, foreign keys checked, each event looked up and hashed. COPY begins with ready text and does none
of this: it is the bound of the server on this disk, not a way to store events. The search index of events is kept by a
trigger on both sides.
"""

from __future__ import annotations

from quality.bench import programme
from quality.bench.figures import Figure, Goal, Place
from quality.bench.rivals.raw_copy import copy_rate
from quality.bench.rounds import medians
from quality.bench.storing import upsert_rate

GOAL = Goal("≥", 0.50)


def measure(place: Place) -> Figure:
    items = programme.events(place.size(50_000, 1000))

    def ours() -> float:
        with place.servers.database():
            return upsert_rate(items)

    def raw() -> float:
        with place.servers.database():
            return copy_rate(items)

    stored, copied = medians(ours, raw, place.size(2, 1))
    return Figure(stored / copied, f"{stored:,.0f} events/s upserted ÷ {copied:,.0f} events/s of raw COPY")
