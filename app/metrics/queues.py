"""Metrics from Redis: how many tasks are waiting and for how long, and whether Beat ticks on time."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import redis
from prometheus_client.core import GaugeMetricFamily, Metric

from celery_app import SENT_AT, app
from core import broker
from core.config import settings
from core.redis_client import connect

ANSWER_S = 3.0
UNACKED = "unacked"
"""kombu's hash of the messages that workers hold. The test of the broker's leases would notice a change."""


def queues() -> list[Metric]:
    """Reads the metrics. Raises RedisError, or ValueError if REDIS_URL isn't a Redis address."""
    client = connect(settings().redis_url, ANSWER_S)
    with client:
        return [*_waiting(client), *_beat(client)]


def _waiting(client: redis.Redis) -> Iterator[Metric]:
    depth = GaugeMetricFamily("marquee_queue_depth", "Tasks that are waiting for a worker.", labels=["queue"])
    oldest = GaugeMetricFamily(
        "marquee_queue_oldest_seconds", "How long the first task has been waiting.", labels=["queue"]
    )
    for queue in (queue.name for queue in app.conf.task_queues):
        depth.add_metric([queue], broker.depth(client, queue))
        oldest.add_metric([queue], max(_age(client.lindex(name, -1)) for name in broker.lists_of(queue)))
    yield from (depth, oldest)
    yield GaugeMetricFamily("marquee_tasks_held", "Tasks that workers hold.", value=client.hlen(UNACKED))


def _age(message: bytes | str | None) -> float:
    """Seconds since a message was sent. 0 without a message, NaN if its sender didn't record the time."""
    if message is None:
        return 0.0
    sent_at = json.loads(message).get("headers", {}).get(SENT_AT)
    return max(time.time() - sent_at, 0.0) if isinstance(sent_at, int | float) else float("nan")


def _beat(client: redis.Redis) -> Iterator[Metric]:
    """redbeat renews its lock on each tick and keeps the due times in a sorted set."""
    prefix, timeout_s = app.conf.redbeat_key_prefix, app.conf.redbeat_lock_timeout
    left_ms = int(client.pttl(f"{prefix}:lock"))
    alive = left_ms > 0
    yield GaugeMetricFamily("marquee_beat_up", "1 while a Beat holds its lock.", value=float(alive))
    if alive:
        age = max(timeout_s - left_ms / 1000, 0.0)
        yield GaugeMetricFamily("marquee_beat_last_tick_seconds", "How long ago Beat last ticked.", value=age)
    first = client.zrange(f"{prefix}:schedule", 0, 0, withscores=True)
    late = max(time.time() - float(first[0][1]), 0.0) if first else 0.0
    yield GaugeMetricFamily("marquee_beat_late_seconds", "How late the most overdue job is.", value=late)
    entries = client.zcard(f"{prefix}:schedule")
    yield GaugeMetricFamily("marquee_beat_entries", "Jobs in the schedule.", value=entries)
