"""Turns in a real Redis. The tests compare times of its clock, so that a slow machine does not matter."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from redis.exceptions import RedisError

from scrapers.politeness import turns as politeness_turns
from scrapers.politeness.turns import CLIENT_NAME, PREFIX, Turns, host_of

HOST = "site.example"
KEY = PREFIX + HOST


async def take(turns, url, delay, *, host=HOST, booked=0, punctual=True):
    """Waits for a turn and takes it; returns its time in ms."""
    while True:
        turn = await turns.ask(url, host, delay, booked)
        if turn.wait_s == 0:
            return turn.at_ms
        booked = turn.booked
        await asyncio.sleep(turn.wait_s if punctual else turn.wait_s + 0.03)


def run(coroutine_of):
    """Runs with the turns of one process."""

    async def whole():
        turns = Turns()
        turns.join()
        try:
            return await coroutine_of(turns)
        finally:
            await turns.leave()

    return asyncio.run(whole())


@pytest.mark.parametrize("punctual", [True, False])
def test_two_turns_are_never_closer_than_the_longer_of_their_delays(punctual, redis_url):
    """Two processes with two and three crawls, punctual or late."""

    async def crawl(turns, delay, taken):
        for _ in range(8):
            taken.append((await take(turns, redis_url, delay, punctual=punctual), delay))

    async def farm(first):
        second = Turns()
        second.join()
        taken = []
        crawls = [(first, 0.02), (first, 0.03), (second, 0.02), (second, 0.05), (second, 0.02)]
        await asyncio.gather(*(crawl(turns, delay, taken) for turns, delay in crawls))
        await second.leave()
        return sorted(taken)

    taken = run(farm)
    assert len(taken) == 40
    for (before, its_delay), (after, own_delay) in pairwise(taken):
        assert after - before >= 1000 * max(its_delay, own_delay)


def test_turns_are_taken_in_the_order_of_booking(redis_url, server):
    async def queue(turns):
        await take(turns, redis_url, 5)
        return [await turns.ask(redis_url, HOST, 5, 0) for _ in range(4)]

    waiting = run(queue)
    for before, after in pairwise(turn.booked for turn in waiting):
        assert after - before == 5010
    assert [turn.wait_s > 0 for turn in waiting] == [True] * 4
    assert server.hget(KEY, "tail") == str(waiting[-1].booked)


def test_asking_again_keeps_the_booking(redis_url, server):
    async def queue(turns):
        await take(turns, redis_url, 5)
        first = await turns.ask(redis_url, HOST, 5, 0)
        return first, await turns.ask(redis_url, HOST, 5, first.booked)

    first, again = run(queue)
    assert again.booked == first.booked == int(server.hget(KEY, "tail"))
    assert again.wait_s <= first.wait_s


def test_turn_of_a_dead_crawl_is_skipped(redis_url):
    async def deaths(turns):
        first = await take(turns, redis_url, 0.05)
        for _ in range(3):
            await turns.ask(redis_url, HOST, 0.05, 0)
        return first, await take(turns, redis_url, 0.05)

    first, after = run(deaths)
    assert after - first >= 4 * 50


def test_hosts_do_not_wait_for_each_other(redis_url):
    async def hosts(turns):
        return [await turns.ask(redis_url, f"site{number}.example", 500, 0) for number in range(20)]

    assert [turn.wait_s for turn in run(hosts)] == [0] * 20


def test_a_patient_crawl_waits_for_its_own_delay_after_others_too(redis_url):
    async def mixed(turns):
        return [await take(turns, redis_url, delay) for delay in (0.01, 0.2, 0.01)]

    hasty, patient, again = run(mixed)
    assert patient - hasty >= 200
    assert again - patient >= 200


def test_redis_emptied_while_a_crawl_waits(redis_url, server):
    async def emptied(turns):
        await take(turns, redis_url, 500)
        waiting = await turns.ask(redis_url, HOST, 500, 0)
        server.flushall()
        return waiting, await turns.ask(redis_url, HOST, 500, waiting.booked)

    waiting, after = run(emptied)
    assert waiting.wait_s > 400
    assert after.wait_s == 0


def test_clock_of_redis_set_back(redis_url, server):
    async def set_back(turns):
        at_ms = await take(turns, redis_url, 1)
        hour = 3_600_000
        server.hset(KEY, mapping={"sent": at_ms + hour, "tail": at_ms + hour + 1000})
        return await turns.ask(redis_url, HOST, 1, at_ms + hour + 1000)

    assert run(set_back).wait_s == 0


def test_nothing_stays_in_redis(redis_url, server):
    async def one(turns):
        await take(turns, redis_url, 30)
        await turns.ask(redis_url, HOST, 30, 0)

    run(one)
    assert server.keys() == [KEY]
    assert 0 < server.pttl(KEY) <= 600_000 + 31_000


def test_connections_are_shared_and_closed_by_the_last(redis_url, server):
    def others():
        return [client for client in server.client_list() if client["name"] == CLIENT_NAME]

    async def three():
        turns = Turns()
        for _ in range(3):
            turns.join()
        assert others() == []
        await asyncio.gather(*(turns.ask(redis_url, f"{number}.example", 1, 0) for number in range(50)))
        between = len(others())
        await turns.leave()
        await turns.leave()
        assert (await turns.ask(redis_url, "again.example", 1, 0)).wait_s == 0
        await turns.leave()
        for _ in range(500):
            if not others():
                return between
            await asyncio.sleep(0.01)
        return -1

    assert 1 <= asyncio.run(three()) <= 4


def test_redis_that_is_away():
    async def nobody(turns):
        with pytest.raises(RedisError):
            await turns.ask("redis://127.0.0.1:9/0", HOST, 1, 0)
        return True

    assert run(nobody)


class Between:
    """A proxy between crawls and Redis that delays each answer, or passes none."""

    def __init__(self, redis_url, seconds):
        self.redis = urlsplit(redis_url)
        self.seconds = seconds
        self.connections = 0
        self.open = set()

    async def __aenter__(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        user, at, _ = self.redis.netloc.rpartition("@")
        return self.redis._replace(netloc=f"{user}{at}127.0.0.1:{self.server.sockets[0].getsockname()[1]}").geturl()

    async def __aexit__(self, *error):
        self.server.close()
        for one in self.open:
            one.cancel()
        await asyncio.gather(*self.open, return_exceptions=True)

    async def serve(self, reader, writer):
        self.connections += 1
        self.open.add(asyncio.current_task())
        from_redis, to_redis = await asyncio.open_connection(self.redis.hostname, self.redis.port)
        try:
            await asyncio.gather(self.copy(reader, to_redis, 0), self.copy(from_redis, writer, self.seconds))
        finally:
            self.open.discard(asyncio.current_task())
            to_redis.close()
            writer.close()

    async def copy(self, reader, writer, seconds):
        while octets := await reader.read(65536):
            if seconds is None:
                continue
            await asyncio.sleep(seconds)
            writer.write(octets)


def test_a_hundred_crawls_that_wait_for_each_other_do_not_time_out(redis_url, server, monkeypatch):
    """Together they wait for longer than Redis may be silent, but none counts Redis as away."""
    monkeypatch.setattr(politeness_turns, "ANSWER_S", 1.0)
    between = Between(redis_url, 0.06)

    async def hundred(turns):
        async with between as url:
            return await asyncio.gather(*(turns.ask(url, f"{number}.example", 500, 0) for number in range(100)))

    assert [turn.wait_s for turn in run(hundred)] == [0] * 100
    assert len(server.keys(PREFIX + "*")) == 100
    assert between.connections <= politeness_turns.CONNECTIONS


def test_a_silent_redis_is_noticed_once_by_all_waiting_crawls(redis_url, monkeypatch):
    monkeypatch.setattr(politeness_turns, "ANSWER_S", 0.1)
    between = Between(redis_url, None)

    async def hundred(turns):
        async with between as url:
            asked = (turns.ask(url, HOST, 1, 0) for _ in range(100))
            return await asyncio.gather(*asked, return_exceptions=True)

    assert all(isinstance(error, RedisError) for error in run(hundred))
    assert between.connections <= 2 * politeness_turns.CONNECTIONS, "each is tried twice"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.site.example/events?page=2", "www.site.example"),
        ("http://WWW.Site.Example:80/", "www.site.example"),
        ("https://www.site.example.:443/", "www.site.example"),
        ("http://www.site.example:443/", "www.site.example:443"),
        ("http://127.0.0.1:8099/a", "127.0.0.1:8099"),
        ("https://user:secret@site.example:8443/", "site.example:8443"),
    ],
)
def test_host(url, host):
    assert host_of(url) == host
