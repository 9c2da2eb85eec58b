"""Memory of a worker after 1,000 crawls ÷ after 50.

One thread worker, whose crawls share a process and a reactor; small crawls of 25 sources, four at once. RSS comes from
/proc while no crawl is running.
"""

from __future__ import annotations

from pathlib import Path

from quality.bench.environment import site, sources
from quality.bench.environment.children import worker
from quality.bench.environment.client import client
from quality.bench.figures import BenchFailed, Figure, Place


def measure(place: Place) -> Figure:
    count, early, late = place.size(25, 4), place.size(50, 4), place.size(1000, 8)
    redis_url = place.servers.empty_redis()
    with (
        place.servers.database(),
        site.running(place.folder, hosts=count, shows=3, page_bytes=5000) as running,
        worker("memory", place.folder, redis_url, "-Q", "crawl", "--pool=threads", "--concurrency=4"),
        client(redis_url) as tasks,
    ):
        ids = sources.add(running.urls)
        sizes = {}
        for crawls in range(count, late + 1, count):
            tasks.crawl_all(ids, timeout_s=60)
            sizes[crawls] = _rss_mb("memory@")
        sources.require_events(3 * count)
    return Figure(
        sizes[late] / sizes[early], f"{sizes[late]:.1f} MB after {late} ÷ {sizes[early]:.1f} MB after {early}"
    )


def _rss_mb(name: str) -> float:
    """The resident memory of the worker with this node name: of its main process, which runs the crawls."""
    sizes = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (folder / "cmdline").read_bytes().split(b"\0")
            resident = (folder / "statm").read_text().split()[1]
        except OSError:
            continue
        if (
            f"{name}%h".encode() in arguments
            and b"celery" in arguments
            and b"app.services.embedded.reaper" not in arguments
        ):
            sizes.append(int(resident) * 4096 / 1e6)
    if not sizes:
        raise BenchFailed("the worker is gone")
    return max(sizes)
