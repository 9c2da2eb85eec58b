"""Resends unfinished tasks that the broker has lost, for example because Redis was wiped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import Celery
from sqlalchemy import Connection, NullPool, create_engine, text

from core.config import settings
from core.database_url import parameters
from storage.database.engine import DIALECT, NoDatabase
from storage.health.states import abandon_run
from storage.tasks import deliveries

MOST_QUEUED = 20_000
"""A longer queue is not searched, which would block Redis and the worker. It wasn't wiped, and it will shrink."""
LOCK = 0x4D617271
PATIENCE = {"connect_timeout": 3, "application_name": "marquee-recovery", "options": "-c statement_timeout=5000"}


class Recovery:
    """Sends a task again, with its old id, if nobody crawls it and two looks in a row find its message neither queued
    nor with a worker. One look is not enough, because a message is briefly in neither place. If the task is alive after
    all, the new one takes over its run, so nothing is duplicated."""

    def __init__(self, app: Celery) -> None:
        self.app = app
        self.missing: frozenset[str] = frozenset()

    def look(self) -> list[str]:
        """Returns the ids of the tasks sent again. If several workers look at once, one of them does the work."""
        with connection() as database:
            if not database.execute(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": LOCK}).scalar():
                return []
            unfinished = deliveries.unfinished(database)
            if not unfinished:
                self.missing = frozenset()
                return []
            with self.app.connection_for_read() as broker:
                known = known_ids(broker.default_channel, self.app.amqp.queues)
            if known is None:
                return []
            lost = {delivery.task_id: delivery for delivery in unfinished if delivery.task_id not in known}
            again = [delivery for task_id, delivery in lost.items() if task_id in self.missing]
            self.missing = frozenset(lost)
            return [delivery.task_id for delivery in again if self._send(database, delivery)]

    def _send(self, database: Connection, delivery: deliveries.Delivery) -> bool:
        if not deliveries.sent_again(database, delivery.task_id):
            abandon_run(database, delivery.task_id, "its task is parked: the broker lost it again and again")
            return False
        self.app.send_task(delivery.task, kwargs=delivery.kwargs, task_id=delivery.task_id)
        return True


def forget(task_id: str) -> None:
    """After someone revoked the task: it is not sent again, and its run, if any, is closed."""
    with connection() as database:
        deliveries.end(database, task_id)
        abandon_run(database, task_id, "its task was revoked")


def known_ids(channel: Any, queues: Any) -> frozenset[str] | None:
    """The ids of the tasks that are queued or with a worker; None if there are too many to search.

    Uses one transaction, because a killed worker's message moves from one place to the other. Relies on kombu 5's
    layout: a list per queue and priority, and the hash `unacked` of `[message, exchange, routing key]`.
    """
    lists = [channel._q_for_pri(queue, step) for queue in queues for step in channel.priority_steps]
    with channel.conn_or_acquire() as client:
        if sum(client.llen(name) for name in lists) + client.hlen(channel.unacked_key) > MOST_QUEUED:
            return None
        pipe = client.pipeline(transaction=True)
        for name in lists:
            pipe.lrange(name, 0, -1)
        *queued, unacked = pipe.hvals(channel.unacked_key).execute()
    messages = [json.loads(message) for listed in queued for message in listed]
    messages += [json.loads(message)[0] for message in unacked]
    return frozenset(message["headers"]["id"] for message in messages if "id" in message.get("headers", {}))


@contextmanager
def connection() -> Iterator[Connection]:
    """A transaction on a new connection, closed at the end: the worker's main process forks, so it must not keep one,
    and must not wait long for one."""
    url = settings().database_url
    if url is None:
        raise NoDatabase("DATABASE_URL is not set")
    engine = create_engine(DIALECT, poolclass=NullPool, connect_args={**parameters(url), **PATIENCE})
    with engine.begin() as database:
        yield database
