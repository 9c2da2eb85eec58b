"""A worker that crawls many runs in one process frees those that have ended."""

from __future__ import annotations

import os
import subprocess
import sys

from storage.runs.ledger import RunStatus

from .fixtures import NOW, REPOSITORY, SOURCE, read_run

CRAWLS = f"""
import gc
from scrapers.frontier import FrontierScheduler
from scrapers.launch.in_process import InProcessLauncher
from scrapers.launch.order import CrawlOrder

for number in range(3):
    arguments = {{"now": "{NOW}", "delay": "0"}}
    order = CrawlOrder(run_id=f"r{{number}}", spider="ics", source_id={SOURCE}, arguments=arguments)
    InProcessLauncher().crawl(order, lambda: None)
gc.collect()
print(sum(isinstance(one, FrontierScheduler) for one in gc.get_objects()))
"""


def test_no_frontier_outlives_its_run(feeds):
    done = subprocess.run(
        [sys.executable, "-c", CRAWLS],
        cwd=REPOSITORY,
        env={**os.environ, "FRONTIER": "redis"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "0\n"), done.stderr
    assert [read_run(f"r{number}").status for number in range(3)] == [RunStatus.OK] * 3
    assert feeds.keys() == []
