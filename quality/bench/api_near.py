"""The 95th percentile of what is near a point, within a radius or the nearest first.

At 1,000,000 occurrences; a page has 50.
"""

from __future__ import annotations

from quality.bench.api_requests import LARGE, QUICK, REQUESTS, p95
from quality.bench.figures import Figure, Goal, Place

GOAL = Goal("≤", 20)


def measure(place: Place) -> Figure:
    occurrences = place.size(LARGE, QUICK)
    value = p95(place, "near", occurrences)
    return Figure(value, f"{occurrences:,} occurrences, {place.size(REQUESTS, 8)} different requests in turn", "ms")
