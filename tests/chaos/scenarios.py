"""The disasters. Each takes a lane and returns when the disaster is over."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import psycopg2

from tests.chaos.before import TEMPLATE, send
from tests.chaos.holding import Point, held, reached
from tests.chaos.ledger import Difference, Rows, difference, rows
from tests.chaos.scrapyd import Scrapyd
from tests.chaos.stage import AT_LEISURE_S, SOURCES, Lane, Stage, until
from tests.chaos.worker import REPOSITORY

SLOW_PAGE_S = 0.1
"""How long a page of the slow site takes, so that a crawl takes about three seconds."""

GRACE_S = 30
AT_SCRAPYD_S = 200
"""How long to wait for a crawl at scrapyd. Before its first job, scrapyd lists its spiders and answers nobody, on busy
machines for longer than a launcher waits; then the task is retried after a minute or so."""


@dataclass(frozen=True)
class Outcome:
    """The result of a disaster. `recovery_s`: seconds from the disaster to the end of the last harvest."""

    difference: Difference
    recovery_s: float
    attempts: int
    """Of both runs."""
    pages: int
    """Requested by all attempts."""
    said: str
    """The workers' logs."""


Disaster = Callable[[Lane, random.Random], None]
"""Called when the tasks are sent and a worker runs; returns once the disaster is over."""


def play(
    stage: Stage, expected: Rows, disaster: Disaster, chance: random.Random, *, first_worker: bool = True
) -> Outcome:
    """Sends the harvests, runs the disaster, waits for the end. Without `first_worker` the disaster starts its own."""
    with stage.lane(TEMPLATE) as lane:
        if first_worker:
            lane.worker()
        tasks = send(lane)
        disaster(lane, chance)
        began = time.monotonic()
        runs = [lane.ended(task_id) for task_id in tasks]
        results = [lane.result(task_id)["status"] for task_id in tasks]
        assert results == ["SUCCESS", "SUCCESS"], results
        recovery = time.monotonic() - began
        return Outcome(
            difference(expected, rows(lane)),
            recovery,
            sum(run["attempt"] for run in runs),
            lane.pages(),
            "".join(worker.said for worker in lane.workers),
        )


def _replace(lane: Lane) -> None:
    """Kills the last worker with all its processes (kill -9) and starts another one, as a supervisor does."""
    lane.workers[-1].kill()
    lane.worker()


def killed_anywhere(lane: Lane, chance: random.Random) -> None:
    """At any time after sending. A crawl takes about three seconds, plus the imports of the first one."""
    time.sleep(chance.uniform(0, 5))
    _replace(lane)


def killed_after_fetch(lane: Lane, chance: random.Random) -> None:
    wanted = chance.randint(1, 20)
    until(lambda: lane.pages() >= wanted, f"{wanted} pages")
    _replace(lane)


def killed_at(point: Point) -> Disaster:
    def disaster(lane: Lane, chance: random.Random) -> None:
        with held(lane, point):
            reached(lane)
            lane.workers[-1].kill()
        lane.worker()

    return disaster


def killed_before_ack(lane: Lane, chance: random.Random) -> None:
    """Everything is in the database and the task has ended, but Redis accepts no writes, so the message stays."""
    with held(lane, Point.AFTER_COMMIT), lane.broker() as broker:
        reached(lane)
        broker.execute_command("CLIENT", "PAUSE", 20_000, "WRITE")
    with lane.broker() as broker:
        until(lambda: not lane.sql("SELECT 1 FROM deliveries"), "the end of the task in the database")
        lane.workers[-1].kill()
        broker.execute_command("CLIENT", "UNPAUSE")
    lane.worker()


def children_killed(lane: Lane, chance: random.Random) -> None:
    """The worker's main process survives."""
    wanted = chance.randint(1, 20)
    until(lambda: lane.pages() >= wanted, f"{wanted} pages")
    assert lane.workers[-1].kill_children() == 2


def stopped(lane: Lane, chance: random.Random) -> None:
    """SIGTERM; another worker is there."""
    wanted = chance.randint(5, 20)
    until(lambda: lane.pages() >= wanted, f"{wanted} pages")
    first = lane.workers[-1]
    first.process.terminate()
    lane.worker()
    assert first.process.wait(GRACE_S) == 0


def redis_restarted(lane: Lane, chance: random.Random) -> None:
    """kill -9 of Redis while a crawl runs; it comes back with its append-only file."""
    until(lambda: lane.pages() >= 5, "five pages")
    lane.stage.kill_redis()
    lane.stage.start_redis()


def redis_gone_for_a_moment(lane: Lane, chance: random.Random) -> None:
    """A clean restart that takes some seconds, with both processes of the pool busy; the crawls may end meanwhile."""
    until(lambda: lane.pages() >= 5, "five pages")
    lane.stage.redis.stop()
    time.sleep(chance.uniform(0, 4))
    lane.stage.start_redis()


def redis_refuses(refuse: Sequence[str], accept: Sequence[str]) -> Disaster:
    """Redis answers each write with an error until the crawls have ended; then it takes writes again."""

    def disaster(lane: Lane, chance: random.Random) -> None:
        until(lambda: lane.pages() >= 5, "five pages")
        with lane.broker() as broker:
            broker.execute_command(*refuse)
            running = "SELECT 1 FROM runs WHERE status = 'running'"
            until(lambda: not lane.sql(running), "the end of both crawls", pause_s=AT_LEISURE_S)
            time.sleep(chance.uniform(0, 4))
            broker.execute_command(*accept)

    return disaster


redis_full = redis_refuses(("CONFIG", "SET", "maxmemory", "1"), ("CONFIG", "SET", "maxmemory", "0"))
redis_read_only = redis_refuses(("REPLICAOF", "127.0.0.1", "1"), ("REPLICAOF", "NO", "ONE"))


def redis_wiped(lane: Lane, chance: random.Random) -> None:
    """Redis comes back empty while a crawl runs."""
    until(lambda: lane.pages() >= 5, "five pages")
    lane.stage.kill_redis()
    lane.stage.start_redis(wiped=True)


def redis_wiped_and_worker_killed(lane: Lane, chance: random.Random) -> None:
    """Only Postgres still knows about the run."""
    until(lambda: lane.pages() >= 5, "five pages")
    lane.workers[-1].kill()
    lane.stage.kill_redis()
    lane.stage.start_redis(wiped=True)
    lane.worker()


def postgres_restarted(lane: Lane, chance: random.Random) -> None:
    """kill -9 of Postgres during a batch."""
    with suppress(psycopg2.OperationalError), held(lane, Point.MID_BATCH):
        reached(lane)
        lane.stage.kill_postgres()
        lane.stage.start_postgres()


def both_away(seconds: float) -> Disaster:
    def disaster(lane: Lane, chance: random.Random) -> None:
        """Postgres and Redis."""
        until(lambda: lane.pages() >= 5, "five pages")
        lane.stage.kill_redis()
        lane.stage.kill_postgres()
        time.sleep(seconds)
        lane.stage.start_postgres()
        lane.stage.start_redis()

    return disaster


def started_twice(lane: Lane, chance: random.Random) -> None:
    """By a task and manually."""
    until(lambda: lane.run_of(SOURCES["vanwezel"]), "the task's run")
    address = lane.stage.sandbox.url("vanwezel")
    arguments = ("source_id=1", f"base_url={address}", "delay=0")
    by_hand = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "vanwezel", *(part for one in arguments for part in ("-a", one))],
        cwd=REPOSITORY,
        env=lane.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert by_hand.returncode == 1
    assert "source 1 is being crawled by run" in by_hand.stderr


def scrapyd_killed(lane: Lane, chance: random.Random) -> None:
    """scrapyd and its crawls; it is started again a little later."""
    with Scrapyd(lane) as scrapyd:
        until(lambda: lane.pages() >= 5, "five pages", AT_SCRAPYD_S)
        scrapyd.kill()
        time.sleep(2)
        scrapyd.start()
        _until_all_ended(lane)


def scrapyd_job_killed(lane: Lane, chance: random.Random) -> None:
    with Scrapyd(lane) as scrapyd:
        until(lambda: lane.pages() >= 5, "five pages", AT_SCRAPYD_S)
        scrapyd.kill_jobs()
        _until_all_ended(lane)


def scrapyd_node_killed(lane: Lane, chance: random.Random) -> None:
    """One of two nodes, with its crawls, and it does not come back."""
    with Scrapyd(lane, "one", worker=False) as one, Scrapyd(lane, "two", worker=False) as two:
        lane.worker(CRAWL_MODE="scrapyd", SCRAPYD_URL=f"{one.url},{two.url}")
        until(lambda: lane.pages() >= 5, "five pages")
        given = lane.one("SELECT node FROM scrapyd_jobs WHERE spider = 'vanwezel' ORDER BY scheduled_at DESC LIMIT 1")
        (one if given == one.url else two).kill()
        _until_all_ended(lane)


def _until_all_ended(lane: Lane) -> None:
    ended = "SELECT count(*) FROM runs WHERE status = 'ok' AND started_at > now() - interval '20 minutes'"
    until(
        lambda: lane.one(ended) == 2 and not lane.sql("SELECT 1 FROM deliveries"), "the end of both tasks", AT_SCRAPYD_S
    )
