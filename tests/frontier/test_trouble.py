"""Problems before a kill stay on the run, and a damaged frontier is never mistaken for a finished crawl."""

from __future__ import annotations

import json
from pathlib import Path

import redis

from app.services.embedded.redis import RedisServer
from app.services.embedded.start import started
from storage.runs.ledger import RunStatus

from .fixtures import lapse, read_run

RUN = "marquee:crawl:r"
MISSING = "/calendars/missing.ics"


def test_an_unread_page_and_a_foreign_entry_stay_on_the_run_that_was_killed(feeds, undisturbed):
    feeds.add(MISSING)
    feeds.be_slow(0.3)
    killed = feeds.begin("r")
    feeds.until(lambda: feeds.asked())
    foreign = "0" * 16 + json.dumps({"_class": "subprocess.Popen", "url": "x"})
    feeds.server.zadd(RUN, {foreign: -9})
    feeds.until(lambda: feeds.server.hlen(f"{RUN}:problems") >= 1)
    feeds.until(
        lambda: all(feeds.server.zscore(key, foreign) is None for key in (RUN, *feeds.server.keys(f"{RUN}:held:*")))
    )
    killed.kill()
    assert "an entry of the frontier was dropped" in killed.log.read_text()
    lapse("r")
    feeds.be_slow(0)
    feeds.crawl("r")
    run = read_run("r")
    assert run.status is RunStatus.SUSPECT
    assert [error["kind"] for error in run.errors if error["essential"]] == ["PageGone", "SourceError"]
    assert (run.rejected, run.withdrawn) == (2, 0)
    assert feeds.stored() == undisturbed
    assert feeds.keys() == []


def test_a_wiped_redis_does_not_look_like_a_finished_crawl(feeds, undisturbed):
    feeds.be_slow(0.1)
    worker = feeds.begin("r")
    feeds.until(lambda: len(feeds.asked()) > 3)
    feeds.server.flushall()
    worker.log_at_end()
    assert worker.process.returncode == 1
    run = read_run("r")
    assert run.status is RunStatus.SUSPECT
    assert "the frontier of the run is gone" in run.reason
    assert 0 < len(feeds.stored()) < len(undisturbed)
    assert feeds.keys() == []


def test_a_redis_that_restarts_with_its_data_is_waited_for(feeds, undisturbed, tmp_path: Path, monkeypatch):
    server = started(lambda port: RedisServer(tmp_path / "redis", port, options={"appendfsync": "always"}))
    try:
        monkeypatch.setenv("REDIS_URL", server.url)
        feeds.be_slow(0.1)
        worker = feeds.begin("r")
        feeds.until(lambda: len(feeds.asked()) > 3)
        server.stop()
        feeds.until(lambda: "Redis is down" in worker.log.read_text())
        server.start()
        worker.ended()
        with redis.Redis.from_url(server.url) as client:
            assert client.keys("*") == []
    finally:
        server.stop()
    run = read_run("r")
    assert (run.status, run.attempt) == (RunStatus.OK, 1)
    assert feeds.stored() == undisturbed
    assert set(feeds.asked().values()) == {1}


def test_without_redis_the_crawl_does_not_start(feeds, monkeypatch):
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    worker = feeds.begin("r")
    worker.log_at_end()
    assert worker.process.returncode == 1
    run = read_run("r")
    assert run.status is RunStatus.FAILED
    assert "Redis does not answer" in run.reason
    assert not feeds.asked()
