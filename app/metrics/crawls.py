"""Metrics from Postgres: crawls, the health of sources, leases, and the database."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from storage.database.engine import transaction
from storage.runs import totals
from storage.runs.ledger import RunStatus

BY_CRAWL = ["source", "spider"]
EVENT_COUNTS = ("seen", "new", "changed", "withdrawn", "rejected")


def crawls() -> list[Metric]:
    """Reads the metrics. Raises one of DATABASE_UNUSABLE."""
    with transaction() as connection:
        ended = totals.crawl_totals(connection)
        errors = totals.error_totals(connection)
        states = totals.source_states(connection)
        database = totals.database_state(connection)
    return [*_ended(ended), _errors(errors), *_states(states), *_database(database)]


def _ended(ended: list[totals.CrawlTotal]) -> Iterator[Metric]:
    runs = CounterMetricFamily("marquee_runs", "Finished runs, by status.", labels=[*BY_CRAWL, "status"])
    pages = CounterMetricFamily("marquee_pages", "Responses that crawls received.", labels=BY_CRAWL)
    events = CounterMetricFamily("marquee_events", "Events, by what a run did with them.", labels=[*BY_CRAWL, "what"])
    seconds = HistogramMetricFamily("marquee_run_seconds", "How long runs took.", labels=BY_CRAWL)
    by_crawl: dict[tuple[str, str], list[totals.CrawlTotal]] = {}
    for total in ended:
        by_crawl.setdefault((total.source, total.spider), []).append(total)
    for crawl, parts in by_crawl.items():
        for part in parts:
            runs.add_metric([*crawl, part.status], part.runs)
        pages.add_metric([*crawl], sum(part.pages for part in parts))
        for what in EVENT_COUNTS:
            events.add_metric([*crawl, what], sum(getattr(part, what) for part in parts))
        within = [sum(counts) for counts in zip(*(part.within for part in parts), strict=True)]
        buckets = [(str(float(bound)), count) for bound, count in zip(totals.BOUNDS_S, within, strict=True)]
        buckets.append(("+Inf", sum(part.runs for part in parts)))
        seconds.add_metric([*crawl], buckets, sum_value=sum(part.seconds for part in parts))
    yield from (runs, pages, events, seconds)


def _errors(errors: list[totals.ErrorTotal]) -> Metric:
    family = CounterMetricFamily("marquee_crawl_errors", "Errors of crawls, by kind.", labels=[*BY_CRAWL, "kind"])
    for total in errors:
        family.add_metric([total.source, total.spider, total.kind], total.errors)
    return family


def _states(states: list[totals.SourceState]) -> Iterator[Metric]:
    healthy = GaugeMetricFamily("marquee_source_healthy", "1 if the last finished run was ok.", labels=BY_CRAWL)
    seen = GaugeMetricFamily("marquee_source_seen", "Events that the last run saw.", labels=BY_CRAWL)
    good = GaugeMetricFamily(
        "marquee_source_last_good_timestamp_seconds", "When the last ok run ended, in Unix time.", labels=BY_CRAWL
    )
    enabled = GaugeMetricFamily("marquee_source_enabled", "0 while the source is paused.", labels=BY_CRAWL)
    for state in states:
        labels = [state.source, state.spider]
        healthy.add_metric(labels, float(state.status == RunStatus.OK))
        seen.add_metric(labels, state.seen)
        enabled.add_metric(labels, float(state.enabled))
        if state.last_good_at is not None:
            good.add_metric(labels, state.last_good_at.timestamp())
    yield from (healthy, seen, good, enabled)


def _database(state: totals.DatabaseState) -> Iterator[Metric]:
    gauges = {
        "marquee_runs_running": ("Open runs.", state.running),
        "marquee_leases_expired": ("Open runs with an expired lease: their process is gone.", state.lease_expired),
        "marquee_tasks_unfinished": ("Tasks that were delivered and haven't finished.", state.deliveries),
        "marquee_tasks_parked": ("Tasks parked because they probably crash workers.", state.parked),
        "marquee_database_bytes": ("Size of the database.", state.size_bytes),
        "marquee_database_connections": ("Connections to the database.", state.connections),
        "marquee_database_oldest_transaction_seconds": (
            "Age of the oldest open transaction.",
            state.oldest_transaction_s,
        ),
        "marquee_stored_events": ("Events in the database, estimated by the query planner.", state.events),
        "marquee_stored_occurrences": (
            "Occurrences in the database, estimated by the query planner.",
            state.occurrences,
        ),
    }
    for name, (meaning, value) in gauges.items():
        yield GaugeMetricFamily(name, meaning, value=value)
