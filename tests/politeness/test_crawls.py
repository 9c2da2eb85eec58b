"""Crawls in several processes share one host's delay; without Redis each keeps its own; a stop ends the waiting."""

from __future__ import annotations

import asyncio
import logging
import re
import threading
import time
import uuid
from itertools import pairwise

import pytest

from scrapers.launch import CrawlOrder, Interrupted
from scrapers.launch.in_process import InProcessLauncher
from scrapers.politeness.turns import CLIENT_NAME, PREFIX, Turns, host_of
from storage.runs.ledger import RunStatus
from tests.crawl.running import MOTE, NOW, VENUE2, read_run, scrapy
from tests.plugins.starts import Fork, NewProcess

DELAY = 0.1
PATIENCE_S = 90.0
LOUD = re.compile(r"\] (?:WARNING|ERROR|CRITICAL): .*")
TO_NOWHERE = ("-s", "STORE_EVENTS=False", "-a", f"now={NOW}")


@pytest.fixture
def mote(sandbox, monkeypatch, redis_url):
    """Arguments of a crawl of the sandbox's aquarium without a database."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("REDIS_URL", redis_url)
    return ("crawl", "mote", *TO_NOWHERE, "-a", f"base_url={sandbox.url('mote')}")


def taken(log):
    return [int(at) for at in re.findall(r"Turn at \S+ taken at (\d+)", log)]


def occupy(redis_url, host):
    """Another crawl, with a delay of 500 s, has just sent a request to this host."""

    async def take():
        turns = Turns()
        turns.join()
        assert (await turns.ask(redis_url, host, 500, 0)).wait_s == 0
        await turns.leave()

    asyncio.run(take())


def until(met):
    give_up = time.monotonic() + PATIENCE_S
    while not met():
        assert time.monotonic() < give_up, "it did not happen in time"
        time.sleep(0.02)


def test_two_processes_at_one_host(mote, sandbox, tmp_path):
    """Every request of both, including robots.txt and retries, had its own turn."""
    sandbox.trouble.add("mote", "error500", value=500, path=r"2028-12", count=1)
    command = ["scrapy", *mote, "-a", "months_ahead=4", "-a", f"delay={DELAY}", "-s", "LOG_LEVEL=DEBUG"]
    logs = [tmp_path / "first.log", tmp_path / "second.log"]
    processes = []
    for log in logs:
        with log.open("w") as stderr:
            processes.append(NewProcess(command, stderr=stderr))
    assert [process.wait(PATIENCE_S) for process in processes] == [0, 0]
    turns = [taken(log.read_text()) for log in logs]
    assert all(len(of_one) >= 6 for of_one in turns)
    assert len(turns[0]) + len(turns[1]) == len(sandbox.requests)
    together = sorted(turns[0] + turns[1])
    assert all(after - before >= 1000 * DELAY for before, after in pairwise(together))


def test_delay_of_zero_needs_no_turn(mote, server):
    ran = scrapy(*mote, "-a", "delay=0", "-s", "LOG_LEVEL=DEBUG")
    assert ran.returncode == 0
    assert taken(ran.stderr) == []
    assert server.keys(PREFIX + "*") == []


@pytest.mark.parametrize("redis_url", ["redis://127.0.0.1:9/0", "unix:///nowhere/redis.sock"])
def test_without_redis_the_crawl_keeps_its_own_delay(redis_url, mote, sandbox, tmp_path):
    feeds = tmp_path / "feeds.jsonl"
    ran = scrapy(
        *mote, "-a", f"delay={DELAY}", "-s", "AUTOTHROTTLE_DEBUG=True", "-s", "LOG_LEVEL=INFO", "-O", str(feeds)
    )
    assert ran.returncode == 0
    assert len(feeds.read_text().splitlines()) == 3
    said = LOUD.findall(ran.stderr)
    assert len(said) == 1
    assert "Redis does not answer, so this crawl keeps its own delay" in said[0]
    assert "delay:  100 ms" in ran.stderr


def test_waiting_crawl_is_stopped_by_a_signal(mote, sandbox, redis_url, server, tmp_path):
    host = host_of(sandbox.url("mote"))
    occupy(redis_url, host)
    before = server.hget(PREFIX + host, "tail")
    log = tmp_path / "stopped.log"
    with log.open("w") as stderr:
        process = Fork(["scrapy", *mote, "-a", "delay=1"], stderr=stderr)
    try:
        until(lambda: server.hget(PREFIX + host, "tail") != before)
        process.terminate()
        assert process.wait(PATIENCE_S) == 0
    finally:
        process.kill()
        process.wait()
    assert list(sandbox.requests) == []
    assert "Spider closed (shutdown)" in log.read_text()
    said = LOUD.findall(log.read_text())
    assert said
    assert all("NotSent: mote" in line for line in said)


def order(crawls, source_id, delay):
    """A normal crawl of the aquarium."""
    arguments = {"base_url": crawls.sandbox.url("mote"), "now": NOW, "delay": str(delay)}
    return CrawlOrder(run_id=str(uuid.uuid4()), spider="mote", source_id=source_id, arguments=arguments)


def test_waiting_crawl_of_a_worker_is_stopped(crawls, redis_url, server):
    host = host_of(crawls.sandbox.url("mote"))
    occupy(redis_url, host)
    before = server.hget(PREFIX + host, "tail")

    def stop_once_it_waits():
        if server.hget(PREFIX + host, "tail") != before:
            raise Interrupted("the worker is stopping")

    waiting = order(crawls, MOTE, 1)
    with pytest.raises(Interrupted):
        InProcessLauncher().crawl(waiting, stop_once_it_waits)
    run = read_run(waiting.run_id)
    assert (run.status, run.pages) == (RunStatus.CANCELLED, 0)
    assert {(error["kind"], error["retryable"], error["essential"]) for error in run.errors} == {
        ("NotSent", True, True)
    }
    assert list(crawls.sandbox.requests) == []


def test_two_sources_at_one_host_in_one_process(crawls, server, caplog):
    """All their turns are apart, and the last crawl to end closes the connections."""
    caplog.set_level(logging.DEBUG, "scrapers.politeness.downloads")
    orders = [order(crawls, source_id, DELAY) for source_id in (MOTE, VENUE2)]
    threads = [threading.Thread(target=InProcessLauncher().crawl, args=(one, lambda: None)) for one in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert [read_run(one.run_id).status for one in orders] == [RunStatus.OK] * 2
    turns = sorted(taken(caplog.text))
    assert len(turns) == len(crawls.sandbox.requests) > 6
    assert all(after - before >= 1000 * DELAY for before, after in pairwise(turns))
    until(lambda: CLIENT_NAME not in {client["name"] for client in server.client_list()})
