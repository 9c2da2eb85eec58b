"""kill -9 of a crawl, alone or among sharers: every page is stored once, and what was settled is not fetched again."""

from __future__ import annotations

import pytest

from app.storage.runs import RunStatus

from .fixtures import lapse, read_run

FAULTS = ["DTSTART: month must be in 1..12 in Thirteenth Month", "no DTSTART in Some Day"]


@pytest.fixture
def slow(feeds):
    feeds.be_slow(0.15)
    return feeds


def assert_whole(feeds, undisturbed, run_id):
    """The run ended well, the database is that of an undisturbed crawl, and Redis is clean."""
    run = read_run(run_id)
    assert (run.status, run.reason, run.rejected) == (RunStatus.OK, None, 2)
    assert [error["found"] for error in run.errors] == FAULTS
    assert feeds.stored() == undisturbed
    assert (run.seen, run.new) == (len(undisturbed), len(undisturbed))
    assert set(feeds.asked()) == set(feeds.paths)
    assert feeds.keys() == []
    return run


def held_or_waiting(feeds):
    """The calendars that the frontier still holds."""
    entries = feeds.server.hvals("marquee:frontier:r:entries")
    return {path for path in feeds.paths if any(path.encode() in entry for entry in entries)}


def test_the_frontier_in_redis_harvests_what_memory_does(feeds, undisturbed):
    log = feeds.crawl("r")
    run = assert_whole(feeds, undisturbed, "r")
    assert run.pages == len(feeds.paths) + 1
    assert set(feeds.asked().values()) == {1}
    assert "in memory" not in log


def test_a_crawl_that_was_stopped_and_then_killed_goes_on_where_it_was(slow, undisturbed):
    stopped = slow.begin("r")
    slow.until(lambda: len(slow.asked()) > 4)
    stopped.stop()
    assert read_run("r").status is RunStatus.CANCELLED
    assert set(slow.asked()) == set(slow.paths) - held_or_waiting(slow)

    killed = slow.begin("r")
    slow.until(lambda: len(slow.asked()) > 12)
    killed.kill()
    assert set(slow.asked().values()) == {1}
    before, left = slow.asked(), held_or_waiting(slow)
    assert 0 < len(left) < len(slow.paths) - 4

    lapse("r")
    slow.crawl("r")
    assert assert_whole(slow, undisturbed, "r").attempt == 3
    assert set(slow.asked() - before) == left
    assert max(slow.asked().values()) <= 2


def test_the_first_of_three_sharers_is_killed(slow, undisturbed):
    slow.be_slow(1.5)
    first = slow.begin("r")
    slow.until(lambda: len(slow.asked()) > 0)
    joiners = [slow.begin("r", "-a", "join=1") for _ in range(2)]
    slow.until(lambda: slow.server.zcard("marquee:frontier:r:workers") == 3)
    slow.until(lambda: slow.server.hlen("marquee:frontier:r:told") == 3)
    first.kill()
    slow.be_slow(0.05)
    logs = [joiner.ended() for joiner in joiners]
    run = assert_whole(slow, undisturbed, "r")
    assert run.attempt == 1
    assert run.pages >= len(slow.paths)
    assert not any(" ERROR: " in log for log in logs)
    assert sorted("goes on in another process" in log for log in logs) == [False, True]
    assert max(slow.asked().values()) <= 2
