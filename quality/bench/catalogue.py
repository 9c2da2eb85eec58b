"""All benches, in the order in which they run: the quick ones first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quality.bench import (
    api_feed,
    api_growth,
    api_near,
    api_range,
    api_search,
    api_throughput,
    crawl_to_postgres,
    farm,
    farm_vs_seed,
    ics_read,
    launch,
    memory,
    one_percent,
    store,
    store_vs_orm,
    unchanged_feeds,
    workers,
)
from quality.bench.figures import Figure, Goal, Place


@dataclass(frozen=True, slots=True)
class Bench:
    goal: Goal
    measure: Callable[[Place], Figure]


BENCHES: Mapping[str, Bench] = {
    "ics_read": Bench(ics_read.GOAL, ics_read.measure),
    "store": Bench(store.GOAL, store.measure),
    "store_vs_orm": Bench(store_vs_orm.GOAL, store_vs_orm.measure),
    "crawl_to_postgres": Bench(crawl_to_postgres.GOAL, crawl_to_postgres.measure),
    "unchanged_feeds": Bench(unchanged_feeds.GOAL, unchanged_feeds.measure),
    "one_percent": Bench(one_percent.GOAL, one_percent.measure),
    "launch": Bench(launch.GOAL, launch.measure),
    "workers": Bench(workers.GOAL, workers.measure),
    "memory": Bench(memory.GOAL, memory.measure),
    "api_range_p95": Bench(api_range.GOAL, api_range.measure),
    "api_search_p95": Bench(api_search.GOAL, api_search.measure),
    "api_near_p95": Bench(api_near.GOAL, api_near.measure),
    "api_feed_p95": Bench(api_feed.GOAL, api_feed.measure),
    "api_growth": Bench(api_growth.GOAL, api_growth.measure),
    "api_throughput": Bench(api_throughput.GOAL, api_throughput.measure),
    "farm": Bench(farm.GOAL, farm.measure),
    "farm_vs_seed": Bench(farm_vs_seed.GOAL, farm_vs_seed.measure),
}
