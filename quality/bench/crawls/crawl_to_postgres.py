"""Pages per second of a full crawl (robots, named errors, readers, pipelines, Postgres) ÷ of a bare spider.

Both ask the same site for the same listing and the same 2,000 detail pages of 25 KB, at the same concurrency without
delay, each in its own process, timed without the interpreter's start. The bare spider has the selectors of our reader
and writes their text to JSON lines; ours also turns it into times, prices and status, and stores rows.
"""

from __future__ import annotations

from quality.bench.crawls.crawling import crawled
from quality.bench.environment import site, sources
from quality.bench.figures import BenchFailed, Figure, Place
from quality.bench.rounds import medians


def measure(place: Place) -> Figure:
    shows = place.size(2000, 40)

    def ours() -> float:
        with place.servers.database():
            sources.add([running.urls[0]])
            result = crawled("vanwezel", running.urls[0], place.folder)
            sources.require_events(shows)
            return result.rate

    def bare() -> float:
        result = crawled("bare", running.urls[0], place.folder)
        if result.items != shows:
            raise BenchFailed(f"the bare spider brought {result.items} of {shows} events")
        return result.rate

    with site.running(place.folder, shows=shows) as running:
        stored, written = medians(ours, bare, place.size(2, 1))
    return Figure(stored / written, f"{stored:.0f} pages/s into Postgres ÷ {written:.0f} pages/s bare to JSON lines")
