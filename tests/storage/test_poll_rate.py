"""How often a feed is fetched: how responses change that, the limits, and when a schedule may skip it."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from core.items import FeedItem
from storage.feed_cache import poll_rate
from storage.feed_cache.poll_rate import FIRST_INTERVAL, LONGEST_INTERVAL, SHORTEST_INTERVAL
from storage.sources import records as sources

URL = "https://hall.example/feed.ics"
DAY = timedelta(days=1)


@pytest.fixture
def feed(connection, harvest):
    """A feed of source 1. `feed.answers(DAY, changed=True)`: it is fetched a day after the last time."""
    run = harvest.open()
    sources.store_feeds(connection, 1, run.run_id, [FeedItem(url=URL, label="all")])
    connection.execute(
        text("""INSERT INTO remembered_answers (source_id, url, answered_by, body_hash, conditions, whole)
                VALUES (1, :url, 'https://hall.example/moved.ics', '', '', true)"""),
        {"url": URL},
    )
    harvest.close(run, covered_from=None)

    def age(passed):
        connection.execute(
            text("UPDATE source_feeds SET polled_at = polled_at - :passed, next_poll_at = next_poll_at - :passed"),
            {"passed": passed},
        )

    def answers(passed, *, changed, run=None):
        age(passed)
        own = run or harvest.open()
        poll_rate.record_answers(connection, own, [URL], changed=changed)
        if run is None:
            harvest.close(own, covered_from=None)
        return rate()

    def rate():
        (one,) = poll_rate.feed_rates(connection, 1)
        return one

    def due():
        waiting = poll_rate.not_due(connection, 1, [URL])
        assert waiting in ({}, {URL: "https://hall.example/moved.ics"})
        return not waiting

    return SimpleNamespace(age=age, answers=answers, rate=rate, due=due)


def test_a_feed_that_was_never_fetched_is_due(feed):
    rate = feed.rate()
    assert (rate.source, rate.url, rate.interval, rate.due_at, rate.learning) == ("hall", URL, None, None, True)
    assert rate.reason == "not asked yet"
    assert feed.due()


def test_a_daily_schedule_skips_a_quiet_feed_for_up_to_a_week(feed):
    feed.answers(0 * DAY, changed=True)
    asked = [0]
    for day in range(1, 42):
        feed.age(DAY)
        if feed.due():
            feed.answers(0 * DAY, changed=False)
            asked.append(day)
    assert [after - before for before, after in pairwise(asked)] == [1, 1, 1, 2, 2, 3, 4, 6, 7, 7, 7]
    assert feed.rate().interval == LONGEST_INTERVAL
    assert feed.rate().reason.startswith("the same 11 times since ")


def test_after_a_change_the_feed_is_fetched_daily_again(feed):
    for _ in range(12):
        feed.answers(7 * DAY, changed=False)
    assert feed.rate().interval == LONGEST_INTERVAL
    rate = feed.answers(7 * DAY, changed=True)
    assert rate.interval == FIRST_INTERVAL
    assert rate.reason.startswith("changed ")
    feed.age(DAY)
    assert feed.due()


def test_the_interval_has_a_lower_bound(feed):
    intervals = [feed.answers(DAY, changed=True).interval for _ in range(9)]
    assert intervals == sorted(intervals, reverse=True)
    assert intervals[-1] == SHORTEST_INTERVAL


def test_responses_in_quick_succession_change_little(feed):
    for _ in range(20):
        rate = feed.answers(timedelta(minutes=5), changed=False)
    assert rate.interval == FIRST_INTERVAL


def test_a_run_counts_once(feed, connection, harvest):
    run = harvest.open()
    first = feed.answers(0 * DAY, changed=True, run=run)
    again = feed.answers(DAY, changed=False, run=run)
    assert (again.interval, again.unchanged_polls) == (first.interval, 0)
    harvest.close(run, covered_from=None)
    run = harvest.open()
    feed.answers(DAY, changed=False, run=run)
    late = feed.answers(0 * DAY, changed=True, run=run)
    assert (late.interval, late.unchanged_polls) == (FIRST_INTERVAL * 0.75, 0), "longer by half, then halved"


def test_a_feed_that_was_made_due_stays_due_until_it_responds(feed, connection):
    feed.answers(0 * DAY, changed=True)
    assert not feed.due()
    poll_rate.make_due(connection, 1, [URL])
    assert feed.due()
    feed.answers(0 * DAY, changed=False)
    assert not feed.due()


@pytest.mark.parametrize("how", ["UPDATE remembered_answers SET whole = false", "DELETE FROM remembered_answers"])
def test_a_feed_without_a_usable_response_is_due(feed, connection, how):
    feed.answers(0 * DAY, changed=True)
    assert not feed.due()
    connection.execute(text(how))
    assert feed.due()


def test_an_address_that_is_not_a_feed_is_ignored(feed, connection, harvest):
    run = harvest.open()
    poll_rate.record_answers(connection, run, ["https://elsewhere.example/x.ics"], changed=False)
    assert feed.rate().polled_at is None


def test_a_source_can_turn_learning_off(feed, connection):
    connection.execute(text("""UPDATE sources SET settings = '{"learn_poll_rate": false}'"""))
    assert not feed.rate().learning
    assert [one.url for one in poll_rate.feed_rates(connection)] == [URL]
    assert poll_rate.feed_rates(connection, 2) == []
