"""All metrics as one text. They are read from Postgres and Redis at each scrape, so every process tells the same."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from app.metrics.crawls import crawls
from app.metrics.queues import queues
from storage.database.engine import NoDatabase

CONTENT_TYPE = CONTENT_TYPE_LATEST
PARTS: tuple[tuple[str, Callable[[], Iterable[Metric]]], ...] = (("postgres", crawls), ("redis", queues))
AWAY = (SQLAlchemyError, NoDatabase, RedisError, ValueError)

logger = logging.getLogger(__name__)


class _Marquee(Collector):
    """A server that does not answer costs its own metrics, not the others'; `marquee_up` says so."""

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("marquee_up", "1 while the server that holds the numbers answers.", labels=["server"])
        took = GaugeMetricFamily("marquee_scrape_seconds", "How long reading the numbers took.", labels=["server"])
        for server, read in PARTS:
            began = time.monotonic()
            try:
                yield from [*read()]
            except AWAY as error:
                logger.warning("No metrics of %s: %s", server, type(error).__name__)
                up.add_metric([server], 0)
            else:
                up.add_metric([server], 1)
            took.add_metric([server], time.monotonic() - began)
        yield up
        yield took


def expose() -> bytes:
    """The text of one scrape."""
    return generate_latest(_Marquee())
