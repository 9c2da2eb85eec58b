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
