"""kill -9 of a crawl, alone or shared: every page is stored once, and settled pages are not fetched again."""

from __future__ import annotations

import pytest

from scrapers.politeness.turns import PREFIX, host_of
from storage.runs.ledger import RunStatus
from tests.plugins.starts import NewProcess

from .fixtures import lapse, read_run

RUN = "marquee:crawl:r"
FAULTS = ["DTSTART: month must be in 1..12 in Thirteenth Month", "no DTSTART in Some Day"]


@pytest.fixture
def slow(feeds):
    feeds.be_slow(0.15)
    return feeds


def assert_whole(feeds, undisturbed, run_id):
    """The run succeeded, the database equals that of an undisturbed crawl, and Redis is clean."""
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
    keys = [RUN, *feeds.server.keys(f"{RUN}:held:*")]
    entries = [entry for key in keys for entry in feeds.server.zrange(key, 0, -1)]
    return {path for path in feeds.paths if any(path.encode() in entry for entry in entries)}


def test_the_frontier_in_redis_harvests_what_memory_does(feeds, undisturbed):
    log = feeds.begin("r", start=NewProcess).ended()
    run = assert_whole(feeds, undisturbed, "r")
    assert run.pages == len(feeds.paths) + 1
    assert set(feeds.asked().values()) == {1}
    assert "in memory" not in log


def test_a_crawl_that_was_stopped_and_then_killed_resumes(slow, undisturbed):
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


def test_a_request_that_waits_for_its_turn_at_a_stop_is_given_back(feeds, undisturbed):
    """Its page is not a problem of the run: the next delivery requests it, and succeeds."""
    turns = PREFIX + host_of(feeds.sandbox.url("feeds"))
    stopped = feeds.begin("r", "-a", "delay=0.02")
    feeds.until(lambda: len(feeds.asked()) > 4)
    feeds.server.hset(turns, mapping={"gap": 500_000, "tail": 0})
    feeds.until(lambda: int(feeds.server.hget(turns, "tail")) - int(feeds.server.hget(turns, "sent")) >= 500_000)
    log = stopped.stop()
    assert "NotSent" in log
    run = read_run("r")
    assert run.status is RunStatus.CANCELLED
    assert not any(b"NotSent" in problem for problem in feeds.server.hvals(f"{RUN}:problems"))
    assert set(feeds.paths) - set(feeds.asked()) == held_or_waiting(feeds) != set()
    feeds.crawl("r")
    assert assert_whole(feeds, undisturbed, "r").attempt == 2
    assert set(feeds.asked().values()) == {1}


def test_the_first_of_three_sharers_is_killed(slow, undisturbed):
    slow.be_slow(1.5)
    first = slow.begin("r", start=NewProcess)
    slow.until(lambda: len(slow.asked()) > 0)
    joiners = [slow.begin("r", "-a", "join=1") for _ in range(2)]
    slow.until(lambda: slow.server.zcard(f"{RUN}:workers") == 3)
    slow.until(lambda: slow.server.hlen(f"{RUN}:counts") == 3)
    first.kill()
    slow.be_slow(0.05)
    logs = [joiner.ended() for joiner in joiners]
    run = assert_whole(slow, undisturbed, "r")
    assert run.attempt == 1
    assert run.pages >= len(slow.paths)
    assert not any(" ERROR: " in log for log in logs)
    assert sorted("continues in another process" in log for log in logs) == [False, True]
    assert max(slow.asked().values()) <= 2


def test_a_schedule_skips_feeds_with_the_frontier_in_redis_too(feeds, undisturbed):
    feeds.crawl("first")
    before = feeds.asked()
    feeds.crawl("r", "-a", "due_only=1")
    run = read_run("r")
    assert (run.status, run.seen, run.withdrawn) == (RunStatus.OK, len(undisturbed), 0)
    assert 0 < sum((feeds.asked() - before).values()) < len(feeds.paths), "those with a bad record are asked each time"
    assert feeds.stored() == undisturbed
    assert feeds.keys() == []
