"""A real scrapyd beside scrapy.cfg, as the Procfile starts it, and the two launchers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.services import scrapyd_home
from app.services.postgres import PostgresServer
from scrapers.launch import Launcher
from scrapers.launch.in_process import InProcessLauncher
from scrapers.launch.scrapyd import ScrapydLauncher
from tests.crawl.fixtures import crawls, pytest_configure, running_sandbox, sandbox

__all__ = ["crawls", "pytest_configure", "running_sandbox", "sandbox"]
REPOSITORY = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def scrapyd_url(postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Every test's database has the same address, so one scrapyd serves them all."""
    home, port = tmp_path_factory.mktemp("scrapyd"), free_port()
    scrapyd_home.write(home)
    environment = {
        **os.environ,
        "HOME": str(home),
        "SCRAPYD_HTTP_PORT": str(port),
        "DATABASE_URL": postgres_server.url_of("test"),
    }
    with (home / "output").open("wb") as output:
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / "scrapyd"), "--pidfile="],
            cwd=REPOSITORY,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_it_answers(url, process, home / "output")
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_it_answers(url: str, process: subprocess.Popen[bytes], output: Path) -> None:
    give_up = time.monotonic() + 40
    while time.monotonic() < give_up and process.poll() is None:
        try:
            if httpx.get(f"{url}/daemonstatus.json", timeout=5).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"scrapyd does not answer: {output.read_text()[-2000:]}")


@pytest.fixture(params=["crochet", "scrapyd"])
def launcher(request: pytest.FixtureRequest) -> Launcher:
    if request.param == "crochet":
        return InProcessLauncher()
    return ScrapydLauncher(request.getfixturevalue("scrapyd_url"))
