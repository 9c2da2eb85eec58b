"""How many requests a look at a site takes at most, over the sandbox's sites, with the pause between requests."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from statistics import median

from core.fetching.fetcher import Fetcher
from quality.bench.figures import BenchFailed, Figure, Place
from quality.sources.sites import of_sandbox
from sandbox.server import Sandbox
from scrapers.discovery.asking import PAUSE_S
from scrapers.discovery.explorer import Explorer

ZONE = "America/New_York"


def measure(place: Place) -> Figure:
    requests, took = [], []
    with Sandbox() as sandbox:
        sites = list(of_sandbox(sandbox))
        for name, url, _ in sites[: place.size(len(sites), 1)]:
            explorer = Explorer(
                fetcher=Fetcher("Marquee/bench", anywhere=True),
                agent="Marquee",
                now=datetime.now(UTC),
                timezone=ZONE,
                pause_s=PAUSE_S,
            )
            started = time.monotonic()
            findings = explorer.explore(url)
            if not findings.candidates:
                raise BenchFailed(f"nothing was found at {name}: {findings.refusal}")
            took.append(time.monotonic() - started)
            requests.append(len(findings.asked))
    sides = (
        f"median {median(requests):g} requests, {median(took):.1f} s; "
        f"worst {max(requests)} requests, {max(took):.1f} s; with {PAUSE_S:g} s between requests, {len(took)} sites"
    )
    return Figure(max(requests), sides, "requests")
