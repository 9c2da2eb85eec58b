"""Time to read 500 feeds again, all answering 304 ÷ to read and store them the first time.

The same crawl of the same source, twice: the second sends each feed's ETag from the first and records its events as
seen. A feed has 30 events. Both run in one process that has crawled before, as in a worker, at the same concurrency,
without delay.
"""

from __future__ import annotations

from statistics import median

from quality.bench.crawls.warm import crawled_warm, warm_up
from quality.bench.environment import site, sources
from quality.bench.figures import BenchFailed, Figure, Place

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
    """All events were seen, and no item was read."""
    sources.require_events(before + events)
    seen = sources.count("SELECT unchanged FROM runs ORDER BY started_at DESC LIMIT 1")
    if seen != events or read:
        raise BenchFailed(f"of {events} unchanged events {seen} were seen and {read} read")
