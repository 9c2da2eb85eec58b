"""Time of reading 500 feeds again, all of them answering 304 ÷ of reading and storing them the first time.

The same crawl of the same source, twice: the second asks each feed with the ETag of the first and takes its events as
seen. 30 events a feed. Both in a process of its own, at the same concurrency, without delay, timed without the
interpreter's start.
"""

from __future__ import annotations

from statistics import median

from bench import site, sources
from bench.crawling import crawled
from bench.figures import BenchFailed, Figure, Goal, Place

GOAL = Goal("≤", 0.05)
EVENTS = 30
"""As many as The Events Calendar puts into a feed."""


def measure(place: Place) -> Figure:
    feeds, events = place.size(500, 10), place.size(EVENTS, 5)
    first, again = [], []
    with site.running(place.folder, shows=0, feed_events=events) as running:
        for _ in range(place.size(2, 1)):
            with place.servers.database():
                sources.add(running.urls)
                sources.add_feeds(1, [f"{running.urls[0]}/feeds/{number}.ics" for number in range(feeds)])
                first.append(crawled("ics", running.urls[0], place.folder).seconds)
                sources.require_events(feeds * events)
                repeated = crawled("ics", running.urls[0], place.folder)
                again.append(repeated.seconds)
                _require_unchanged(feeds * events, repeated.items)
    whole, unmodified = median(first), median(again)
    sides = f"{unmodified:.2f} s for {feeds} feeds again ÷ {whole:.2f} s the first time ({feeds * events:,} events)"
    return Figure(unmodified / whole, sides)


def _require_unchanged(events: int, read: int) -> None:
    """All seen, none read."""
    sources.require_events(events)
    seen = sources.count("SELECT unchanged FROM runs ORDER BY started_at DESC LIMIT 1")
    if seen != events or read:
        raise BenchFailed(f"of {events} unchanged events {seen} were seen and {read} read")
