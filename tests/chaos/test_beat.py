"""The schedule is kept no matter what happens to Beat: real Beats, a real Redis, and no worker, so that tasks stay
visible."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis
from redbeat.decoder import RedBeatJSONEncoder

from app.services.embedded.redis import RedisServer
from app.services.embedded.start import started
from tests.chaos.stage import until
from tests.chaos.worker import REPOSITORY, die_with_parent

ENTRIES = {
    "vanwezel-daily",
    "mote-discovery-daily",
    "ingest-all-daily",
    "alerts-every-minute",
    "planned-every-minute",
    "letters-every-minute",
    "prune-nightly",
}
ONCE = Counter(f"app.tasks.{name}" for name in ("scrape_vanwezel", "scrape_mote", "ingest_all_sources", "prune"))
EACH_MINUTE = ("app.tasks.deliver_alerts", "app.tasks.send_planned", "app.tasks.send_letters")
"""How often they are sent depends on when the test runs."""
PREFIX = "marquee:beat:"
QUIET_S = 6.0
"""Longer than the lock and two sleeps: a Beat that fires twice has done so by then."""


class Beats:
    """Beats on one Redis."""

    def __init__(self, server: RedisServer, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        with (self.folder / f"beat{len(self.running)}.log").open("wb") as output:
            beat = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "tests.chaos.ticking", "beat", "--loglevel=INFO", "--pidfile="],
                cwd=REPOSITORY,
                env={**os.environ, "REDIS_URL": self.server.url, "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent,
            )
        self.running.append(beat)
        return beat

    @property
    def said(self) -> str:
        return "\n".join(log.read_text() for log in sorted(self.folder.glob("beat*.log")))

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.server.url, decode_responses=True)

    def schedule(self) -> set[str]:
        with self.client() as client:
            return {key.removeprefix(PREFIX) for key in client.zrange(f"{PREFIX}:schedule", 0, -1)}

    def fired(self) -> Counter[str]:
        """The daily tasks in the queues. Counts a task once if it was sent twice with one id."""
        return Counter(dict.values({each["id"]: each["task"] for each in self.messages()}))

    def messages(self) -> list[dict[str, str]]:
        with self.client() as client:
            listed = [*client.lrange("crawl", 0, -1), *client.lrange("default", 0, -1)]
        found = [json.loads(message)["headers"] for message in listed]
        return [each for each in found if each["task"] not in EACH_MINUTE]

    def overdue(self, days: int) -> None:
        """As if no Beat had run for `days`."""
        last = json.dumps({"last_run_at": datetime.now(UTC) - timedelta(days=days)}, cls=RedBeatJSONEncoder)
        with self.client() as client:
            for entry in ENTRIES:
                client.hset(PREFIX + entry, "meta", last)
                client.zadd(f"{PREFIX}:schedule", {PREFIX + entry: 1})

    def kill(self, beat: subprocess.Popen[bytes]) -> None:
        beat.send_signal(signal.SIGKILL)
        beat.wait(20)

    def known(self) -> None:
        """Waits until the schedule is written."""
        until(lambda: self.schedule() == ENTRIES, "the schedule in Redis")


@pytest.fixture
def beats(tmp_path: Path) -> Iterator[Beats]:
    server = started(lambda port: RedisServer(tmp_path / "redis", port))
    beats = Beats(server, tmp_path)
    try:
        yield beats
    finally:
        for beat in beats.running:
            beats.kill(beat)
        server.stop()


@pytest.fixture
def late(beats: Beats) -> Beats:
    """A schedule in which every entry was due twice while no Beat ran."""
    first = beats.start()
    beats.known()
    beats.kill(first)
    assert beats.messages() == []
    beats.overdue(days=2)
    return beats


def test_two_beats_catch_up_once(late):
    for _ in range(2):
        late.start()
    until(lambda: len(late.messages()) >= len(ONCE), "each daily task")
    time.sleep(QUIET_S)
    assert Counter(each["task"] for each in late.messages()) == ONCE


def test_beat_killed_while_it_fires(late):
    """A task that it sent and did not record is sent again with its old id, and so crawled once."""
    killed = late.start()
    until(lambda: late.messages(), "the first task")
    late.kill(killed)
    sent = len(late.messages())
    late.start()
    until(lambda: late.fired() == ONCE, f"the rest of the tasks; {sent} were sent before the kill")
    time.sleep(QUIET_S)
    assert late.fired() == ONCE
    assert len(late.messages()) <= len(ONCE) + 1


def test_redis_wiped_under_a_running_beat(beats):
    """It keeps running, waits for Redis, and writes the schedule again."""
    beat = beats.start()
    beats.known()
    with beats.client() as client:
        pid = int(client.info("server")["process_id"])
    os.kill(pid, signal.SIGKILL)
    beats.server.stop()
    for file in (beats.folder / "redis" / "appendonlydir").iterdir():
        file.unlink()
    time.sleep(2)
    beats.server.start()
    beats.known()
    assert beat.poll() is None, beats.said
    beats.overdue(days=1)
    until(lambda: beats.fired() == ONCE, "the work of the day")


@pytest.mark.parametrize(
    ("refuse", "accept"),
    [
        (("CONFIG", "SET", "maxmemory", "1"), ("CONFIG", "SET", "maxmemory", "0")),
        (("REPLICAOF", "127.0.0.1", "1"), ("REPLICAOF", "NO", "ONE")),
    ],
    ids=["full", "read-only"],
)
def test_redis_takes_no_writes_for_a_while(beats, refuse, accept):
    """Two Beats, one of which starts meanwhile, keep running, and then send what is due."""
    first = beats.start()
    beats.known()
    with beats.client() as client:
        client.execute_command(*refuse)
    second = beats.start()
    until(lambda: "Redis is down, full, or read-only" in beats.said, "a warning")
    assert (first.poll(), second.poll()) == (None, None), beats.said
    with beats.client() as client:
        client.execute_command(*accept)
    beats.overdue(days=1)
    until(lambda: beats.fired() == ONCE, "the work of the day")
