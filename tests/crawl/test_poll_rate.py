"""Schedules skip feeds that rarely change; the run is judged as if these had not changed."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from core.config import settings
from storage.database.engine import transaction
from storage.feed_cache import poll_rate
from storage.runs.ledger import RunStatus

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, VENUE2, add_feeds, count, stored, withdrawn

A = [vevent(f"a{n}", f"In A {n}") for n in range(6)]
B = [vevent(f"b{n}", f"In B {n}") for n in range(6)]


@pytest.fixture
def feeds(crawls):
    """Two feeds that were read and are not due yet."""
    with serving() as server:
        server.bodies.update({"/a.ics": vcalendar(A), "/b.ics": vcalendar(B)})
        add_feeds(FEEDS, [server.url("/a.ics"), server.url("/b.ics")])
        assert harvest(crawls).new == 12
        server.statuses()
        yield server


def harvest(crawls, **arguments):
    return crawls(FEEDS, spider="ics", **arguments)


def scheduled(crawls, **arguments):
    return harvest(crawls, due_only=1, **arguments)


def execute(statement, **parameters):
    with transaction() as connection:
        connection.execute(text(statement), parameters)


def now_due(url):
    execute("UPDATE source_feeds SET next_poll_at = now() WHERE url = :url", url=url)


def paths(server):
    asked = [path for path, _ in server.asked if path != "/robots.txt"]
    server.asked.clear()
    return asked


def test_feeds_that_are_not_due_count_as_seen_and_nothing_is_withdrawn(crawls, feeds):
    execute("UPDATE sources SET floor = 12 WHERE id = :id", id=FEEDS)
    before = stored(FEEDS)
    run = scheduled(crawls)
    assert paths(feeds) == []
    assert (run.status, run.reason, run.pages) == (RunStatus.OK, None, 0)
    assert (run.seen, run.unchanged, run.withdrawn) == (12, 12, 0)
    assert (stored(FEEDS), withdrawn()) == (before, 0)
    now_due(feeds.url("/a.ics"))
    run = scheduled(crawls)
    assert paths(feeds) == ["/a.ics"]
    assert (run.status, run.seen, run.unchanged, run.pages) == (RunStatus.OK, 12, 12, 2)


def test_a_harvest_on_demand_reads_all_feeds(crawls, feeds):
    assert harvest(crawls).unchanged == 12
    assert paths(feeds) == ["/a.ics", "/b.ics"]
    assert harvest(crawls, url=feeds.url("/b.ics"), due_only=1).unchanged == 6
    assert paths(feeds) == ["/b.ics"]
    assert scheduled(crawls, fresh=1).unchanged == 12
    assert paths(feeds) == ["/a.ics", "/b.ics"]


def test_it_can_be_switched_off_for_all_and_for_a_source(crawls, feeds, monkeypatch, request):
    execute("""UPDATE sources SET settings = '{"learn_poll_rate": false}' WHERE id = :id""", id=FEEDS)
    assert scheduled(crawls).unchanged == 12
    assert paths(feeds) == ["/a.ics", "/b.ics"]
    execute("UPDATE sources SET settings = '{}'")
    monkeypatch.setenv("LEARN_POLL_RATE", "false")
    settings.cache_clear()
    request.addfinalizer(settings.cache_clear)
    assert scheduled(crawls).unchanged == 12
    assert paths(feeds) == ["/a.ics", "/b.ics"]


def test_an_event_that_moves_to_a_skipped_feed_is_found_there(crawls, feeds):
    """Two events disappear from A: one is now in B, which is requested after all; the other is gone."""
    feeds.bodies["/a.ics"] = vcalendar(A[2:])
    feeds.bodies["/b.ics"] = vcalendar([*B, A[0]])
    now_due(feeds.url("/a.ics"))
    run = scheduled(crawls)
    assert paths(feeds) == ["/a.ics", "/b.ics"]
    assert (run.status, run.seen, run.withdrawn) == (RunStatus.OK, 11, 1)
    assert set(stored(FEEDS)) == {f"a{n}@hall.example" for n in (0, 2, 3, 4, 5)} | {
        f"b{n}@hall.example" for n in range(6)
    }


@pytest.mark.parametrize("due_only", [1, 0])
def test_a_skipped_feed_that_is_needed_and_fails_is_requested_by_the_next_schedule(crawls, feeds, due_only):
    """By then the other feed gives no hint that the event is missing."""
    moved = vcalendar([*B, A[0]])
    feeds.bodies["/a.ics"] = vcalendar(A[1:])
    del feeds.bodies["/b.ics"]
    now_due(feeds.url("/a.ics"))
    assert harvest(crawls, due_only=due_only).status is RunStatus.SUSPECT
    feeds.bodies["/b.ics"] = moved
    paths(feeds)
    run = scheduled(crawls)
    assert paths(feeds) == ["/b.ics"]
    assert (run.status, run.seen, run.withdrawn) == (RunStatus.OK, 12, 0)


def test_a_feed_that_only_has_more_events_leaves_the_others_alone(crawls, feeds):
    feeds.bodies["/a.ics"] = vcalendar([*A, vevent("a9", "One more")])
    now_due(feeds.url("/a.ics"))
    run = scheduled(crawls)
    assert paths(feeds) == ["/a.ics"]
    assert (run.status, run.seen, run.new, run.withdrawn) == (RunStatus.OK, 13, 1, 0)


def test_a_feed_whose_stored_events_changed_is_requested(crawls, feeds):
    execute("UPDATE events SET withdrawn_at = now() WHERE uid = 'b1@hall.example'")
    run = scheduled(crawls)
    assert paths(feeds) == ["/b.ics", "/b.ics"], "with conditions, and then without"
    assert (run.status, run.seen, withdrawn()) == (RunStatus.OK, 12, 0)


def test_a_skipped_calendar_without_events_is_no_failure(crawls):
    with serving() as server:
        server.bodies["/none.ics"] = vcalendar([])
        add_feeds(VENUE2, [server.url("/none.ics")])
        first = crawls(VENUE2, spider="ics")
        run = crawls(VENUE2, spider="ics", due_only=1)
        assert (run.status, run.reason, run.seen) == (first.status, first.reason, 0)


def test_a_feed_that_failed_is_requested_by_the_next_schedule(crawls, feeds):
    body = feeds.bodies.pop("/a.ics")
    now_due(feeds.url("/a.ics"))
    assert scheduled(crawls).status is RunStatus.SUSPECT
    feeds.bodies["/a.ics"] = body
    paths(feeds)
    assert scheduled(crawls).status is RunStatus.OK
    assert paths(feeds) == ["/a.ics"]


def test_what_is_learned_is_shown(crawls, feeds):
    harvest(crawls)
    with transaction() as connection:
        rates = poll_rate.feed_rates(connection, FEEDS)
    assert [(rate.interval, rate.unchanged_polls) for rate in rates] == [(poll_rate.FIRST_INTERVAL, 1)] * 2
    assert count("SELECT count(*) FROM source_feeds WHERE polled_run_id IS NULL") == 0
