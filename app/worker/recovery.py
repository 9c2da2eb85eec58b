"""Send again the tasks that Postgres knows as unfinished and that the broker has lost, as when Redis was wiped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import Celery
from sqlalchemy import Connection, NullPool, create_engine, text

from core.config import settings
from storage.database.engine import NoDatabase, normalise
from storage.runs import ledger as runs
from storage.tasks import deliveries

MOST_QUEUED = 20_000
"""A longer queue is not searched: that would hold Redis and the worker up. It was not wiped, and it grows shorter."""
LOCK = 0x4D617271
PATIENCE = {"connect_timeout": 3, "application_name": "marquee-recovery", "options": "-c statement_timeout=5000"}


class Recovery:
    """One worker's looks at what is unfinished. A task is sent again, under its old id, when nobody crawls it and two
    looks in a row found its message neither queued nor with a worker: for a moment between the two it is in neither
    place. Should it be alive all the same, it takes over its own run, so nothing is doubled."""

    def __init__(self, app: Celery) -> None:
        self.app = app
        self.missing: frozenset[str] = frozenset()

    def look(self) -> list[str]:
        """The ids of the tasks sent again. Of several workers that look at once one does the work."""
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
            return False
        self.app.send_task(delivery.task, kwargs=delivery.kwargs, task_id=delivery.task_id)
        return True


def forget(task_id: str) -> None:
    """Somebody revoked the task: it is not to come back, and its run, if it has one, is over."""
    with connection() as database:
        deliveries.end(database, task_id)
        runs.abandon(database, task_id, "its task was revoked")


def known_ids(channel: Any, queues: Any) -> frozenset[str] | None:
    """The ids of the tasks that wait in a queue or are with a worker; None when there are too many to look at.

    One transaction, since a message that a killed worker had goes from one place to the other. This leans on kombu
    5's layout: a list per queue and priority, the hash `unacked` of `[message, exchange, routing key]`.
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
    """A transaction on a connection of its own, closed at the end: the worker's main process, which forks, must not
    keep one, and must not wait long for one."""
    url = settings().database_url
    if url is None:
        raise NoDatabase("DATABASE_URL is not set")
    engine = create_engine(normalise(url), poolclass=NullPool, connect_args=PATIENCE)
    with engine.begin() as database:
        yield database
