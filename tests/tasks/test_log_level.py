"""An explicit `--loglevel` has precedence over LOG_LEVEL, which has precedence over Celery's default."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.crawl.running import REPOSITORY
from tests.plugins.starts import NewProcess

from .conftest import running_worker, wait_for


@pytest.mark.parametrize(
    ("option", "variable", "debug", "info"),
    [
        ("--loglevel=DEBUG", "WARNING", True, True),
        ("-ldebug", "", True, True),
        ("--loglevel=INFO", "DEBUG", False, True),
        ("", "DEBUG", True, True),
        ("", "", False, True),
    ],
)
def test_beat(option, variable, debug, info, redis_url, tmp_path):
    log = tmp_path / "log"
    unset = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with log.open("wb") as output:
        beat = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "celery_app", "beat", "--pidfile=", *filter(None, [option])],
            cwd=REPOSITORY,
            env={**unset, "REDIS_URL": redis_url, "LOG_LEVEL": variable},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(lambda: "Acquired lock" in log.read_text(), beat, log)
    finally:
        beat.kill()
        beat.wait()
    assert ("DEBUG: beat: Acquiring lock" in log.read_text()) is debug
    assert ("INFO: beat: Starting" in log.read_text()) is info


@pytest.mark.parametrize(("option", "debug"), [("--loglevel=DEBUG", True), ("--loglevel=INFO", False)])
def test_worker(option, debug, database_url, redis_url, tmp_path):
    with running_worker(
        database_url, redis_url, tmp_path, arguments=(option,), start=NewProcess, LOG_LEVEL="WARNING"
    ) as worker:
        worker.run("health_check")
    assert ("DEBUG: " in worker.log.read_text()) is debug
