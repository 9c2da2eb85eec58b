"""What a Celery worker does besides running tasks: it keeps its messages' leases, and ends its crawls when told."""

from __future__ import annotations

import logging
import time
from typing import Any

from celery import bootsteps, signals
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from app.stopping import stopping
from celery_app import app

RENEW_EVERY_S = 5.0

logger = logging.getLogger(__name__)


class BrokerLease(bootsteps.StartStopStep):
    """Renews the broker's lease on every message that this worker took and has not acknowledged.

    Redis gives an unacknowledged message to another worker when its entry in kombu's `unacked_index` is older than
    the visibility timeout. That timeout is short, so that the work of a killed worker soon comes back; renewing keeps
    a long crawl, or a retry that waits for its time, from being started twice. It runs in the worker's main process,
    which does nothing else while the pool crawls: a hung crawl is the business of its deadline.
    """

    requires = {"celery.worker.consumer.tasks:Tasks"}

    def __init__(self, consumer: Any, **options: Any) -> None:
        super().__init__(consumer, **options)
        self.timer: Any = None

    def start(self, consumer: Any) -> None:
        self.timer = consumer.timer.call_repeatedly(RENEW_EVERY_S, self.renew, (consumer,))

    def stop(self, consumer: Any) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def renew(self, consumer: Any) -> None:
        """Set the held tags' times to now. XX: a message acknowledged meanwhile is not brought back."""
        try:
            renew(consumer.task_consumer.channel)
        except (RedisError, OperationalError, OSError) as error:
            logger.warning("The broker's leases could not be renewed, the next try is soon: %s", error)


def renew(channel: Any) -> int:
    """Renew the leases of a kombu Redis channel's unacknowledged messages; returns how many it holds.

    This leans on kombu 5's layout: `QoS._delivered` by delivery tag, and the sorted set `unacked_index` of the tags
    with the time of delivery. A test pins it.
    """
    tags = list(channel.qos._delivered)
    if tags:
        with channel.conn_or_acquire() as client:
            client.zadd(channel.unacked_index_key, dict.fromkeys(tags, time.time()), xx=True)
    return len(tags)


app.steps["consumer"].add(BrokerLease)


@signals.worker_shutting_down.connect
def end_crawls(**_: object) -> None:
    """SIGTERM: the crawls stop at a safe point and their tasks go back to the queue."""
    stopping.set()


@signals.worker_init.connect
def begin_crawls(**_: object) -> None:
    stopping.clear()
