"""How much slower requests are at 1,000,000 occurrences than at 10,000: the worst kind's p95 ÷ its p95 there."""

from __future__ import annotations

from quality.bench.api_requests import KINDS, LARGE, QUICK, SMALL, p95
from quality.bench.figures import Figure, Goal, Place

GOAL = Goal("≤", 2)


def measure(place: Place) -> Figure:
    large, small = place.size(LARGE, QUICK), place.size(SMALL, QUICK)
    sides = {kind: (p95(place, kind, large), p95(place, kind, small)) for kind in KINDS}
    worst, (slow, quick) = max(sides.items(), key=lambda side: side[1][0] / side[1][1])
    told = f"{worst}: {slow:.1f} ms at {large:,} ÷ {quick:.1f} ms at {small:,} occurrences"
    return Figure(slow / quick, told)
