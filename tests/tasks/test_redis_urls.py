"""A worker and Beat on a Redis with TLS or a unix socket."""

from __future__ import annotations

import pytest

from core import redis_url
from tests.services.redis_forms import FORMS, parts

from .conftest import running_worker

__all__ = ["parts"]


@pytest.mark.parametrize("form", ["authority", "none", "redis+socket", "options of both"])
def test_a_task_and_its_result(form, parts, crawls, database_url, tmp_path):
    plain = FORMS["plain"].format_map(parts)
    with redis_url.connect(plain, 5) as client:
        client.flushall()
    with running_worker(database_url, plain, tmp_path, REDIS_URL=FORMS[form].format_map(parts)) as worker:
        assert worker.run("health_check")["redis"] == "ok"
        assert worker.run("scrape_mote", source_id=2)["seen"]
        assert "pong" in worker.celery("-A", "celery_app", "inspect", "ping")
