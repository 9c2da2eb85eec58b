"""A real scrapyd next to scrapy.cfg, as the Procfile starts it, and the two launchers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from app.services import ports
from app.services.embedded import scrapyd_home
from app.services.embedded.postgres import PostgresServer
from core.scrapyd_nodes import Address
from scrapers.launch import CrawlOrder, Launcher
from scrapers.launch.in_process import InProcessLauncher
from scrapers.launch.scrapyd import ScrapydLauncher
from tests.crawl.fixtures import crawls, pytest_configure, running_sandbox, sandbox
from tests.crawl.running import NOW, SITES, VANWEZEL, Crawls

__all__ = ["crawls", "pytest_configure", "running_sandbox", "sandbox"]
REPOSITORY = Path(__file__).resolve().parents[2]
PROJECT = "default"
"""A scrapyd started next to scrapy.cfg serves its `[settings] default` under this name, without an egg."""
LOGIN = ("marquee", "a-password-of-the-tests")


@dataclass
class Scrapyd:
    """A daemon and its crawls, in their own process group. It only knows its `cwd`."""

    home: Path
    cwd: Path
    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        with (self.home / "output").open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scrapyd", "--pidfile="],
                cwd=self.cwd,
                env={
                    **os.environ,
                    "HOME": str(self.home),
                    "SCRAPYD_HTTP_PORT": str(self.port),
                    "PYTHONUNBUFFERED": "1",
                    "SCRAPYD_USERNAME": LOGIN[0],
                    "SCRAPYD_PASSWORD": LOGIN[1],
                    **self.environment,
                },
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        give_up = time.monotonic() + 90
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > give_up:
                pytest.fail(f"scrapyd does not answer: {(self.home / 'output').read_text()[-2000:]}")
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/daemonstatus.json", timeout=5).status_code in (200, 401)
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """kill -9 of the daemon and its crawls."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)
            self.process = None


@contextmanager
def running_scrapyd(home: Path, *, cwd: Path = REPOSITORY, **environment: str) -> Iterator[Scrapyd]:
    """Marquee's scrapyd, or a bare one if there is a scrapyd.conf in another `cwd`."""
    home.mkdir(exist_ok=True)
    if cwd == REPOSITORY:
        scrapyd_home.write(home)
    daemon = Scrapyd(home, cwd, ports.choose(), environment)
    try:
        daemon.start()
        yield daemon
    finally:
        daemon.kill()


@pytest.fixture(scope="session")
def scrapyd_url(postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """All tests' databases have the same address, so one scrapyd serves them all."""
    home = tmp_path_factory.mktemp("scrapyd")
    with running_scrapyd(home, DATABASE_URL=postgres_server.url_of("test")) as daemon:
        yield daemon.url


def launcher_at(*urls: str, project: str = PROJECT, auth: tuple[str, str] | None = LOGIN) -> ScrapydLauncher:
    return ScrapydLauncher([Address(url, auth) for url in urls], project)


@pytest.fixture(params=["crochet", "scrapyd"])
def launcher(request: pytest.FixtureRequest) -> Launcher:
    if request.param == "crochet":
        return InProcessLauncher()
    return launcher_at(request.getfixturevalue("scrapyd_url"))


@pytest.fixture
def order(crawls: Crawls) -> Callable[..., CrawlOrder]:
    """Makes orders for a source of the sandbox."""

    def make(
        source_id: int = VANWEZEL, spider: str | None = None, deadline: float = 60.0, **arguments: str
    ) -> CrawlOrder:
        site = SITES[source_id]
        named = {"base_url": crawls.sandbox.url(site), "delay": "0", "now": NOW, **arguments}
        return CrawlOrder(
            run_id=str(uuid.uuid4()),
            spider=spider or site,
            source_id=source_id,
            arguments=named,
            deadline=timedelta(seconds=deadline),
        )

    return make
