"""Task sent → spider opened: in the worker (crochet) ÷ at scrapyd with its default poll of 5 s; medians.

The same task, worker and tiny site; the end is the run's `started_at`, which the opened spider writes. The worker has
crawled before; scrapyd starts an interpreter for each job, as always.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import median

import httpx
from sqlalchemy import text

from app.services import ports
from app.services.embedded import scrapyd_home
from quality.bench.environment import site, sources
from quality.bench.environment.children import PYTHON, Child, child, worker
from quality.bench.environment.client import Client, client, wait_until
from quality.bench.figures import Figure, Place
from storage.database.engine import transaction

SCRAPYD_POLL_S = 5.0
WARMING = 6
"""Launches until both children of the worker have crawled."""


def measure(place: Place) -> Figure:
    crochet = _launches(place, "crochet", place.size(30, 3))
    scrapyd = _launches(place, "scrapyd", place.size(4, 1))
    sides = f"{1000 * crochet:.0f} ms in the worker ÷ {1000 * scrapyd:,.0f} ms at scrapyd"
    return Figure(crochet / scrapyd, sides)


def _launches(place: Place, mode: str, times: int) -> float:
    """The median of `times` launches in turn, at moments spread over scrapyd's poll, after a few to warm up."""
    redis_url = place.servers.empty_redis()
    port = ports.choose()
    with (
        place.servers.database(),
        site.running(place.folder, shows=1) as running,
        _scrapyd(place.folder / "home", port) if mode == "scrapyd" else nullcontext(),
        worker(
            mode,
            place.folder,
            redis_url,
            "--concurrency=2",
            CRAWL_MODE=mode,
            SCRAPYD_URL=f"http://127.0.0.1:{port}",
            DATA_DIR=str(place.folder),
        ),
        client(redis_url) as tasks,
    ):
        (source_id,) = sources.add(running.urls)
        for _ in range(WARMING if mode == "crochet" else 0):
            _launched(tasks, source_id)
        figures = []
        for number in range(times):
            time.sleep(SCRAPYD_POLL_S * number / times if mode == "scrapyd" else 0)
            figures.append(_launched(tasks, source_id))
    return median(figures)


def _launched(tasks: Client, source_id: int) -> float:
    sent = time.time()
    run_id = tasks.crawl(source_id)
    done = "SELECT count(*) FROM runs WHERE id = :id AND status = 'ok'"
    wait_until(lambda: sources.count(done, id=run_id), 60, "a launch")
    with transaction() as connection:
        opened = connection.execute(
            text("SELECT extract(epoch FROM started_at) FROM runs WHERE id = :id"), {"id": run_id}
        ).scalar_one()
    return float(opened) - sent


@contextmanager
def _scrapyd(home: Path, port: int) -> Iterator[Child]:
    """Runs a scrapyd with its default poll."""
    scrapyd_home.write(home)
    configuration = home / ".scrapyd.conf"
    configuration.write_text(
        re.sub(r"poll_interval = .*", f"poll_interval = {SCRAPYD_POLL_S}", configuration.read_text())
    )
    variables = {
        "HOME": str(home),
        "SCRAPYD_HTTP_PORT": str(port),
        "LOG_LEVEL": "WARNING",
        "DATA_DIR": str(home.parent),
    }
    with child([*PYTHON, "scrapyd", "--pidfile="], home.with_suffix(".log"), variables) as running:
        running.wait_until(lambda: _answers(port), 60)
        yield running


def _answers(port: int) -> bool:
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/daemonstatus.json", timeout=5, trust_env=False)
        return answer.status_code == httpx.codes.UNAUTHORIZED
    except httpx.TransportError:
        return False
