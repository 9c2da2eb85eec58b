"""The queue in a real Redis: order, held requests, and takeovers."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import redis
from scrapy.http import Request

from scrapers.frontier.dupefilter import RunDupeFilter
from scrapers.frontier.run_queue import Counts, FrontierLost, RunQueue, Superseded
from scrapers.frontier.serializer import RequestJson
from scrapers.platforms.ics.spider import IcsSpider

NOTHING = Counts(0, 0, 0)
NOW = "2028-11-22T12:00:00-05:00"
SHORT = timedelta(milliseconds=1)
KEY = "marquee:crawl:run"


def queue_of(server: redis.Redis, name: str = "ics") -> RunQueue:
    spider = IcsSpider(url="https://feeds.example")
    spider.name = name
    return RunQueue(server, spider, KEY, RequestJson(spider), RunDupeFilter(server, f"{KEY}:seen"))


@pytest.fixture
def worker(server: redis.Redis) -> Callable[..., RunQueue]:
    """`worker("a", token=2)` has joined the run."""

    def join(name: str, token: int = 1, alive: timedelta = timedelta(minutes=1), now: str = NOW) -> RunQueue:
        queue = queue_of(server)
        queue.join(token, name, alive, now)
        return queue

    return join


def push(queue, page, priority=0, **more):
    return queue.push(Request(f"https://feeds.example/{page}", queue.spider.parse, priority=priority, **more))


def pop(queue):
    request = queue.pop()
    return None if request is None else request.url.rpartition("/")[2]


def pop_all(queue):
    return [*iter(lambda: pop(queue), None)]


def test_by_priority_then_by_age(worker):
    queue = worker("a")
    for page, priority in [("1", 0), ("2", 5), ("3", 0), ("4", -1), ("5", 5)]:
        assert push(queue, page, priority)
    assert pop_all(queue) == ["2", "5", "1", "3", "4"]


def test_a_known_request_is_not_queued_again_even_when_it_is_finished(worker):
    queue = worker("a")
    assert push(queue, "1")
    assert not push(queue, "1")
    queue.settle([queue.pop()], NOTHING, [])
    assert not push(queue, "1")
    assert len(queue) == 0


def lose_the_reply_of(queue, monkeypatch):
    """Redis carries out the next call, but the reply is lost."""
    call = queue._call

    def cut_off(*arguments):
        monkeypatch.setattr(queue, "_call", call)
        call(*arguments)
        raise redis.ConnectionError("the connection was cut")

    monkeypatch.setattr(queue, "_call", cut_off)


def test_an_entry_is_popped_again_if_the_reply_was_lost(worker, monkeypatch):
    queue, other = worker("a"), worker("b")
    for page in "123":
        push(queue, page)
    lose_the_reply_of(queue, monkeypatch)
    with pytest.raises(redis.ConnectionError):
        queue.pop()
    assert pop(other) == "2"
    assert pop_all(queue) == ["1", "3"]


def test_others_get_an_entry_if_the_reply_was_lost_and_the_worker_seems_dead(worker, monkeypatch):
    living, silent = worker("living"), worker("silent", alive=SHORT)
    for page in "12":
        push(living, page)
    lose_the_reply_of(silent, monkeypatch)
    with pytest.raises(redis.ConnectionError):
        silent.pop()
    time.sleep(0.01)
    living.settle([], NOTHING, [])
    assert pop(living) == "1"
    assert pop_all(silent) == ["2"]


def test_problems_count_once_if_the_reply_was_lost(worker, monkeypatch):
    queue = worker("a")
    queue.settle([], Counts(1, 0, 1), ['"1"'])
    lose_the_reply_of(queue, monkeypatch)
    with pytest.raises(redis.ConnectionError):
        queue.settle([], Counts(2, 0, 2), ['"2"'])
    queue.settle([], Counts(3, 0, 3), ['"2"', '"3"'])
    queue.settle([], Counts(3, 0, 3), [], leave=True)
    assert queue.claim().problems == {"a": ['"1"', '"2"', '"3"']}


def test_a_popped_request_counts_until_it_is_settled(worker, server):
    queue = worker("a")
    push(queue, "1")
    request = queue.pop()
    assert (queue.pop(), len(queue)) == (None, 1)
    queue.settle([request], NOTHING, [])
    assert len(queue) == 0
    assert not server.exists(KEY, f"{KEY}:held:a")


def test_two_workers_never_take_the_same(worker):
    one, two = worker("a"), worker("b")
    for number in range(20):
        push(one, str(number))
    taken = [page for _ in range(10) for page in (pop(one), pop(two))]
    assert sorted(taken, key=int) == [str(number) for number in range(20)]
    assert (pop(one), pop(two), len(one)) == (None, None, 20)


def test_what_a_dead_worker_held_returns_to_its_place(worker):
    living, dead = worker("living"), worker("dead", alive=SHORT)
    for page, priority in [("1", 0), ("2", 5), ("3", 0)]:
        push(dead, page, priority)
    assert [pop(dead), pop(dead)] == ["2", "1"]
    time.sleep(0.01)
    living.settle([], NOTHING, [])
    assert pop_all(living) == ["2", "1", "3"]


def test_a_worker_that_seemed_dead_may_still_finish(worker):
    living, silent = worker("living"), worker("silent", alive=SHORT)
    for page in "12":
        push(living, page)
    first, second = silent.pop(), silent.pop()
    time.sleep(0.01)
    living.settle([], NOTHING, [])
    assert pop(living) == "1"
    silent.settle([first, second], NOTHING, [])
    assert pop_all(living) == []  # "2" was in the queue again and is done; "1" has another owner now
    assert len(living) == 1


def test_a_newer_token_takes_over_everything_and_locks_out_the_older(worker):
    old = worker("old", token=1)
    push(old, "1")
    pop(old)
    new = worker("new", token=2)
    for act in (old.pop, lambda: push(old, "2"), lambda: old.settle([], NOTHING, []), lambda: len(old), old.claim):
        with pytest.raises(Superseded):
            act()
    with pytest.raises(Superseded):
        worker("older", token=1)
    assert pop_all(new) == ["1"]


def test_later_workers_use_the_clock_of_the_first(worker):
    worker("a")
    late = worker("b", token=2, now="2029-01-01T00:00:00-05:00")
    assert late.join(2, "b", SHORT, "2030-01-01T00:00:00-05:00") == NOW


def test_counts_of_all_workers_outlive_them(worker):
    one, two = worker("a"), worker("b")
    one.settle([], Counts(3, 1, 2), ["{}", "{}"], leave=True)
    counts = two.settle([], Counts(4, 0, 1), ["{}"])
    assert counts == {"a": Counts(3, 1, 2), "b": Counts(4, 0, 1)}


def test_only_the_last_to_leave_ends_the_run(worker):
    one, two = worker("a"), worker("b")
    push(one, "1")
    one.settle([], NOTHING, ['"x"'], leave=True)
    assert one.claim() is None
    two.settle([], NOTHING, ['"y"'], leave=True)
    assert two.claim() == (1, {"a": ['"x"'], "b": ['"y"']})
    with pytest.raises(Superseded, match="another worker ends the run"):
        one.claim()
    with pytest.raises(Superseded, match="the run has ended"):
        worker("c")


def test_a_worker_that_left_need_not_wait_for_one_that_lives_on(worker):
    one, two = worker("a"), worker("b")
    one.settle([], NOTHING, [], leave=True)
    assert one.claim() is None
    time.sleep(0.002)
    two.settle([], NOTHING, [])
    with pytest.raises(Superseded, match="another worker ends the run"):
        one.claim()


def test_a_worker_that_left_ends_the_run_when_the_other_is_dead(worker):
    one, _ = worker("a"), worker("b", alive=SHORT)
    one.settle([], NOTHING, [], leave=True)
    time.sleep(0.01)
    assert one.claim() == (0, {})


def test_others_get_what_a_leaving_worker_holds(worker):
    one, two = worker("a"), worker("b")
    push(one, "1")
    pop(one)
    one.settle([], NOTHING, [], leave=True)
    assert pop_all(two) == ["1"]


def test_a_foreign_entry_is_dropped_and_noted(worker, server):
    queue = worker("a")
    server.zadd(KEY, {"zzz": 5, b"0" * 16 + b"\x80\x04cos\nsystem\n": 4})
    push(queue, "1")
    assert pop_all(queue) == ["1"]
    assert [problem.essential for problem in queue.spider.account.problems] == [True, True]
    queue.settle([*queue.held], NOTHING, [])
    assert len(queue) == 0


def test_a_request_that_does_not_fit_in_json_is_refused_and_noted(worker):
    queue = worker("a")
    assert not push(queue, "1", meta={"first": {1}})
    assert len(queue) == 0
    (problem,) = queue.spider.account.problems
    assert problem.essential
    assert "meta['first']" in str(problem.error)


def test_a_wiped_frontier_is_lost_not_empty(worker, server):
    queue = worker("a")
    push(queue, "1")
    server.flushall()
    with pytest.raises(FrontierLost, match="gone"):
        queue.pop()
    with pytest.raises(FrontierLost):
        len(queue)


def test_a_key_of_another_type_is_a_lost_frontier(worker, server):
    queue = worker("a")
    server.set(KEY, "text")
    with pytest.raises(FrontierLost, match="WRONGTYPE"):
        queue.pop()


def test_all_keys_expire_and_can_be_cleared(worker, server):
    queue = worker("a")
    for page in "12":
        push(queue, page)
    queue.pop()
    queue.settle([], NOTHING, ["{}"])
    keys = server.keys("*")
    assert len(keys) == 7
    assert all(86_000 < server.ttl(key) <= 86_400 for key in keys)
    queue.clear()
    assert server.keys("*") == []


def test_another_spider_starts_the_run_over(worker, server):
    push(worker("a"), "1")
    with pytest.raises(Superseded, match="of the spider ics"):
        queue_of(server, "other").join(1, "b", SHORT, NOW)
    heir = queue_of(server, "other")
    assert heir.join(2, "c", timedelta(minutes=1), "2029-01-01T00:00:00Z") == "2029-01-01T00:00:00Z"
    assert len(heir) == 0
