"""A schedule that does not fire: no Beat, a late one, one without entries, entries that nobody can run."""

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
START = "`celery -A celery_app beat`, or `python -m app up`"


def checks(client: redis.Redis, known: list[Worker], bounds: Bounds) -> list[Check]:
    prefix = app.conf.redbeat_key_prefix
    alive = bool(client.exists(f"{prefix}:lock"))
    if not alive:
        return [Check(NAME, False, "No Beat holds the lock, so nothing is sent when it is due", START)]
    due: list[Any] = client.zrange(f"{prefix}:schedule", 0, -1, withscores=True)
    if not due:
        advice = "restart Beat, which writes its entries anew: `celery -A celery_app beat`"
        return [Check(NAME, False, "Beat runs, but its schedule has no entry", advice)]
    found = [*_late(due[0][1], bounds), *_entries(client, [key for key, _ in due])]
    return found or [Check(NAME, True, f"Beat runs, and {len(due)} jobs are scheduled")]


def _late(first: float, bounds: Bounds) -> Iterator[Check]:
    late = time.time() - first
    if late > bounds.beat_late_s:
        seen = f"A job was due {late / 60:.0f} minutes ago, though a Beat holds the lock"
        advice = f"it hangs, or its clock is wrong: restart it, {START}"
        yield Check(NAME, False, seen, advice)


def _entries(client: redis.Redis, keys: list[bytes]) -> Iterator[Check]:
    app.loader.import_default_modules()
    for key in keys:
        definition = client.hget(key, "definition")
        if definition is None:
            continue
        entry = json.loads(definition)
        if entry["task"].startswith(OURS) and entry["task"] not in app.tasks:
            seen = f"The job {entry['name']} asks for {entry['task']}, which is no task"
            yield Check(NAME, False, seen, "correct or remove it: `PUT /api/schedules/NAME`, or celery_app.py")
        elif not entry.get("enabled", True):
            seen = f"The job {entry['name']} is switched off"
            yield Check(NAME, True, seen, "switch it on again in the back office, if it is meant to run")
