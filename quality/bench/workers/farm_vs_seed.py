"""The farm through the first version's worker (prefork, two children, a crawl each) ÷ through two thread workers.

The same tasks, sources and delay. The first version is measured on 20 hosts and scaled: its children crawl one host
after the other, so its time grows in proportion.
"""

from __future__ import annotations

from quality.bench.environment import site, sources
from quality.bench.environment.children import worker
from quality.bench.environment.client import client
from quality.bench.figures import Figure, Place
from quality.bench.workers.farm import SHOWS, delay_s, farmed


def measure(place: Place) -> Figure:
    hosts, part, shows = place.size(200, 4), place.size(20, 4), place.size(SHOWS, 2)
    ours = farmed(place, hosts, shows)
    seed = _seed(place, part, shows)
    scaled = seed * hosts / part
    sides = f"{part} hosts in {seed:.1f} s, so {hosts} in {scaled:.0f} s (prefork, 2) ÷ {ours:.1f} s (threads, 2 × 100)"
    return Figure(scaled / ours, sides)


def _seed(place: Place, hosts: int, shows: int) -> float:
    redis_url = place.servers.empty_redis()
    with (
        place.servers.database(),
        site.running(place.folder, hosts=hosts + 2, shows=shows) as running,
        worker("seed", place.folder, redis_url, "--concurrency=2"),
        client(redis_url) as tasks,
    ):
        ids = sources.add(running.urls)
        tasks.crawl_all(ids[hosts:], timeout_s=60)
        took = tasks.crawl_all(ids[:hosts], delay=delay_s(place), timeout_s=30 + hosts * shows * 2)
        sources.require_events((hosts + 2) * shows)
    return took
