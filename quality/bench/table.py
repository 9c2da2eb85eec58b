"""All benches with their goals, in the order in which they run: the quick ones first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quality.bench import cards, detect, ics_read, merge, merge_changed, plan, store, store_vs_orm
from quality.bench.api import requests, throughput
from quality.bench.crawls import crawl_to_postgres, one_percent, unchanged_feeds
from quality.bench.figures import Figure, Goal, Place
from quality.bench.workers import farm, farm_vs_seed, launch, memory, scaling


@dataclass(frozen=True, slots=True)
class Bench:
    goal: Goal
    measure: Callable[[Place], Figure]


BENCHES: Mapping[str, Bench] = {
    "ics_read": Bench(Goal("≥", 4), ics_read.measure),
    "cards": Bench(Goal("≥", 0.25), cards.measure),
    "merge": Bench(Goal("≤", 1.5), merge.measure),
    "merge_changed": Bench(Goal("≤", 0.01), merge_changed.measure),
    "plan": Bench(Goal("≤", 300), plan.lateness),
    "plan_memory": Bench(Goal("≤", 1.05), plan.memory),
    "detect": Bench(Goal("≤", 10), detect.measure),
    "store": Bench(Goal("≥", 0.50), store.measure),
    "store_vs_orm": Bench(Goal("≥", 20), store_vs_orm.measure),
    "crawl_to_postgres": Bench(Goal("≥", 0.90), crawl_to_postgres.measure),
    "unchanged_feeds": Bench(Goal("≤", 0.04), unchanged_feeds.measure),
    "one_percent": Bench(Goal("≤", 0.04), one_percent.measure),
    "launch": Bench(Goal("≤", 0.02), launch.measure),
    "workers": Bench(Goal("≥", 1.7), scaling.measure),
    "memory": Bench(Goal("≤", 1.05), memory.measure),
    "api_range_p95": Bench(Goal("≤", 3), lambda place: requests.slowest(place, "range")),
    "api_search_p95": Bench(Goal("≤", 3), lambda place: requests.slowest(place, "search")),
    "api_near_p95": Bench(Goal("≤", 3), lambda place: requests.slowest(place, "near")),
    "api_feed_p95": Bench(Goal("≤", 3), lambda place: requests.slowest(place, "feed")),
    "api_growth": Bench(Goal("≤", 2), requests.growth),
    "api_throughput": Bench(Goal("≥", 0.5), throughput.measure),
    "farm": Bench(Goal("≤", 1.40), farm.measure),
    "farm_vs_seed": Bench(Goal("≥", 50), farm_vs_seed.measure),
}
