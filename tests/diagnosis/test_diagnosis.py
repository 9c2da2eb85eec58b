"""Causes each problem of the troubleshooting guide and expects `doctor --deep` to name it with the fix."""

from __future__ import annotations

import json
import time

import pytest
from sqlalchemy import text

from app.diagnosis import Bounds, diagnose, workers
from celery_app import app
from storage.database.engine import connected, transaction
from storage.runs import ledger as runs
from storage.sources import records as sources
from storage.sources.records import SourceSeed
from storage.tasks import deliveries
from tests.metrics.test_metrics import ERROR, crawl, pier

PREFIX = app.conf.redbeat_key_prefix


def found(**bounds):
    """The checks that failed: `{name: (what was seen, advice)}`."""
    return {check.name: (check.seen, check.advice) for check in diagnose(Bounds(**bounds)) if not check.ok}


def waiting(server, queue, **headers):
    server.lpush(queue, json.dumps({"headers": {"sent_at": time.time(), **headers}}))


def run_beat(server, **due):
    server.set(f"{PREFIX}:lock", "held", px=60_000)
    server.zadd(f"{PREFIX}:schedule", due or {f"{PREFIX}nightly": time.time() + 3600})


def test_nothing_is_wrong(server):
    run_beat(server)
    assert found() == {}


def test_tasks_in_a_queue_without_a_worker(server, worker):
    """The worker is running, but for another queue."""
    run_beat(server)
    waiting(server, "crawl")
    wrong = found(memory_share=0.0001)
    seen, advice = wrong["tasks not running"]
    assert seen == "1 tasks are waiting in the queue crawl, which no worker serves"
    assert "celery -A celery_app worker -Q crawl" in advice
    seen, advice = wrong["worker memory"]
    assert "MiB" in seen
    assert "--max-memory-per-child" in advice


def test_tasks_without_any_worker(server):
    run_beat(server)
    waiting(server, "default", sent_at=time.time() - 7200)
    wrong = found()
    assert "which no worker serves" in wrong["tasks not running"][0]
    assert "The first of 1 tasks in default has been waiting for 120 minutes" in wrong["stuck pending"][0]


def test_a_task_that_its_dead_worker_still_holds(server):
    run_beat(server)
    server.zadd("unacked_index", {"tag": time.time() - 86_400})
    seen, advice = found()["stuck pending"]
    assert seen.startswith("1 tasks are held by workers that have been silent")
    assert "celery -A celery_app worker" in advice


def test_no_beat(server):
    seen, advice = found()["schedule not firing"]
    assert "No Beat holds the lock" in seen
    assert "celery -A celery_app beat" in advice


def test_a_beat_that_hangs(server):
    run_beat(server, late=time.time() - 1200)
    assert "A job was due 20 minutes ago" in found()["schedule not firing"][0]


def test_a_beat_with_an_empty_schedule(server):
    server.set(f"{PREFIX}:lock", "held", px=60_000)
    assert "its schedule is empty" in found()["schedule not firing"][0]


def test_a_job_for_an_unknown_task(server):
    run_beat(server)
    entry = {"name": "nightly", "task": "app.tasks.scrape_nowhere", "enabled": True}
    server.hset(f"{PREFIX}nightly", "definition", json.dumps(entry))
    assert "is for app.tasks.scrape_nowhere, but there is no task" in found()["schedule not firing"][0]


def test_a_task_that_kills_its_workers(server):
    run_beat(server)
    with transaction() as connection:
        for _ in range(2):
            deliveries.begin(
                connection, task_id="t1", task="app.tasks.ingest_source", kwargs={"source_id": 7}, worker="w"
            )
        connection.execute(
            text("""UPDATE deliveries SET history = jsonb_build_array(
                        jsonb_build_object('at', now() - interval '1 hour', 'worker', 'w'))""")
        )
    seen, advice = found()["crashing task"]
    assert "has died with its worker 2 times" in seen
    assert "python -m app logs t1" in advice


def test_a_run_whose_process_is_gone(server):
    run_beat(server)
    pier()
    with transaction() as connection:
        runs.open_run(connection, run_id="dead", source_id=7, spider="ics", launched_by="test")
        connection.execute(text("UPDATE runs SET lease_until = now() - interval '1 hour'"))
    assert "Run dead of pier has shown no sign of life" in found()["stuck run"][0]


def test_a_source_that_has_gone_stale(server):
    run_beat(server)
    pier()
    crawl("bad", pages=1, seen=0, errors=[ERROR])
    seen, advice = found()["stale source"]
    assert seen.startswith("pier (ics) has never had a good run; the last was failed")
    assert "blocks Marquee" in advice
    with transaction() as connection:
        connection.execute(text("UPDATE sources SET enabled = false"))
    assert "stale source" not in found()


def test_a_redis_that_evicts_keys(server):
    run_beat(server)
    server.config_set("maxmemory-policy", "allkeys-lru")
    try:
        seen, advice = found()["redis settings"]
    finally:
        server.config_set("maxmemory-policy", "noeviction")
    assert "allkeys-lru" in seen
    assert "CONFIG SET maxmemory-policy noeviction" in advice


def test_a_redis_that_is_nearly_full(server):
    run_beat(server)
    server.setrange("filler", 40_000_000, "x")  # so that 5 % is room for the connections that look
    server.config_set("maxmemory", int(server.info("memory")["used_memory"] * 1.05))
    try:
        assert "MiB" in found()["redis settings"][0]
    finally:
        server.config_set("maxmemory", 0)


def test_a_transaction_that_is_left_open(server, database_url):
    run_beat(server)
    with connected(database_url) as forgotten:
        forgotten.execute(text("SELECT 1"))
        seen, advice = found(transaction_s=0)["postgres use"]
    assert "has been open" in seen
    assert "pg_terminate_backend" in advice


def test_postgres_without_a_connection_left(server):
    run_beat(server)
    assert "connections that Postgres allows are in use" in found(connections_share=0.001)["postgres use"][0]


def test_clocks_apart(server):
    run_beat(server)
    assert "apart" in found(skew_s=-1)["clocks"][0]


@pytest.mark.parametrize(
    ("limit", "expected"), [("max\n", 4 * 1024**3), ("1073741824\n", 1024**3), ("9999999999999\n", 4 * 1024**3)]
)
def test_memory_of_a_container(tmp_path, limit, expected):
    (tmp_path / "meminfo").write_text("MemTotal:        4194304 kB\nMemFree: 1 kB\n")
    (tmp_path / "memory.max").write_text(limit)
    (tmp_path / "memory.events").write_text("low 0\noom 3\noom_kill 2\noom_group_kill 0\n")
    assert workers.memory_limit(tmp_path, tmp_path) == expected
    assert workers.oom_kills(tmp_path) == 2
    assert workers.oom_kills(tmp_path / "nowhere") == 0


def test_servers_that_are_down_are_left_to_the_plain_doctor(monkeypatch):
    from app.services import ports
    from core.config import settings
    from storage.database import engine

    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{ports.choose()}/0")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://u@127.0.0.1:{ports.choose()}/d")
    settings.cache_clear()
    engine.engine.cache_clear()
    try:
        assert diagnose() == []
    finally:
        engine.engine.cache_clear()
        settings.cache_clear()


def seed(name):
    return SourceSeed(id=None, name=name, title=name, base_url="https://x.example", timezone="UTC")


def test_a_source_that_never_ran_is_not_stale(server):
    run_beat(server)
    with transaction() as connection:
        sources.seed(connection, [seed("young")])
    assert found() == {}
