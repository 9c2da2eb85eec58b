"""Time to crawl a 5,000-event feed with 1 % of its events changed ÷ to read and store it whole.

The same crawl of the same source, twice: the second downloads the changed body, hashes its events, reads and stores the
fifty that differ, and records the others as seen. Both run in one process that has crawled before, as in a worker.
"""

from __future__ import annotations

from statistics import median

import httpx

from quality.bench.crawls.warm import crawled_warm, warm_up
from quality.bench.environment import site, sources
from quality.bench.figures import BenchFailed, Figure, Place


def measure(place: Place) -> Figure:
    events = place.size(5000, 200)
    changed = events // 100
    whole, part = [], []
    for number in range(place.size(3, 1)):
        folder = place.folder / str(number)
        folder.mkdir()
        with place.servers.database(), site.running(folder, shows=0, feed_events=events) as running:
            sources.add([*running.urls, "http://127.0.0.1"])
            before = warm_up(folder)
            sources.add_feeds(1, [f"{running.urls[0]}/feeds/0.ics"])
            httpx.get(f"{running.urls[0]}/feeds/0.ics", trust_env=False)  # so that the site has its bytes ready
            whole.append(crawled_warm("ics", running.urls[0]).seconds)
            httpx.get(f"{running.urls[0]}/change/{changed}", trust_env=False)
            part.append(crawled_warm("ics", running.urls[0]).seconds)
            _require_changed(before + events, changed)
    sides = f"{median(part):.2f} s with {changed} of {events} changed ÷ {median(whole):.2f} s whole"
    return Figure(median(part) / median(whole), sides)


def _require_changed(events: int, changed: int) -> None:
    sources.require_events(events)
    stored = sources.count("SELECT changed FROM runs ORDER BY started_at DESC LIMIT 1")
    if stored != changed:
        raise BenchFailed(f"{stored} of {changed} changed events were stored")
