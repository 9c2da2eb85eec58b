"""Checks that Postgres and Redis are set up to lose nothing, and that they aren't running out of anything."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import redis
from sqlalchemy import Connection, text

from app.diagnosis.bounds import Bounds
from app.diagnosis.workers import Worker
from app.services.doctor import Check
from storage.runs import totals


def redis_checks(client: redis.Redis, known: list[Worker], bounds: Bounds) -> list[Check]:
    info: dict[str, Any] = client.info()
    found = [*_evicting(info), *_redis_memory(info, bounds), *_skew("Redis", client.time()[0], bounds)]
    return found or [Check("redis settings", True, "Redis evicts nothing and has free memory")]


def _evicting(info: dict[str, Any]) -> Iterator[Check]:
    policy = str(info.get("maxmemory_policy", "noeviction"))
    if policy != "noeviction":
        seen = f"Redis drops keys, including tasks, when its memory is full (maxmemory-policy {policy})"
        advice = "run `redis-cli CONFIG SET maxmemory-policy noeviction`, and set it in Redis's configuration file"
        yield Check("redis settings", False, seen, advice)


def _redis_memory(info: dict[str, Any], bounds: Bounds) -> Iterator[Check]:
    limit = int(info.get("maxmemory", 0))
    if limit and info["used_memory"] > bounds.memory_share * limit:
        seen = f"Redis uses {info['used_memory'] / 1024**2:.0f} of {limit / 1024**2:.0f} MiB"
        yield Check("redis settings", False, seen, "raise `maxmemory`: when it is reached, no task can be sent")


def _skew(server: str, there: float, bounds: Bounds) -> Iterator[Check]:
    """Clocks matter because leases and due times are compared across machines."""
    skew = abs(time.time() - there)
    if skew > bounds.skew_s:
        seen = f"The clocks of {server} and this machine are {skew:.0f} s apart"
        yield Check("clocks", False, seen, "run an NTP service on both machines: `timedatectl set-ntp true`")


def postgres_checks(connection: Connection, bounds: Bounds) -> list[Check]:
    state = totals.database_state(connection)
    allowed = int(connection.execute(text("SHOW max_connections")).scalar_one())
    there = connection.execute(text("SELECT extract(epoch FROM clock_timestamp())::float")).scalar_one()
    found = [*_old_transaction(state, bounds), *_connections(state, allowed, bounds), *_skew("Postgres", there, bounds)]
    return found or [
        Check("postgres use", True, f"{state.connections} of {allowed} connections to Postgres are in use")
    ]


def _old_transaction(state: totals.DatabaseState, bounds: Bounds) -> Iterator[Check]:
    if state.oldest_transaction_s > bounds.transaction_s:
        seen = f"A transaction has been open for {state.oldest_transaction_s / 60:.0f} minutes and may block others"
        advice = (
            "find it with `SELECT pid, application_name, query FROM pg_stat_activity ORDER BY xact_start`, and end it "
            "with `SELECT pg_terminate_backend(PID)`"
        )
        yield Check("postgres use", False, seen, advice)


def _connections(state: totals.DatabaseState, allowed: int, bounds: Bounds) -> Iterator[Check]:
    if state.connections > bounds.connections_share * allowed:
        seen = f"{state.connections} of the {allowed} connections that Postgres allows are in use"
        advice = (
            "run fewer workers, lower `--concurrency`, or raise the limit: `ALTER SYSTEM SET max_connections = …`, "
            "then restart Postgres"
        )
        yield Check("postgres use", False, seen, advice)
