"""Time of reading 500 feeds again, all of them answering 304 ÷ of reading and storing them the first time.

The same crawl of the same source, twice: the second asks each feed with the ETag of the first and takes its events as
seen. 30 events a feed. Both in one process that has crawled before, as a worker's crawls are, at the same concurrency,
without delay.
"""

from __future__ import annotations

from statistics import median

from quality.bench import site, sources
from quality.bench.figures import BenchFailed, Figure, Goal, Place
from quality.bench.warm import crawled_warm, warm_up

GOAL = Goal("≤", 0.05)
EVENTS = 30
"""As many as The Events Calendar puts into a feed."""


def measure(place: Place) -> Figure:
    feeds, events = place.size(500, 10), place.size(EVENTS, 5)
    first, again = [], []
    with site.running(place.folder, shows=0, feed_events=events) as running:
        for number in range(place.size(2, 1)):
            with place.servers.database():
                sources.add([*running.urls, "http://127.0.0.1"])
                folder = place.folder / str(number)
                folder.mkdir()
                before = warm_up(folder)
                sources.add_feeds(1, [f"{running.urls[0]}/feeds/{number}.ics" for number in range(feeds)])
                first.append(crawled_warm("ics", running.urls[0]).seconds)
                sources.require_events(before + feeds * events)
                repeated = crawled_warm("ics", running.urls[0])
                again.append(repeated.seconds)
                _require_unchanged(before, feeds * events, repeated.items)
    whole, unmodified = median(first), median(again)
    sides = f"{unmodified:.2f} s for {feeds} feeds again ÷ {whole:.2f} s the first time ({feeds * events:,} events)"
    return Figure(unmodified / whole, sides)


def _require_unchanged(before: int, events: int, read: int) -> None:
    """All seen, none read."""
    sources.require_events(before + events)
    seen = sources.count("SELECT unchanged FROM runs ORDER BY started_at DESC LIMIT 1")
    if seen != events or read:
        raise BenchFailed(f"of {events} unchanged events {seen} were seen and {read} read")
