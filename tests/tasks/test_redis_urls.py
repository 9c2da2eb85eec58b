"""A worker and Beat on a Redis with TLS or a unix socket."""

from __future__ import annotations

import subprocess
import sys

import httpx
import pytest

from core import redis_client
from tests.crawl.running import REPOSITORY
from tests.services.redis_forms import FORMS, parts

from .conftest import flower, running_worker

__all__ = ["parts"]


@pytest.mark.parametrize("form", ["authority", "redis+socket"])
def test_a_task_and_its_result(form, parts, crawls, database_url, tmp_path):
    plain = FORMS["plain"].format_map(parts)
    with redis_client.connect(plain, 5) as client:
        client.flushall()
    with running_worker(database_url, plain, tmp_path, REDIS_URL=FORMS[form].format_map(parts)) as worker:
        assert worker.run("health_check")["redis"] == "ok"
        assert worker.run("scrape_mote", source_id=2)["seen"]
        assert "pong" in worker.celery("-A", "celery_app", "inspect", "ping")
        healthcheck = [sys.executable, "-m", "app.services.healthcheck", "worker"]
        assert subprocess.run(healthcheck, cwd=REPOSITORY, env=worker.environment, check=False).returncode == 0
        with flower(worker, tmp_path, FLOWER_UNAUTHENTICATED_API="true") as url:
            queues = httpx.get(f"{url}/api/queues/length", trust_env=False, timeout=30).raise_for_status().json()
        assert {queue["name"] for queue in queues["active_queues"]} == {"default", "crawl", "celery"}
