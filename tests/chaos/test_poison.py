"""A task that kills its workers is parked, shown, and released manually."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.chaos.before import TEMPLATE
from tests.chaos.stage import SOURCES, Lane, until
from tests.chaos.worker import REPOSITORY


def marquee(lane: Lane, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app", *arguments, "--data-dir", str(lane.folder)]
    return subprocess.run(
        command, cwd=REPOSITORY, env=lane.environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.long
@pytest.mark.timeout(400)
def test_poison_in_a_worker_with_threads_parks_only_itself(place):
    """The crawls that die with it continue, in a worker with processes, where the poison kills only its own process."""
    stage, _ = place
    with stage.lane(TEMPLATE) as lane:
        cure = lane.folder / "cure"
        crawls = ("--queues=crawl", "--pool=threads", "--concurrency=10")
        poison = {"CURE": str(cure), "POISONED": str(SOURCES["feeds"])}
        lane.worker("tests.chaos.poison", *crawls, **poison)
        innocent = lane.send("scrape_vanwezel", SOURCES["vanwezel"], 0.5)
        until(lambda: lane.sql("SELECT 1 FROM runs WHERE id = %s AND status = 'running'", [innocent]), "a crawl")
        poisonous = lane.send("ingest_source", SOURCES["feeds"], 5)
        until(lambda: lane.workers[-1].process.poll() is not None, "the worker to die")
        lane.worker("tests.chaos.poison", *crawls, **poison)
        lane.worker("tests.chaos.poison", "--queues=default,celery", **poison)
        assert lane.ended(innocent)["status"] == "ok"
        until(lambda: lane.sql("SELECT 1 FROM deliveries WHERE parked_at IS NOT NULL"), "the poison to be parked")
        assert [task_id for (task_id,) in lane.sql("SELECT task_id FROM deliveries")] == [poisonous]
        assert lane.workers[-2].process.poll() is None, "the second worker with threads lives"


@pytest.mark.long
@pytest.mark.timeout(400)
def test_poison_is_parked_shown_and_released(place):
    stage, _ = place
    with stage.lane(TEMPLATE) as lane:
        cure = lane.folder / "cure"
        lane.worker("tests.chaos.poison", CURE=str(cure))
        task_id = lane.send("ingest_source", SOURCES["feeds"], 5)
        until(lambda: lane.sql("SELECT 1 FROM deliveries WHERE parked_at IS NOT NULL"), "the task to be parked")
        assert "delivered 4 times and never ended" in str(lane.result(task_id)["result"])
        assert len(lane.one("SELECT history FROM deliveries")) == 4
        shown = marquee(lane, "runs").stdout
        assert f"parked: app.tasks.ingest_source {task_id}" in shown
        assert task_id in marquee(lane, "doctor").stdout.replace("\n", "")
        cure.touch()
        released = marquee(lane, "release", task_id)
        assert released.returncode == 0, released.stderr
        run = lane.ended(task_id)
        assert (run["status"], run["seen"], run["attempt"]) == ("ok", 1300, 1)
        assert lane.sql("SELECT 1 FROM deliveries") == []
