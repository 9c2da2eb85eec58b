"""Events per second of an upsert of 50,000 new events ÷ of raw COPY of the same rows into the same tables and indexes.

Ours begins with items and ends with committed rows of events, occurrences, venues and sightings, in the pipeline's
batches, with a commit each, foreign keys checked, and each event looked up and hashed. COPY begins with ready text and
does none of this: it is the limit of the server on this disk, not a way to store events. On both sides a trigger
updates the search index of events.
"""

from __future__ import annotations

from quality.bench.environment import events
from quality.bench.figures import Figure, Place
from quality.bench.rivals.raw_copy import copy_rate
from quality.bench.rounds import medians
from quality.bench.storing import upsert_rate


def measure(place: Place) -> Figure:
    items = events.events(place.size(50_000, 1000))

    def ours() -> float:
        with place.servers.database():
            return upsert_rate(items)

    def raw() -> float:
        with place.servers.database():
            return copy_rate(items)

    stored, copied = medians(ours, raw, place.size(2, 1))
    return Figure(stored / copied, f"{stored:,.0f} events/s upserted ÷ {copied:,.0f} events/s of raw COPY")
