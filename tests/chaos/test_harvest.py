"""The short form of `make chaos`: after each kind of disaster, the database is as if nothing had happened."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.chaos import scenarios
from tests.chaos.holding import Point
from tests.chaos.scenarios import play
from tests.chaos.stage import Lane


def unharmed(outcome: scenarios.Outcome) -> None:
    assert not outcome.difference, outcome.difference
    assert outcome.recovery_s < 60


@pytest.mark.timeout(300)
def test_workers_end(place):
    """In parallel, each with its own database and broker."""
    disasters = (
        scenarios.killed_after_fetch,
        scenarios.killed_at(Point.MID_BATCH),
        scenarios.children_killed,
        scenarios.stopped,
    )
    with ThreadPoolExecutor(len(disasters)) as lanes:
        outcomes = list(lanes.map(lambda disaster: play(*place, disaster, random.Random(1)), disasters))
    for outcome in outcomes:
        unharmed(outcome)
    stopped = outcomes[-1]
    assert stopped.attempts <= 4
    assert "Interrupted" in stopped.said or "the worker is stopping" in stopped.said


@pytest.mark.timeout(180)
def test_servers_restart(place):
    """Postgres during a batch, and then Redis; no page is requested twice."""

    def both(lane: Lane, chance: random.Random) -> None:
        scenarios.postgres_restarted(lane, chance)
        scenarios.redis_restarted(lane, chance)

    outcome = play(*place, both, random.Random(1))
    unharmed(outcome)
    assert outcome.attempts == 2


@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    "disaster", [scenarios.redis_gone_for_a_moment, scenarios.redis_full, scenarios.redis_read_only]
)
def test_crawl_goes_on_without_redis(place, disaster):
    """Neither run starts over, and the worker survives."""
    outcome = play(*place, disaster, random.Random(1))
    unharmed(outcome)
    assert outcome.attempts == 2
    assert "Unrecoverable error" not in outcome.said


@pytest.mark.long
@pytest.mark.timeout(400)
def test_source_started_twice(place):
    """By a task and manually: one harvest. The first page is slow, so that `scrapy` has time to start."""
    stage, _ = place
    stage.sandbox.trouble.clear()
    stage.sandbox.trouble.add("vanwezel", "slow", value=8, count=1)
    try:
        outcome = play(*place, scenarios.started_twice, random.Random(1))
    finally:
        stage.sandbox.trouble.clear()
        stage.sandbox.trouble.add("vanwezel", "slow", value=scenarios.SLOW_PAGE_S)
    assert not outcome.difference, outcome.difference
    assert outcome.attempts == 2


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "disaster", [scenarios.scrapyd_killed, scenarios.scrapyd_job_killed, scenarios.scrapyd_node_killed]
)
def test_scrapyd_dies(place, disaster):
    """The task is retried after a minute, because nothing says how long scrapyd will be away."""
    outcome = play(*place, disaster, random.Random(1), first_worker=False)
    assert not outcome.difference, outcome.difference


@pytest.mark.long
@pytest.mark.timeout(400)
def test_long_crawl_outlives_redis_and_its_visibility_timeout(place):
    """A crawl that takes three times the timeout runs once, although the worker's channel to the broker is new."""
    stage, _ = place
    stage.sandbox.trouble.clear()
    stage.sandbox.trouble.add("vanwezel", "slow", value=1.5)
    try:
        outcome = play(*place, scenarios.redis_restarted, random.Random(1))
    finally:
        stage.sandbox.trouble.clear()
        stage.sandbox.trouble.add("vanwezel", "slow", value=scenarios.SLOW_PAGE_S)
    unharmed(outcome)
    assert outcome.attempts == 2
