"""Finds reasons why the schedule doesn't fire: no Beat, a late Beat, no entries, or entries for unknown tasks."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import redis

from app.diagnosis.bounds import Bounds
from app.diagnosis.workers import OURS, Worker
from app.services.doctor import Check
from celery_app import app

NAME = "schedule not firing"
START = "start it with `celery -A celery_app beat` or `python -m app up`"


def checks(client: redis.Redis, known: list[Worker], bounds: Bounds) -> list[Check]:
    prefix = app.conf.redbeat_key_prefix
    alive = bool(client.exists(f"{prefix}:lock"))
    if not alive:
        return [Check(NAME, False, "No Beat holds the lock, so no scheduled task is sent", START)]
    due: list[Any] = client.zrange(f"{prefix}:schedule", 0, -1, withscores=True)
    if not due:
        advice = "restart Beat, which then writes its entries again: `celery -A celery_app beat`"
        return [Check(NAME, False, "Beat is running, but its schedule is empty", advice)]
    found = [*_late(due[0][1], bounds), *_entries(client, [key for key, _ in due])]
    return found or [Check(NAME, True, f"Beat is running with {len(due)} scheduled jobs")]


def _late(first: float, bounds: Bounds) -> Iterator[Check]:
    late = time.time() - first
    if late > bounds.beat_late_s:
        seen = f"A job was due {late / 60:.0f} minutes ago, though a Beat holds the lock"
        advice = "it hangs or its clock is wrong: restart it with `celery -A celery_app beat` or `python -m app up`"
        yield Check(NAME, False, seen, advice)


def _entries(client: redis.Redis, keys: list[bytes]) -> Iterator[Check]:
    app.loader.import_default_modules()
    for key in keys:
        definition = client.hget(key, "definition")
        if definition is None:
            continue
        entry = json.loads(definition)
        if entry["task"].startswith(OURS) and entry["task"] not in app.tasks:
            seen = f"The job {entry['name']} is for {entry['task']}, but there is no task of that name"
            yield Check(NAME, False, seen, "correct or remove it with `PUT /api/schedules/NAME` or in celery_app.py")
        elif not entry.get("enabled", True):
            seen = f"The job {entry['name']} is disabled"
            yield Check(NAME, True, seen, "enable it in the back office if it should run")
