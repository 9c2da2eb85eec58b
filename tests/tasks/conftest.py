"""A real worker on the test's Redis and Postgres, and a client that only knows the broker."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from celery.result import AsyncResult

from app.services import ports, probes
from app.services.embedded.postgres import PostgresServer
from app.services.embedded.redis import RedisServer
from celery_app import app
from sandbox.server import Sandbox
from tests.crawl.fixtures import crawls, pytest_configure, sandbox
from tests.launch.conftest import LOGIN, scrapyd_url
from tests.plugins import starts
from tests.plugins.starts import Fork, NewProcess
from tests.services.conftest import until

__all__ = ["crawls", "pytest_configure", "sandbox", "scrapyd_url"]
PATIENCE_S = 100
ROUTING = ("task_queues", "task_routes", "task_default_queue", "task_default_exchange", "task_default_routing_key")


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[Sandbox]:
    """On the real day, because tasks take no other one."""
    with Sandbox() as running:
        yield running


@dataclass(frozen=True)
class Worker:
    """A worker and its client."""

    client: Celery
    environment: dict[str, str]
    log: Path

    def send(self, task: str, **arguments: Any) -> AsyncResult[Any]:
        return self.client.send_task(f"app.tasks.{task}", kwargs=arguments)

    def run(self, task: str, **arguments: Any) -> dict[str, Any]:
        """The task's result. Raises what the task raised."""
        result: dict[str, Any] = self.send(task, **arguments).get(timeout=PATIENCE_S, interval=0.05)
        return result

    def celery(self, *arguments: str) -> str:
        ran = starts.run(["celery", *arguments], self.environment, timeout_s=PATIENCE_S)
        ran.check_returncode()
        return ran.stdout.strip()


@contextmanager
def running_worker(
    database: str,
    broker: str,
    folder: Path,
    *,
    arguments: Sequence[str] = (),
    start: type[NewProcess] = Fork,
    **environment: str,
) -> Iterator[Worker]:
    client = Celery("client", broker=broker, backend=broker, set_as_current=False)
    client.conf.update({name: app.conf[name] for name in ROUTING})
    variables = {**os.environ, "DATABASE_URL": database, "REDIS_URL": broker, **environment}
    log = folder / "worker.log"
    with log.open("wb") as output:
        process = start(
            ["celery", "-A", "celery_app", "worker", "--loglevel=INFO", "--concurrency=2", *arguments],
            env=variables,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(lambda: " ready." in log.read_text(), process, log)
        yield Worker(client, variables, log)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        client.close()


def wait_for(true: Any, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while not true():
        if process.poll() is not None or time.monotonic() > give_up:
            pytest.fail(f"the worker is not ready: {log.read_text()[-2000:]}")
        time.sleep(0.05)


@contextmanager
def flower(worker: Worker, folder: Path, *, start: type[NewProcess] = Fork, **environment: str) -> Iterator[str]:
    """The address of a Flower that answers."""
    port, log = ports.choose(), folder / "flower.log"
    with log.open("wb") as output:
        process = start(
            ["celery", "-A", "celery_app", "flower", "--address=127.0.0.1", f"--port={port}"],
            env={**worker.environment, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    url = probes.local(port)

    def answers() -> bool:
        assert process.poll() is None, log.read_text()
        try:
            probes.flower(url)
        except probes.Unreachable:
            return False
        return True

    try:
        until(answers, "Flower answers")
        yield url
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def module_worker(
    postgres_server: PostgresServer, redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worker]:
    """All tests' databases have the same address, so one worker serves a module. It must not outlive the module: other
    tests use the same servers, and it would keep keys there and recover their runs."""
    folder = tmp_path_factory.mktemp("worker")
    with running_worker(postgres_server.url_of("test"), redis_server.url, folder) as worker:
        yield worker


@pytest.fixture
def worker(module_worker: Worker, crawls: object) -> Worker:
    """The worker, with the sandbox's sites as its sources."""
    return module_worker


@pytest.fixture
def scrapyd_worker(
    postgres_server: PostgresServer, redis_server: RedisServer, crawls: object, scrapyd_url: str, tmp_path: Path
) -> Iterator[Worker]:
    """Uses a different Redis database from the module's worker, which would take its tasks."""
    broker = redis_server.url.rpartition("/")[0] + "/1"
    login = {"SCRAPYD_USERNAME": LOGIN[0], "SCRAPYD_PASSWORD": LOGIN[1]}
    with running_worker(
        postgres_server.url_of("test"), broker, tmp_path, CRAWL_MODE="scrapyd", SCRAPYD_URL=scrapyd_url, **login
    ) as worker:
        yield worker
