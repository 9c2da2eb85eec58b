"""What a Celery worker does besides running tasks: it renews its messages' leases, resends lost tasks, and stops its
crawls on shutdown."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from typing import Any

import click
from celery import bootsteps, signals
from celery.worker.state import active_requests, reserved_requests, scheduled_requests
from click.core import ParameterSource

from app.worker import recovery
from celery_app import BROKER_AWAY, app
from core.config import settings
from core.logs import attach
from core.stopping import stopping
from storage.database.engine import DATABASE_UNUSABLE
from storage.tasks import deliveries

RENEW_EVERY_S = 5.0
LOOK_EVERY_S = 10.0
"""A task that the broker lost is sent again after its run's lease has expired and two looks: within a minute."""

logger = logging.getLogger(__name__)


class BrokerLease(bootsteps.StartStopStep):
    """Renews the broker's lease on every message that this worker has received and not acknowledged.

    Redis gives an unacknowledged message to another worker when its entry in kombu's `unacked_index` is older than
    the visibility timeout. That timeout is short, so that a killed worker's tasks come back soon; renewing keeps a
    long crawl or a waiting retry from starting twice. This runs in the worker's main process, which is free while the
    pool crawls, so it also renews for a hung crawl: the crawl's deadline ends that one.

    When the connection breaks, kombu would return those messages to the queue, and their crawls, which go on, would
    start again. So it may only do so while the worker stops. The next connection's channel adopts them.
    """

    requires = {"celery.worker.consumer.tasks:Tasks"}

    def __init__(self, consumer: Any, **options: Any) -> None:
        super().__init__(consumer, **options)
        self.timer: Any = None

    def start(self, consumer: Any) -> None:
        channel = consumer.task_consumer.channel
        channel.do_restore = False
        adopt(channel, [request.message for request in tuple(active_requests)])
        self.timer = consumer.timer.call_repeatedly(RENEW_EVERY_S, self.renew, (consumer,))

    def stop(self, consumer: Any) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        if consumer.task_consumer is not None:
            consumer.task_consumer.channel.do_restore = stopping.is_set()

    def renew(self, consumer: Any) -> None:
        """Sets the times of the held tags to now."""
        try:
            renew(consumer.task_consumer.channel, _held())
        except BROKER_AWAY as error:
            logger.warning("Couldn't renew the leases at the broker, trying again soon: %s", error)


def _held() -> set[str]:
    """The delivery tags of the tasks that run, wait for a process of the pool, or wait for their time."""
    known = (*active_requests, *reserved_requests, *scheduled_requests)
    return {request.message.delivery_tag for request in known}


def adopt(channel: Any, messages: Iterable[Any]) -> None:
    """Makes the channel the one that acknowledges the messages of running tasks, whose own channel is closed.

    Relies on kombu 5: a message acknowledges through its `channel`, by its tag; a closed channel has no address to
    connect to and ends the worker with an AttributeError. Counted as delivered, they also limit what is fetched.
    """
    for message in messages:
        message.channel = channel
        channel.qos._delivered[message.delivery_tag] = message


def renew(channel: Any, held: Iterable[str]) -> None:
    """Renews the broker's leases on the tags in `held`; they belong to tasks that run or wait in this worker.

    The channel forgets its other unacknowledged messages. They belong to tasks that ended while Redis took no writes,
    so that neither the result was stored nor the message acknowledged. Their leases expire, they are delivered again,
    and the tasks return what their runs recorded.

    This relies on kombu 5's layout: `QoS._delivered` by delivery tag, and the sorted set `unacked_index` of tags and
    delivery times. A test pins it. XX: a message that was acknowledged meanwhile is not added again.
    """
    tags = set(held)
    for forgotten in set(channel.qos._delivered) - tags:
        channel.qos._delivered.pop(forgotten, None)
    if tags:
        with channel.conn_or_acquire() as client:
            client.zadd(channel.unacked_index_key, dict.fromkeys(tags, time.time()), xx=True)


class LostTasks(bootsteps.StartStopStep):
    """Finds unfinished tasks that the broker no longer has, and sends them again."""

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
                logger.warning("The broker lost the unfinished task %s: sent again", task_id)
        except (*DATABASE_UNUSABLE, *BROKER_AWAY) as error:
            logger.warning("Couldn't look for lost tasks, trying again soon: %s", error)


class EndCrawls(bootsteps.StartStopStep):
    """When the worker stops, by a signal or by `celery control shutdown`, the crawls stop at a safe point and their
    tasks go back to the queue. It stops before the pool, which waits for its tasks."""

    requires = {"celery.worker.components:Pool"}

    def stop(self, worker: Any) -> None:
        stopping.set()


app.steps["worker"].add(EndCrawls)
app.steps["consumer"].add(BrokerLease)
app.steps["consumer"].add(LostTasks)


@signals.worker_init.connect
def begin_crawls(**_: object) -> None:
    stopping.clear()


@signals.task_revoked.connect
def forget(request: Any, **_: object) -> None:
    """A revoked task is not sent again."""
    try:
        recovery.forget(request.id)
    except DATABASE_UNUSABLE as error:
        logger.warning("Couldn't record that task %s was revoked: %s", request.id, error)


@signals.task_failure.connect
def end(task_id: str, **_: object) -> None:
    """A task that raised any error has ended: it is not lost, and did not crash its worker."""
    try:
        with recovery.connection() as database:
            deliveries.end(database, task_id)
    except DATABASE_UNUSABLE as error:
        logger.warning("Couldn't record the end of task %s, so it will be sent again: %s", task_id, error)


@signals.after_setup_logger.connect
def format_logs(logger: logging.Logger, loglevel: int, **_: object) -> None:
    """Runs in workers and in Beat. Celery passes its own default as `loglevel` if the command line has none."""
    command = click.get_current_context(silent=True)
    given = command is not None and command.get_parameter_source("loglevel") is ParameterSource.COMMANDLINE
    level = loglevel if given else settings().log_level
    logger.setLevel(level)
    attach(logger, level)


@signals.after_setup_task_logger.connect
def format_task_logs(logger: logging.Logger, **_: object) -> None:
    attach(logger)
