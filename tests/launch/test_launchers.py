"""A crawl is the same in both launchers: what it stores, how it fails, how it stops."""

from __future__ import annotations

import os
import signal

import httpx
import pytest

from core.config import CrawlMode, Settings
from scrapers import launch
from scrapers.launch import DeadlineExceeded, Interrupted, LaunchFailure
from scrapers.launch.in_process import InProcessLauncher
from scrapers.launch.scrapyd import ScrapydLauncher
from storage.runs.ledger import RunStatus
from tests.crawl.running import MOTE, VANWEZEL, changes, read_run, stored, true_of
from tests.launch.conftest import LOGIN, PROJECT, launcher_at

pytestmark = pytest.mark.timeout(300)


def test_harvest(launcher, order, crawls):
    whole = order()
    launcher.crawl(whole, lambda: None)
    run = read_run(whole.run_id)
    truth = true_of("vanwezel", crawls.sandbox.url("vanwezel"))
    assert (run.status, run.seen, run.new, run.errors) == (RunStatus.OK, len(truth), len(truth), [])
    assert run.launched_by == ("crochet" if isinstance(launcher, InProcessLauncher) else "scrapyd")
    assert stored(VANWEZEL) == truth
    again = order()
    launcher.crawl(again, lambda: None)
    assert (read_run(again.run_id).unchanged, changes()) == (len(truth), 0)


def test_failure_is_on_the_run(launcher, order, crawls):
    crawls.sandbox.trouble.add("mote", "html_for_ical")
    failing = order(MOTE)
    launcher.crawl(failing, lambda: None)
    run = read_run(failing.run_id)
    assert (run.status, [error["kind"] for error in run.errors]) == (RunStatus.FAILED, ["WrongKind"] * 3)


def test_deadline_stops_the_crawl(launcher, order, crawls):
    crawls.sandbox.trouble.add("vanwezel", "slow", value=2)
    late = order(deadline=2.0 if isinstance(launcher, InProcessLauncher) else 10.0)
    seen = []
    with pytest.raises(DeadlineExceeded, match="vanwezel took longer"):
        launcher.crawl(late, lambda: seen.append(read_run(late.run_id)))
    assert seen
    run = read_run(late.run_id)
    assert run.status is RunStatus.CANCELLED
    asked = len(crawls.sandbox.requests)
    crawls.sandbox.trouble.clear()
    healthy = order()
    launcher.crawl(healthy, lambda: None)
    assert read_run(healthy.run_id).status is RunStatus.OK
    assert len([r for r in crawls.sandbox.requests if r.path == "/robots.txt"]) == 2
    assert asked < 10


def test_unknown_spider(launcher, order):
    lost = order(spider="nowhere")
    with pytest.raises(KeyError, match="nowhere"):
        launcher.crawl(lost, lambda: None)
    assert read_run(lost.run_id) is None


def test_arguments_that_the_spider_refuses(order):
    with pytest.raises(ValueError, match="months_ahead must be a whole number"):
        InProcessLauncher().crawl(order(MOTE, months_ahead="99"), lambda: None)


def test_interrupted_crawl_stops_and_says_so(order, crawls):
    crawls.sandbox.trouble.add("vanwezel", "slow", value=2)
    halted = order()

    def tell():
        raise Interrupted("the worker is stopping")

    with pytest.raises(Interrupted):
        InProcessLauncher().crawl(halted, tell)
    assert read_run(halted.run_id).status is RunStatus.CANCELLED


def test_scrapyd_that_is_away(order):
    with pytest.raises(LaunchFailure, match="does not answer"):
        launcher_at("http://127.0.0.1:9").crawl(order(), lambda: None)


def test_job_that_is_killed(order, crawls, scrapyd_url):
    """scrapyd calls it finished; the run's row shows that it was not."""
    crawls.sandbox.trouble.add("vanwezel", "slow", value=30, path="^/events$")
    doomed = order()
    killed = []

    def kill():
        if killed or read_run(doomed.run_id) is None:
            return
        listed = httpx.get(f"{scrapyd_url}/listjobs.json", params={"project": PROJECT}, auth=LOGIN).json()
        jobs = listed["running"]
        killed.extend(job["pid"] for job in jobs if job["id"] == doomed.run_id)
        for pid in killed:
            os.kill(pid, signal.SIGKILL)

    with pytest.raises(LaunchFailure, match="died at scrapyd"):
        launcher_at(scrapyd_url).crawl(doomed, kill)
    assert len(killed) == 1
    run = read_run(doomed.run_id)
    assert run.status is RunStatus.LOST
    assert "never closed its run" in run.reason


@pytest.mark.parametrize(
    ("mode", "kind"), [(CrawlMode.CROCHET, InProcessLauncher), (CrawlMode.SCRAPYD, ScrapydLauncher)]
)
def test_crawl_mode_chooses(mode, kind, monkeypatch):
    monkeypatch.setattr("core.config.settings", lambda: Settings(_env_file=None, crawl_mode=mode))
    assert isinstance(launch.launcher(), kind)
