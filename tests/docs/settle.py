"""Waits until no task runs or waits, since the next command may use the same source."""

from __future__ import annotations

import sys
import time

import httpx
import redis
from sqlalchemy import text

from celery_app import app
from core import scrapyd_nodes
from core.config import settings
from storage.database.engine import transaction

PATIENCE_S = 120
BUSY = """SELECT (SELECT count(*) FROM runs WHERE status = 'running') + (SELECT count(*) FROM deliveries)"""


def busy(client: redis.Redis) -> int:
    with transaction() as connection:
        open_ = connection.execute(text(BUSY)).scalar_one()
    (node,) = scrapyd_nodes.addresses(settings())
    answer = httpx.get(f"{node.url}/daemonstatus.json", auth=node.auth, trust_env=False)
    jobs = answer.raise_for_status().json()
    waiting = sum(client.llen(queue.name) for queue in app.conf.task_queues)
    return int(open_) + client.hlen("unacked") + waiting + int(jobs["pending"]) + int(jobs["running"])


def main() -> int:
    give_up = time.monotonic() + PATIENCE_S
    with redis.Redis.from_url(settings().redis_url) as client:
        while left := busy(client):
            if time.monotonic() > give_up:
                sys.stdout.write(f"{left} tasks or runs have not ended\n")
                return 1
            time.sleep(0.2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
