"""What docs/scrapyd.md shows with curl, on the real daemon."""

from __future__ import annotations

import time

import httpx
import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from app.cli import app as cli
from core.config import settings
from scrapers.launch.scrapyd_links import links
from storage.database.engine import transaction
from storage.runs.ledger import RunStatus
from tests.crawl.running import NOW, VANWEZEL, read_run, stored, true_of
from tests.launch.conftest import LOGIN, PROJECT, launcher_at

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def api(scrapyd_url):
    with httpx.Client(base_url=scrapyd_url, auth=LOGIN, timeout=60, trust_env=False) as client:
        yield client


def schedule(api, crawls, jobid, **arguments):
    job = {"project": PROJECT, "spider": "vanwezel", "jobid": jobid, "source_id": str(VANWEZEL), "delay": "0"}
    return api.post(
        "/schedule.json", data={**job, "base_url": crawls.sandbox.url("vanwezel"), "now": NOW, **arguments}
    ).json()


def states(api, jobid, until):
    """The states of a job in status.json, until one of `until` appears."""
    seen, give_up = [], time.monotonic() + 90
    while until not in seen:
        assert time.monotonic() < give_up, seen
        answer = api.get("/status.json", params={"project": PROJECT, "job": jobid}).json()
        assert answer["status"] == "ok"
        if seen[-1:] != [answer["currstate"]]:
            seen.append(answer["currstate"])
        time.sleep(0.02)
    return seen


def test_run_by_hand_is_as_good_as_a_tasks(api, crawls, order, monkeypatch):
    assert schedule(api, crawls, "by-hand")["jobid"] == "by-hand"
    assert [state for state in states(api, "by-hand", "finished") if state != "pending"] == ["running", "finished"]
    by_hand, truth = read_run("by-hand"), true_of("vanwezel", crawls.sandbox.url("vanwezel"))
    assert stored(VANWEZEL) == truth
    again = order()
    launcher_at(str(api.base_url)).crawl(again, lambda: None)
    by_task = read_run(again.run_id)
    assert (by_task.status, by_task.new, by_task.unchanged) == (RunStatus.OK, 0, len(truth))
    same = ("status", "reason", "source", "spider", "launched_by", "seen", "pages", "errors", "withdrawn", "rejected")
    assert {name: getattr(by_hand, name) for name in same} == {name: getattr(by_task, name) for name in same}
    assert (by_hand.new, by_hand.lease_until) == (len(truth), None)
    assert by_hand.finished_at > by_hand.started_at
    assert_linked(api, "by-hand", len(truth), monkeypatch)


def assert_linked(api, jobid, events, monkeypatch):
    """The links to its log and items."""
    listed = api.get("/listjobs.json", params={"project": PROJECT}).json()
    (job,) = [job for job in listed["finished"] if job["id"] == jobid]
    assert "Run by-hand is ok" in api.get(job["log_url"]).text
    assert len(api.get(job["items_url"]).text.splitlines()) == events
    assert api.get("/daemonstatus.json").json()["finished"] >= 1
    monkeypatch.setenv("SCRAPYD_URL", f"http://127.0.0.1:9,{str(api.base_url).rstrip('/')}")
    monkeypatch.setenv("SCRAPYD_USERNAME", LOGIN[0])
    monkeypatch.setenv("SCRAPYD_PASSWORD", LOGIN[1])
    settings.cache_clear()
    there = links(settings(), [jobid])
    assert there == {jobid: {name: f"{str(api.base_url).rstrip('/')}{job[f'{name}_url']}" for name in ("log", "items")}}
    shown = CliRunner().invoke(cli, ["runs"]).output
    assert there[jobid]["log"] in shown.replace("\n", "")


def growing_log(api, job):
    """scrapyd may send more than it announced while the log grows, so the connection is not used again."""
    return api.get(f"/logs/{PROJECT}/vanwezel/{job}.log", headers={"Connection": "close"}).text


@pytest.mark.parametrize("sent", ["INT", "TERM"])
def test_canceled_while_the_run_opens(api, crawls, sent):
    """The database makes it wait, which keeps the moment open."""
    with transaction() as connection:
        connection.execute(text("LOCK TABLE runs IN ACCESS EXCLUSIVE MODE"))
        schedule(api, crawls, f"soon-{sent}")
        give_up = time.monotonic() + 90
        while "Spider opened" not in growing_log(api, f"soon-{sent}"):
            assert time.monotonic() < give_up
            time.sleep(0.05)
        cancel = {"project": PROJECT, "job": f"soon-{sent}", "signal": sent}
        assert api.post("/cancel.json", data=cancel).json()["prevstate"] == "running"
        while f"Received SIG{sent}" not in growing_log(api, f"soon-{sent}"):
            assert time.monotonic() < give_up
            time.sleep(0.05)
    states(api, f"soon-{sent}", "finished")
    assert read_run(f"soon-{sent}").status is RunStatus.CANCELLED


def test_unknown_names(api, crawls):
    nowhere = api.get("/status.json", params={"project": PROJECT, "job": "nowhere"}).json()
    assert (nowhere["status"], nowhere["currstate"]) == ("ok", None)
    assert "spider 'nobody' not found" in schedule(api, crawls, "lost", spider="nobody")["message"]
    assert api.post("/cancel.json", data={"project": PROJECT, "job": "nowhere"}).json()["prevstate"] is None


def test_nobody_can_upload_code_next_to_a_checkout(api):
    egg = {"egg": ("project.egg", b"PK")}
    assert api.post("/addversion.json", data={"project": "p", "version": "1"}, files=egg).status_code == 404
