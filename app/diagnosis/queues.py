"""Finds tasks that stay pending: they have waited too long, or a dead worker still holds them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import redis

from app.diagnosis.bounds import Bounds
from app.diagnosis.workers import Worker
from app.services.doctor import Check
from celery_app import SENT_AT, app
from core.broker import depth, lists_of
from core.config import settings

UNACKED_INDEX = "unacked_index"
"""kombu's sorted set of the messages that workers hold, by the time they took or last renewed each."""


def checks(client: redis.Redis, known: list[Worker], bounds: Bounds) -> list[Check]:
    return [*_waiting(client, bounds), *_held(client, known)]


def _waiting(client: redis.Redis, bounds: Bounds) -> Iterator[Check]:
    for queue in (queue.name for queue in app.conf.task_queues):
        age = max(_age(client.lindex(name, -1)) for name in lists_of(queue))
        if age > bounds.waiting_s:
            seen = f"The first of {depth(client, queue)} tasks in {queue} has been waiting for {age / 60:.0f} minutes"
            advice = f"add a worker: `celery -A celery_app worker -Q {queue} --pool=threads --concurrency=50`"
            yield Check("stuck pending", False, seen, advice)


def _age(message: bytes | str | None) -> float:
    """Seconds since a message was sent; 0 without one, and if its sender didn't record the time."""
    sent_at = json.loads(message).get("headers", {}).get(SENT_AT) if message else None
    return time.time() - sent_at if isinstance(sent_at, int | float) else 0.0


def _held(client: redis.Redis, known: list[Worker]) -> Iterator[Check]:
    """A running worker renews its hold every few seconds. When it dies, any other worker takes its tasks."""
    overdue = time.time() - 2 * settings().visibility_timeout_s
    held = int(client.zcount(UNACKED_INDEX, "-inf", overdue))
    if held:
        seen = f"{held} tasks are held by workers that have been silent for {2 * settings().visibility_timeout_s} s"
        if known:
            advice = "the running workers should have taken them: restart one and check its log"
        else:
            advice = "start a worker with `celery -A celery_app worker`: it takes them over within a minute"
        yield Check("stuck pending", False, seen, advice)
