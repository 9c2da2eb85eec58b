"""The run's row during a crawl, and a crawl whose run was taken over."""

from __future__ import annotations

import threading
import time
import uuid

from scrapers.extensions import run_reporter as extensions
from storage.database.engine import transaction
from storage.runs import ledger as runs
from storage.runs.ledger import RunStatus

from .running import MOTE, VANWEZEL, count, read_run, stored


def once(true, act):
    """Does something in another thread as soon as a condition is true; returns the thread."""

    def wait():
        give_up = time.monotonic() + 30
        while not true() and time.monotonic() < give_up:
            time.sleep(0.02)
        act()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def test_superseded_crawl_stops_and_stores_nothing_more(crawls, monkeypatch):
    monkeypatch.setattr(extensions, "HEARTBEAT_S", 0.1)
    crawls.sandbox.trouble.add("vanwezel", "slow", value=1.5, path="^/events")
    run_id = str(uuid.uuid4())

    def give_away():
        with transaction() as connection:
            runs.abandon(connection, run_id, "somebody else took over")

    thief = once(lambda: any(r.path.endswith("/rss") for r in crawls.sandbox.requests), give_away)
    crawls.launch(run_id, VANWEZEL)
    thief.join()
    run = read_run(run_id)
    assert (run.status, run.reason) == (RunStatus.LOST, "somebody else took over")
    assert stored(VANWEZEL) == {}
    assert not any("/detail/" in request.path for request in crawls.sandbox.requests)


def test_heartbeats_keep_the_count_of_feeds(crawls, monkeypatch):
    """The count of seen events must not replace the count of feeds."""
    monkeypatch.setattr(extensions, "HEARTBEAT_S", 0.01)
    finish = extensions._finish

    def late_finish(run, end):
        extensions._renew(run, end.pages, end.rejected, 0, count=not end.harvests_feeds)
        return finish(run, end)

    monkeypatch.setattr(extensions, "_finish", late_finish)
    run = crawls(MOTE)
    assert (run.status, run.seen, run.new, run.feeds) == (RunStatus.OK, 3, 3, 3)


def test_run_shows_its_progress(crawls, monkeypatch):
    monkeypatch.setattr(extensions, "HEARTBEAT_S", 0.1)
    crawls.sandbox.trouble.add("vanwezel", "slow", value=1, path="^/events$")
    seen = []

    def look():
        give_up = time.monotonic() + 10
        while not seen and time.monotonic() < give_up:
            if count("SELECT count(*) FROM runs WHERE pages > 1 AND status = 'running' AND lease_until > now()"):
                seen.append(True)
            time.sleep(0.02)

    looker = threading.Thread(target=look)
    looker.start()
    run = crawls(VANWEZEL)
    looker.join()
    assert seen == [True]
    assert run.lease_until is None
    assert run.pages > 30
