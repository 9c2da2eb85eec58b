"""All metrics as one text. They are read from Postgres and Redis on each scrape, so every process reports the same."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from app.metrics.crawls import crawls
from app.metrics.queues import queues
from storage.database.engine import DATABASE_UNUSABLE

CONTENT_TYPE = CONTENT_TYPE_LATEST
PARTS: tuple[tuple[str, Callable[[], Iterable[Metric]]], ...] = (("postgres", crawls), ("redis", queues))
UNREADABLE = (*DATABASE_UNUSABLE, RedisError, ValueError)

logger = logging.getLogger(__name__)


class _Marquee(Collector):
    """If a server doesn't answer, only its own metrics are missing, and its `marquee_up` is 0."""

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("marquee_up", "1 while the server answers.", labels=["server"])
        took = GaugeMetricFamily(
            "marquee_scrape_seconds", "How long it took to read the server's metrics.", labels=["server"]
        )
        for server, read in PARTS:
            started_at = time.monotonic()
            try:
                yield from [*read()]
            except UNREADABLE as error:
                logger.warning("Couldn't read the metrics of %s: %s", server, type(error).__name__)
                up.add_metric([server], 0)
            else:
                up.add_metric([server], 1)
            took.add_metric([server], time.monotonic() - started_at)
        yield up
        yield took


def expose() -> bytes:
    """Reads all metrics and returns the text for one scrape."""
    return generate_latest(_Marquee())
