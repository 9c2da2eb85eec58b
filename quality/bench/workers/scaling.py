"""Pages per second of two worker processes ÷ of one, with crawls that are limited by the CPU.

Each worker is a process with one crawl at a time, without delay, so that it is always reading pages. Both cases crawl
the same new sources, with pages of real size. The site's server and Postgres share the machine's cores; with two cores,
that is the limit.
"""

from __future__ import annotations

from contextlib import ExitStack

from quality.bench.environment import site, sources
from quality.bench.environment.children import worker
from quality.bench.environment.client import client
from quality.bench.figures import Figure, Place
from quality.bench.rounds import medians

WARMING = 4
"""Sites crawled first, so that every worker has started its reactor."""


def measure(place: Place) -> Figure:
    hosts, shows = place.size(8, 2), place.size(100, 5)
    one, two = medians(lambda: _rate(place, 1, hosts, shows), lambda: _rate(place, 2, hosts, shows), 1)
    return Figure(two / one, f"{two:.0f} pages/s by two workers ÷ {one:.0f} pages/s by one")


def _rate(place: Place, workers: int, hosts: int, shows: int) -> float:
    redis_url = place.servers.empty_redis()
    options = ("-Q", "crawl", "--pool=threads", "--concurrency=1", "--without-gossip", "--without-mingle")
    with (
        place.servers.database(),
        site.running(place.folder, hosts=hosts + WARMING, shows=shows) as running,
        client(redis_url) as tasks,
        ExitStack() as processes,
    ):
        for number in range(workers):
            processes.enter_context(worker(f"worker{number}", place.folder, redis_url, *options))
        ids = sources.add(running.urls)
        tasks.crawl_all(ids[hosts:], timeout_s=120)
        took = tasks.crawl_all(ids[:hosts], timeout_s=300)
        sources.require_events((hosts + WARMING) * shows)
    return hosts * shows / took
