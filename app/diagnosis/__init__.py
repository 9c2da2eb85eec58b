"""`doctor --deep`: finds problems while everything is up, each with the command that fixes it."""

from __future__ import annotations

from collections.abc import Callable

import redis
from redis.exceptions import RedisError
from sqlalchemy import Connection

from app.diagnosis import crawls, queues, schedule, servers, workers
from app.diagnosis.bounds import Bounds
from app.diagnosis.workers import Worker
from app.services.doctor import Check
from core.config import settings
from core.redis_client import connect
from storage.database.engine import DATABASE_UNUSABLE, transaction

ANSWER_S = 5.0

__all__ = ["Bounds", "diagnose"]


def diagnose(bounds: Bounds | None = None) -> list[Check]:
    """Checks workers, queues, the schedule, crawls, and servers. Skips a server that is down: plain `doctor` reports
    that."""
    limits = bounds or Bounds()
    return [*_of_redis(limits), *_of_postgres(limits)]


def _of_redis(bounds: Bounds) -> list[Check]:
    client = connect(settings().redis_url, ANSWER_S)
    with client:
        try:
            client.ping()
            known = workers.listen()
            parts: list[Callable[[redis.Redis, list[Worker], Bounds], list[Check]]] = [
                workers.checks,
                queues.checks,
                schedule.checks,
                servers.redis_checks,
            ]
            return [check for part in parts for check in part(client, known, bounds)]
        except (RedisError, OSError):
            return []


def _of_postgres(bounds: Bounds) -> list[Check]:
    parts: list[Callable[[Connection, Bounds], list[Check]]] = [crawls.checks, servers.postgres_checks]
    try:
        with transaction() as connection:
            return [check for part in parts for check in part(connection, bounds)]
    except DATABASE_UNUSABLE:
        return []
