"""Time of a crawl of a 5,000-event feed of which 1 % changed ÷ of reading and storing it whole.

The same crawl of the same source, twice: the second downloads the changed body, hashes its events, reads and stores the
fifty that differ and takes the others as seen. Each in a process of its own, timed without the interpreter's start.
"""

from __future__ import annotations

from statistics import median

import httpx

from bench import site, sources
from bench.crawling import crawled
from bench.figures import BenchFailed, Figure, Goal, Place

GOAL = Goal("≤", 0.04)


def measure(place: Place) -> Figure:
    events = place.size(5000, 200)
    changed = events // 100
    whole, part = [], []
    for number in range(place.size(3, 1)):
        folder = place.folder / str(number)
        folder.mkdir()
        with place.servers.database(), site.running(folder, shows=0, feed_events=events) as running:
            sources.add(running.urls)
            sources.add_feeds(1, [f"{running.urls[0]}/feeds/0.ics"])
            whole.append(crawled("ics", running.urls[0], folder).seconds)
            httpx.get(f"{running.urls[0]}/change/{changed}", trust_env=False)
            part.append(crawled("ics", running.urls[0], folder).seconds)
            _require_changed(events, changed)
    sides = f"{median(part):.2f} s with {changed} of {events} changed ÷ {median(whole):.2f} s whole"
    return Figure(median(part) / median(whole), sides)


def _require_changed(events: int, changed: int) -> None:
    sources.require_events(events)
    told = sources.count("SELECT changed FROM runs ORDER BY started_at DESC LIMIT 1")
    if told != changed:
        raise BenchFailed(f"{told} of {changed} changed events were stored")
