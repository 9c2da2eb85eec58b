"""Wall time of 200 hosts at a delay of 1 s through Celery, two thread workers ÷ the limit that politeness sets.

Every host is a source with a listing and 10 detail pages, harvested in full by `scrape_vanwezel`. Politeness allows a
host one request per second, no matter what it is for: besides the 11 pages, a crawl asks for robots.txt and tries the
month JSON and the RSS. The limit is one second for each request after a host's first. Time runs from the first task
sent to the end of the last run.
"""

from __future__ import annotations

from quality.bench.environment import site, sources
from quality.bench.environment.children import worker
from quality.bench.environment.client import client
from quality.bench.figures import Figure, Place

SHOWS = 10
BEFORE_THE_DETAILS = ("/robots.txt", "month JSON", "/events/rss", "/events")


def measure(place: Place) -> Figure:
    hosts, shows = place.size(200, 4), place.size(SHOWS, 2)
    took = farmed(place, hosts, shows)
    bound = delay_s(place) * (len(BEFORE_THE_DETAILS) + shows - 1)
    sides = (
        f"{hosts} hosts in {took:.1f} s ÷ {bound:g} s of politeness ({shows + len(BEFORE_THE_DETAILS)} requests each)"
    )
    return Figure(took / bound, sides)


def delay_s(place: Place) -> float:
    return 0.2 if place.quick else 1.0


def farmed(place: Place, hosts: int, shows: int) -> float:
    """Seconds that two warm thread workers take. Measured once for all benches."""
    known = place.servers.measured
    if ("farm", hosts) not in known:
        known["farm", hosts] = _farmed(place, hosts, shows)
    return known["farm", hosts]


def _farmed(place: Place, hosts: int, shows: int) -> float:
    redis_url = place.servers.empty_redis()
    options = ("-Q", "crawl", "--pool=threads", "--concurrency=100", "--without-gossip", "--without-mingle")
    with (
        place.servers.database(),
        site.running(place.folder, hosts=hosts + 8, shows=shows) as running,
        worker("first", place.folder, redis_url, *options),
        worker("second", place.folder, redis_url, *options),
        client(redis_url) as tasks,
    ):
        ids = sources.add(running.urls)
        tasks.crawl_all(ids[hosts:], timeout_s=120)
        took = tasks.crawl_all(ids[:hosts], delay=delay_s(place), timeout_s=300)
        sources.require_events((hosts + 8) * shows)
    return took
