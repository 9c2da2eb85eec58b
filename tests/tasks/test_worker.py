"""The tasks, sent through Redis to a worker that crawls the sandbox into Postgres."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from sandbox.server import today_in_sarasota
from sandbox.town.data import listings
from scrapers.reading.contract import Window
from storage.database.engine import transaction
from tests.crawl.running import FEEDS, MOTE, VANWEZEL, add_feeds, count, read_run, stored, true_of
from tests.crawl.town import SOURCE_IDS, add_town

pytestmark = pytest.mark.timeout(300)
PATIENCE_S = 100
"""For busy machines."""
RESULT = {
    "run_id",
    "source_id",
    "source",
    "status",
    "reason",
    "seen",
    "new",
    "changed",
    "unchanged",
    "withdrawn",
    "rejected",
    "feeds",
    "pages",
    "error_count",
    "errors",
    "started",
    "finished",
}


def until(found, what):
    give_up = time.monotonic() + PATIENCE_S
    while not (answer := found()):
        if time.monotonic() > give_up:
            pytest.fail(f"waited too long for {what}")
        time.sleep(0.02)
    return answer


def test_the_daily_work(worker, crawls):
    sent = worker.send("scrape_vanwezel", source_id=VANWEZEL, delay=0)
    first = sent.get(timeout=PATIENCE_S)
    today = today_in_sarasota()
    truth = true_of("vanwezel", crawls.sandbox.url("vanwezel"), today=today)
    assert first.keys() >= RESULT
    assert (first["run_id"], first["status"], first["errors"]) == (sent.id, "ok", [])
    assert (first["seen"], first["new"]) == (len(truth), len(truth))
    assert stored(VANWEZEL) == truth
    begun, ended = (datetime.fromisoformat(first[name]) for name in ("started", "finished"))
    assert timedelta() < ended - begun < timedelta(minutes=1)
    assert read_run(sent.id).launched_by == "crochet"

    found = worker.run("scrape_mote", source_id=MOTE)
    assert (found["status"], found["feeds"], found["new"]) == ("ok", 3, 3)
    everything = worker.run("ingest_all_sources")
    ahead = Window(starts=today - timedelta(days=1))
    exhibits = true_of("mote", crawls.sandbox.url("mote"), today=today, window=ahead)
    assert stored(MOTE) == exhibits
    assert (everything["status"], everything["seen"], everything["new"]) == ("ok", len(exhibits), len(exhibits))
    assert [one["source_id"] for one in everything["sources"]] == [MOTE]
    again = worker.run("ingest_source", source_id=MOTE, limit=100)
    assert (again["status"], again["unchanged"], again["changed"]) == ("ok", len(exhibits), 0)
    crawls.sandbox.requests.clear()
    scheduled = worker.run("ingest_all_sources", due_only=True)
    assert (scheduled["status"], scheduled["unchanged"], scheduled["changed"]) == ("ok", len(exhibits), 0)
    assert list(crawls.sandbox.requests) == [], "no feed was due so soon"


def test_progress_while_a_crawl_runs(worker, crawls):
    crawls.sandbox.trouble.add("vanwezel", "slow", value=1.5, path="^/events", count=3)
    sent = worker.send("scrape_vanwezel", source_id=VANWEZEL, delay=0)
    progress = until(lambda: sent.state == "PROGRESS" and sent.info, "PROGRESS")
    assert {"pages", "errors", "seen", "new", "changed", "unchanged", "withdrawn", "rejected"} <= progress.keys()
    assert sent.get(timeout=PATIENCE_S)["status"] == "ok"


@pytest.mark.parametrize(
    ("task", "arguments", "said"),
    [
        ("scrape_vanwezel", {"source_id": 77}, "there is no source 77; the sources are 1 (vanwezel), 2 (mote)"),
        ("scrape_vanwezel", {"source_id": "one"}, "source_id must be a whole number from 1 to 2147483647, not 'one'"),
        ("scrape_vanwezel", {"source_id": 1, "delay": -1}, "delay must be a number from 0 to 600, not -1"),
        ("scrape_mote", {"source_id": 2, "months_ahead": 99}, "months_ahead must be a whole number from 0 to 24"),
        ("ingest_source", {"source_id": 2, "limit": 0}, "limit must be a whole number from 1 to 100000, not 0"),
        ("ingest_all_sources", {"limit_per_source": True}, "limit_per_source must be a whole number"),
        ("ingest_source", {"source_id": 2, "due_only": "yes"}, "due_only must be true or false, not 'yes'"),
        ("ingest_all_sources", {"due_only": 1}, "due_only must be true or false, not 1"),
        ("ingest_all_sources", {"delay": 601}, "delay must be a number from 0 to 600, not 601"),
        ("scrape_source", {"source_id": 2, "delay": "1"}, "delay must be a number from 0 to 600, not '1'"),
        ("scrape_mote", {"color": "red"}, "color"),
    ],
)
def test_bad_arguments_fail_at_once(worker, crawls, task, arguments, said):
    sent = worker.send(task, **arguments)
    until(sent.ready, "the end")
    assert sent.state == "FAILURE"
    assert said in str(sent.result)
    assert list(crawls.sandbox.requests) == []


def test_source_that_refuses_fails_and_is_not_retried(worker, crawls):
    crawls.sandbox.trouble.add("vanwezel", "challenge403")
    sent = worker.send("scrape_vanwezel", source_id=VANWEZEL, delay=0)
    until(sent.ready, "the end")
    assert sent.state == "FAILURE"
    assert "vanwezel: Blocked: vanwezel http" in str(sent.result)
    assert "HTTP 403" in str(sent.result)


def test_failing_source_does_not_stop_the_others(worker, crawls):
    worker.run("scrape_mote", source_id=MOTE, months_ahead=0)
    add_feeds(FEEDS, [crawls.sandbox.url("feeds", "/calendars/weekly-dst.ics")])
    crawls.sandbox.trouble.add("feeds", "html_for_ical")
    everything = worker.run("ingest_all_sources", limit_per_source=5)
    statuses = {one["source_id"]: one["status"] for one in everything["sources"]}
    assert statuses == {MOTE: "ok", FEEDS: "failed"}
    assert everything["status"] == "failed"
    assert everything["seen"] == len(stored(MOTE)) > 0
    assert any("WrongKind" in error for error in everything["errors"])


def test_pages_that_fail_before_their_feeds_count(worker, crawls):
    """A source that is read as a platform and has feeds, too, is two runs of the summary."""
    add_feeds(FEEDS, [crawls.sandbox.url("feeds", "/calendars/weekly-dst.ics")])
    with transaction() as connection:
        connection.execute(
            text("UPDATE sources SET spider = 'carbonhouse', base_url = :url WHERE id = :id"),
            {"url": crawls.sandbox.url("vanwezel"), "id": FEEDS},
        )
    crawls.sandbox.trouble.add("vanwezel", "challenge403")
    everything = worker.run("ingest_all_sources", limit_per_source=5)
    assert [(one["source_id"], one["status"]) for one in everything["sources"]] == [(FEEDS, "failed"), (FEEDS, "ok")]
    assert everything["status"] == "failed"
    assert "HTTP 403" in everything["sources"][0]["reason"]
    assert everything["seen"] == len(stored(FEEDS)) > 0


def test_a_town_of_pages_and_feeds(worker, crawls):
    add_town(crawls)
    everything = worker.run("ingest_all_sources", delay=0)
    assert {one["source_id"]: one["status"] for one in everything["sources"]} == dict.fromkeys(
        SOURCE_IDS.values(), "ok"
    )
    assert everything["new"] == len(listings(today_in_sarasota()))


def test_a_source_that_is_retried_does_not_hold_up_the_others(worker, crawls):
    """The summary comes as soon as the other sources are read."""
    worker.run("scrape_mote", source_id=MOTE, months_ahead=0)
    add_feeds(FEEDS, [crawls.sandbox.url("feeds", "/calendars/weekly-dst.ics")])
    crawls.sandbox.trouble.add("feeds", "error500", path="weekly-dst")
    order = worker.send("ingest_all_sources", limit_per_source=5)
    everything = order.get(timeout=PATIENCE_S)
    assert (everything["status"], everything["reason"]) == ("ok", "1 of 2, one retrying")
    assert everything["seen"] == len(stored(MOTE)) > 0
    of_feeds = next(one for one in everything["sources"] if one["source_id"] == FEEDS)
    assert of_feeds["status"] == "retrying"
    assert "TransportFailure" in of_feeds["reason"]
    assert read_run(of_feeds["run_id"]).status == "failed"
    waiting = until(
        lambda: [one for all_ in (worker.client.control.inspect().scheduled() or {}).values() for one in all_],
        "the second try on the worker's schedule",
    )
    (mine,) = [one["request"] for one in waiting if one["request"]["id"] == f"{of_feeds['run_id']}-retry"]
    assert mine["kwargs"] == {"source_id": FEEDS, "limit": 5, "tolerant": False, "due_only": False}
    held = [json.loads(message)[0]["headers"] for message in worker.client.backend.client.hvals("unacked")]
    (headers,) = [one for one in held if one["id"] == mine["id"]]
    assert (headers["root_id"], headers["retries"]) == (order.id, 1), "canceling the order cancels it, too"
    worker.client.control.revoke(mine["id"])
    assert count("SELECT count(*) FROM deliveries") == 0


def test_transport_failure_is_retried_later(worker, crawls):
    crawls.sandbox.trouble.add("vanwezel", "error500", path="^/events$")
    sent = worker.send("scrape_vanwezel", source_id=VANWEZEL, delay=0)
    until(lambda: sent.state == "RETRY", "RETRY")
    assert "TransportFailure" in str(sent.result)
    scheduled = until(
        lambda: [one for all_ in (worker.client.control.inspect().scheduled() or {}).values() for one in all_],
        "the second try on the worker's schedule",
    )
    mine = [one for one in scheduled if one["request"]["id"] == sent.id]
    wait = datetime.fromisoformat(mine[0]["eta"]) - datetime.now().astimezone()
    assert timedelta(seconds=30) < wait < timedelta(seconds=73)
    sent.revoke()
    assert read_run(sent.id).status == "failed"


def test_command_line_of_celery(worker):
    """With both names of the application."""
    sent = worker.celery("-A", "app.celery_app", "call", "app.tasks.health_check")
    until(worker.client.AsyncResult(sent).ready, "the end")
    shown = worker.celery("-A", "celery_app", "result", sent)
    assert "'status': 'ok'" in shown
    assert "'sources': 4" in shown
    shown = worker.celery("-A", "celery_app", "call", "app.tasks.health_check", "--kwargs", json.dumps({}))
    assert len(shown) == 36


def test_crawls_at_scrapyd(scrapyd_worker, crawls):
    first = scrapyd_worker.run("scrape_vanwezel", source_id=VANWEZEL, delay=0)
    assert (first["status"], first["errors"]) == ("ok", [])
    assert read_run(first["run_id"]).launched_by == "scrapyd"
    assert first["seen"] == first["new"] == len(stored(VANWEZEL))
