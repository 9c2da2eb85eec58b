"""Canceling a task ends it anywhere: in the queue, during a crawl in this worker, at scrapyd."""

from __future__ import annotations

import pytest

from storage.database.engine import transaction
from storage.sources import edits as source_edits
from storage.sources import records as sources
from storage.tasks import orders
from tests.crawl.running import MOTE, VANWEZEL, count, read_run
from tests.tasks.conftest import running_worker
from tests.tasks.test_worker import until

pytestmark = pytest.mark.timeout(300)


def cancel(task_id: str) -> None:
    with transaction() as connection:
        assert orders.cancel(connection, task_id, "account:ada")


def slow(crawls) -> None:
    """Many pages that each take a while."""
    crawls.sandbox.trouble.add("vanwezel", "slow", value=1.0, path="^/events", count=1000)


def running(sent):
    return until(lambda: (run := read_run(sent.id)) is not None and run.status == "running" and run, "its run")


def test_running_crawl(worker, crawls):
    slow(crawls)
    sent = worker.send("scrape_vanwezel", source_id=VANWEZEL, delay=0)
    running(sent)
    cancel(sent.id)
    until(sent.ready, "the end")
    assert sent.state == "FAILURE"
    assert "vanwezel: canceled by account:ada" in str(sent.result)
    run = read_run(sent.id)
    assert (run.status, run.reason, run.withdrawn) == ("cancelled", "stopped before its end: cancelled", 0)
    assert count("SELECT count(*) FROM deliveries") == 0


def test_running_crawl_at_scrapyd(scrapyd_worker, crawls):
    slow(crawls)
    sent = scrapyd_worker.send("scrape_vanwezel", source_id=VANWEZEL, delay=0)
    running(sent)
    cancel(sent.id)
    until(sent.ready, "the end")
    assert "canceled by account:ada" in str(sent.result)
    assert read_run(sent.id).status == "cancelled"


def test_before_it_starts(worker, crawls):
    cancel("never-began")
    sent = worker.client.send_task(
        "app.tasks.scrape_vanwezel", kwargs={"source_id": VANWEZEL, "delay": 0}, task_id="never-began"
    )
    until(sent.ready, "the end")
    assert "canceled by account:ada" in str(sent.result)
    assert read_run("never-began") is None
    assert list(crawls.sandbox.requests) == []


def test_its_parts_too(worker, crawls):
    worker.run("scrape_mote", source_id=MOTE)
    before = len(list(crawls.sandbox.requests))
    cancel("all-of-them")
    sent = worker.client.send_task("app.tasks.ingest_all_sources", task_id="all-of-them")
    result = sent.get(timeout=100)
    assert result["status"] == "failed"
    assert [one["reason"] for one in result["sources"]] == ["mote: canceled by account:ada"]
    assert len(list(crawls.sandbox.requests)) == before


def test_paused_source_is_left_alone(worker, crawls):
    with transaction() as connection:
        source_edits.change_source(connection, VANWEZEL, {"enabled": False})
        assert not sources.read_source(connection, VANWEZEL).enabled
    result = worker.run("scrape_vanwezel", source_id=VANWEZEL, delay=0)
    assert (result["status"], result["reason"]) == ("paused", "the source is paused")
    assert list(crawls.sandbox.requests) == []
    assert count("SELECT count(*) FROM deliveries") == 0


def test_spider_that_the_source_names(worker, crawls):
    result = worker.run("scrape_source", source_id=MOTE)
    assert (result["status"], result["feeds"]) == ("ok", 3)


@pytest.mark.parametrize("pool", ["prefork", "threads"])
def test_control_shutdown_stops_crawls_at_a_safe_point(
    postgres_server, redis_server, running_sandbox, crawls, tmp_path, pool
):
    slow(crawls)
    broker = redis_server.url.rpartition("/")[0] + "/2"
    options = (f"--pool={pool}",)
    with running_worker(postgres_server.url_of("test"), broker, tmp_path, arguments=options) as one:
        sent = one.send("scrape_vanwezel", source_id=VANWEZEL, delay=0)
        running(sent)
        one.client.control.shutdown()
        until(lambda: read_run(sent.id).status != "running", "the end of the run")
    run = read_run(sent.id)
    assert (run.status, run.reason) == ("cancelled", "stopped before its end: shutdown")
    assert not sent.ready()
