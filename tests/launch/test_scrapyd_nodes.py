"""Crawls on several scrapyd nodes: they go to the least busy one, and a dead node's crawls start again elsewhere."""

from __future__ import annotations

import socket
import time
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text

from scrapers.launch import LaunchFailure
from storage.database.engine import transaction
from storage.runs.ledger import RunStatus
from storage.tasks import scrapyd_jobs
from tests.crawl.running import MOTE, NOW, VANWEZEL, VENUE2, count, read_run, stored, true_of
from tests.launch.conftest import LOGIN, PROJECT, launcher_at, running_scrapyd

pytestmark = pytest.mark.timeout(300)
NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def second_node(tmp_path, database_url):
    with running_scrapyd(tmp_path / "second", DATABASE_URL=database_url) as daemon:
        yield daemon


def placed_at(run_id):
    with transaction() as connection:
        job = scrapyd_jobs.find(connection, run_id)
    return job and job.node


def silent_from_now_on(run_id):
    """Makes the run's lease expire, as if nobody had renewed it for half a minute."""
    with transaction() as connection:
        connection.execute(
            text("UPDATE runs SET lease_until = now() - cast(:ago AS interval) WHERE id = :id"),
            {"ago": timedelta(seconds=1), "id": run_id},
        )


@pytest.fixture
def busy(second_node, crawls, scrapyd_url):
    """A manual crawl of a slow site occupies the first node. It is canceled at the end."""
    crawls.sandbox.trouble.add("venue2", "slow", value=4)
    job = {"project": PROJECT, "spider": "vanwezel", "source_id": str(VENUE2), "base_url": crawls.sandbox.url("venue2")}
    with httpx.Client(base_url=scrapyd_url, auth=LOGIN, timeout=60, trust_env=False) as api:
        jobid = api.post("/schedule.json", data={**job, "delay": "0", "now": NOW}).json()["jobid"]
        yield jobid
        answer = api.post("/cancel.json", data={"project": PROJECT, "job": jobid}).json()
        assert (answer["status"], answer["prevstate"]) == ("ok", "running")
        give_up = time.monotonic() + 90
        while read_run(jobid).status is RunStatus.RUNNING and time.monotonic() < give_up:
            time.sleep(0.05)
        assert read_run(jobid).reason == "stopped before its end: shutdown"


def test_one_of_two_nodes_dies_in_the_middle(busy, order, crawls, scrapyd_url, second_node):
    """The order goes to the idle node, which is killed. Launched again, like its task, it ends at the other node."""
    crawls.sandbox.trouble.add("vanwezel", "slow", value=0.3)
    nodes = launcher_at(NOBODY, scrapyd_url, second_node.url)
    whole = order()

    def kill_in_the_middle():
        run = read_run(whole.run_id)
        if second_node.process is not None and run is not None and run.pages >= 3:
            second_node.kill()
            silent_from_now_on(whole.run_id)

    with pytest.raises(LaunchFailure, match=f"{second_node.url} does not answer, and the crawl .* no sign of life"):
        nodes.crawl(whole, kill_in_the_middle)
    died = read_run(whole.run_id)
    assert (died.status, placed_at(whole.run_id)) == (RunStatus.RUNNING, second_node.url)
    crawls.sandbox.trouble.clear()
    crawls.sandbox.trouble.add("venue2", "slow", value=4)
    nodes.crawl(whole, lambda: None)
    truth = true_of("vanwezel", crawls.sandbox.url("vanwezel"))
    run = read_run(whole.run_id)
    assert (run.status, run.attempt, run.seen, run.new) == (RunStatus.OK, 2, len(truth), len(truth))
    assert placed_at(whole.run_id) == scrapyd_url
    assert stored(VANWEZEL) == truth
    assert count("SELECT count(*) FROM events WHERE source_id = :id", id=VANWEZEL) == len(truth)
    assert count("SELECT count(*) FROM event_changes") == 0


def test_same_order_again(order, crawls, scrapyd_url):
    """After a failed crawl, it crawls again, although status.json still calls the job finished. The third delivery,
    after the worker died but the crawl did not, only watches the crawl."""
    crawls.sandbox.trouble.add("mote", "html_for_ical")
    whole = order(MOTE)
    launcher_at(scrapyd_url).crawl(whole, lambda: None)
    assert read_run(whole.run_id).status is RunStatus.FAILED
    crawls.sandbox.trouble.clear()
    crawls.sandbox.trouble.add("mote", "slow", value=1)

    def die():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        launcher_at(scrapyd_url).crawl(whole, die)
    launcher_at(NOBODY, scrapyd_url).crawl(whole, lambda: None)
    run = read_run(whole.run_id)
    assert (run.status, run.attempt) == (RunStatus.OK, 2)


def test_all_nodes_are_away(order):
    with pytest.raises(LaunchFailure, match=r"127.0.0.1:9 does not answer.*; .*127.0.0.1:19 does not answer"):
        launcher_at(NOBODY, "http://127.0.0.1:19").crawl(order(), lambda: None)


def test_slow_node_is_the_last_choice(order, crawls, scrapyd_url, monkeypatch):
    """It accepts connections and does not answer, as scrapyd does while it lists a project's spiders."""
    monkeypatch.setattr("scrapers.launch.scrapyd_node.PATIENCE", httpx.Timeout(1.0))
    crawls.sandbox.trouble.add("mote", "html_for_ical")
    whole = order(MOTE)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        slow = f"http://127.0.0.1:{mute.getsockname()[1]}"
        with monkeypatch.context() as hasty:
            hasty.setattr("scrapers.launch.scrapyd_node.FIRST_JOB", httpx.Timeout(0.2))
            with pytest.raises(LaunchFailure, match=f"{slow} does not answer"):
                launcher_at(slow).crawl(whole, lambda: None)
        monkeypatch.setattr("scrapers.launch.scrapyd_node.PATIENCE", httpx.Timeout(5.0))
        launcher_at(slow, scrapyd_url).crawl(whole, lambda: None)
    assert (read_run(whole.run_id).status, placed_at(whole.run_id)) == (RunStatus.FAILED, scrapyd_url)
