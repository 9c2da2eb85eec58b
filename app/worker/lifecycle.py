"""What a Celery worker does besides running tasks: it keeps its messages' leases, looks after lost tasks, and ends its
crawls when told."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from typing import Any

from celery import bootsteps, signals
from celery.worker.state import active_requests
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from app.worker import recovery
from celery_app import app
from core.config import settings
from core.logs import attach
from core.stopping import stopping
from storage.database.engine import DATABASE_UNUSABLE
from storage.tasks import deliveries

RENEW_EVERY_S = 5.0
LOOK_EVERY_S = 10.0
"""A task that the broker lost is sent again after its run's lease and two looks: within a minute."""
BROKER_AWAY = (RedisError, OperationalError, OSError)

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
            renew(consumer.task_consumer.channel, [request.message.delivery_tag for request in tuple(active_requests)])
        except BROKER_AWAY as error:
            logger.warning("The broker's leases could not be renewed, the next try is soon: %s", error)


def renew(channel: Any, running: Iterable[str] = ()) -> int:
    """Renew the leases of a kombu Redis channel's unacknowledged messages; returns how many it holds.

    `running`: the tags of the tasks that run. After Redis was away the channel is a new one and knows nothing of them,
    while their crawls go on.

    This leans on kombu 5's layout: `QoS._delivered` by delivery tag, and the sorted set `unacked_index` of the tags
    with the time of delivery. A test pins it.
    """
    tags = {*channel.qos._delivered, *running}
    if tags:
        with channel.conn_or_acquire() as client:
            client.zadd(channel.unacked_index_key, dict.fromkeys(tags, time.time()), xx=True)
    return len(tags)


class LostTasks(bootsteps.StartStopStep):
    """Looks for unfinished tasks that the broker no longer has, and sends them again."""

    requires = {"celery.worker.consumer.tasks:Tasks"}

    def __init__(self, consumer: Any, **options: Any) -> None:
        super().__init__(consumer, **options)
        self.timer: Any = None
        self.recovery = recovery.Recovery(app)

    def start(self, consumer: Any) -> None:
        self.timer = consumer.timer.call_repeatedly(LOOK_EVERY_S, self.look)

    def stop(self, consumer: Any) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def look(self) -> None:
        try:
            for task_id in self.recovery.look():
                logger.warning("The broker had lost the unfinished task %s: sent again", task_id)
        except (*DATABASE_UNUSABLE, *BROKER_AWAY) as error:
            logger.warning("Lost tasks could not be looked for, the next look is soon: %s", error)


app.steps["consumer"].add(BrokerLease)
app.steps["consumer"].add(LostTasks)


@signals.worker_shutting_down.connect
def end_crawls(**_: object) -> None:
    """SIGTERM: the crawls stop at a safe point and their tasks go back to the queue."""
    stopping.set()


@signals.worker_init.connect
def begin_crawls(**_: object) -> None:
    stopping.clear()


@signals.task_revoked.connect
def forget(request: Any, **_: object) -> None:
    """A task that somebody revoked is not sent again."""
    try:
        recovery.forget(request.id)
    except DATABASE_UNUSABLE as error:
        logger.warning("Task %s was revoked, which could not be noted: %s", request.id, error)


@signals.task_failure.connect
def end(task_id: str, **_: object) -> None:
    """A task that failed, whatever it raised, came to its end: it is neither lost nor killing its workers."""
    try:
        with recovery.connection() as database:
            deliveries.end(database, task_id)
    except DATABASE_UNUSABLE as error:
        logger.warning("The end of task %s could not be noted, so it comes again: %s", task_id, error)


@signals.after_setup_logger.connect
def dress_logs(logger: logging.Logger, **_: object) -> None:
    """Of a worker, and of Beat."""
    logger.setLevel(settings().log_level)
    attach(logger)


@signals.after_setup_task_logger.connect
def dress_task_logs(logger: logging.Logger, **_: object) -> None:
    attach(logger)
