"""A scrape has metrics of crawls, queues, Beat, and the servers, and shows which servers are down."""

from __future__ import annotations

import json
import math
import time

import redis
from sqlalchemy import text

from app.services import ports
from celery_app import app
from core.config import settings
from storage.database.engine import transaction
from storage.runs import finish as reconcile
from storage.runs import ledger as runs
from storage.sources import records as sources
from storage.sources.records import SourceSeed

CRAWL = (("source", "pier"), ("spider", "ics"))
ERROR = {"kind": "Blocked", "essential": True, "retryable": False}


def labeled(name, **labels):
    return (name, tuple(sorted({"source": "pier", "spider": "ics", **labels}.items())))


def crawl(run_id, *, pages, seen, errors=()):
    """A finished run. Without errors it is the source's last good run."""
    with transaction() as connection:
        token = runs.open_run(connection, run_id=run_id, source_id=7, spider="ics", launched_by="test")
        connection.execute(
            text(
                """INSERT INTO run_sightings (run_id, new, changed, unchanged, occurrences)
                   VALUES (:id, :new, '{}', '{}', '{}')"""
            ),
            {"id": run_id, "new": list(range(1, seen + 1))},
        )
        end = reconcile.RunEnd(
            finish_reason="finished",
            pages=pages,
            rejected=1,
            errors=errors,
            essential_errors=[e["kind"] for e in errors],
        )
        reconcile.finish_run(connection, token, end)


def pier():
    seed = SourceSeed(id=7, name="pier", title="Pier", base_url="https://pier.example", timezone="UTC")
    with transaction() as connection:
        sources.seed(connection, [seed])


def test_crawls_are_counted_by_how_they_ended(scrape):
    pier()
    crawl("first", pages=3, seen=5)
    crawl("second", pages=2, seen=4, errors=[ERROR, ERROR])
    samples = scrape()
    assert samples[labeled("marquee_runs_total", status="ok")] == 1
    assert samples[labeled("marquee_runs_total", status="suspect")] == 1
    assert samples[labeled("marquee_pages_total")] == 5
    assert samples[labeled("marquee_events_total", what="seen")] == 9
    assert samples[labeled("marquee_events_total", what="rejected")] == 2
    assert samples[labeled("marquee_crawl_errors_total", kind="Blocked")] == 2
    assert samples[labeled("marquee_run_seconds_count")] == 2
    assert samples[labeled("marquee_run_seconds_bucket", le="60.0")] == 2
    assert samples[("marquee_source_healthy", CRAWL)] == 0
    assert samples[("marquee_source_seen", CRAWL)] == 4
    assert 0 <= time.time() - samples[("marquee_source_last_good_timestamp_seconds", CRAWL)] < 600


def test_totals_outlive_their_runs(scrape):
    pier()
    crawl("first", pages=3, seen=5)
    before = scrape()[labeled("marquee_pages_total")]
    with transaction() as connection:
        connection.execute(text("DELETE FROM runs"))
    assert scrape()[labeled("marquee_pages_total")] == before == 3


def test_a_run_whose_process_died_is_seen_and_then_counted_as_lost(scrape):
    pier()
    with transaction() as connection:
        runs.open_run(connection, run_id="dead", source_id=7, spider="ics", launched_by="test")
        connection.execute(text("UPDATE runs SET lease_until = now() - interval '1 minute'"))
    samples = scrape()
    assert (samples[("marquee_runs_running", ())], samples[("marquee_leases_expired", ())]) == (1, 1)
    crawl("next", pages=1, seen=1)
    samples = scrape()
    assert samples[labeled("marquee_runs_total", status="lost")] == 1
    assert samples[("marquee_leases_expired", ())] == 0


def test_depth_of_queues_and_age_of_their_first_tasks(scrape, redis_url):
    with redis.Redis.from_url(redis_url) as client:
        sent = {"headers": {"sent_at": time.time() - 100}}
        client.lpush("crawl", json.dumps(sent), json.dumps({"headers": {"sent_at": time.time()}}))
        client.lpush("crawl\x06\x163", json.dumps({"headers": {"sent_at": time.time()}}))  # sent with priority=3
        client.lpush("celery", json.dumps({"headers": {}}))
    samples = scrape()
    assert samples[("marquee_queue_depth", (("queue", "crawl"),))] == 3
    assert 100 <= samples[("marquee_queue_oldest_seconds", (("queue", "crawl"),))] < 700
    assert samples[("marquee_queue_oldest_seconds", (("queue", "default"),))] == 0
    assert math.isnan(samples[("marquee_queue_oldest_seconds", (("queue", "celery"),))])


def test_messages_record_when_they_were_sent(redis_url):
    with app.connection_for_write(redis_url) as broker:
        app.send_task("app.tasks.health_check", connection=broker, queue="default", ignore_result=True)
    with redis.Redis.from_url(redis_url) as client:
        (message,) = client.lrange("default", 0, -1)
    assert abs(time.time() - json.loads(message)["headers"]["sent_at"]) < 600


def test_beat(scrape, redis_url):
    assert scrape()[("marquee_beat_up", ())] == 0
    prefix = app.conf.redbeat_key_prefix
    with redis.Redis.from_url(redis_url) as client:
        client.set(f"{prefix}:lock", "held", px=50_000)
        client.zadd(f"{prefix}:schedule", {"late": time.time() - 300, "due": time.time() + 300})
    samples = scrape()
    assert samples[("marquee_beat_up", ())] == 1
    assert 10 <= samples[("marquee_beat_last_tick_seconds", ())] <= 60
    assert 300 <= samples[("marquee_beat_late_seconds", ())] < 900
    assert samples[("marquee_beat_entries", ())] == 2


def test_a_server_that_is_down_costs_only_its_own_metrics(scrape, monkeypatch):
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{ports.choose()}/0")
    settings.cache_clear()
    samples = scrape()
    assert samples[("marquee_up", (("server", "redis"),))] == 0
    assert samples[("marquee_up", (("server", "postgres"),))] == 1
    assert ("marquee_database_bytes", ()) in samples
    assert ("marquee_beat_up", ()) not in samples
