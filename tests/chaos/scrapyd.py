"""A lane's own scrapyd, and a worker that crawls there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType

import httpx

from app.services import ports
from app.services.embedded import scrapyd_home
from tests.chaos.stage import Lane, until
from tests.chaos.worker import REPOSITORY, die_with_parent


class Scrapyd:
    """Runs inside the block, with its crawls in its process group. Starts its own worker unless `worker` is false."""

    def __init__(self, lane: Lane, name: str = "scrapyd", *, worker: bool = True) -> None:
        self.lane, self.port, self.worker = lane, ports.choose(), worker
        self.home = lane.folder / name
        scrapyd_home.write(self.home)
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Scrapyd:
        self.start()
        if self.worker:
            self.lane.worker(CRAWL_MODE="scrapyd", SCRAPYD_URL=self.url)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.kill()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        with (self.home / "output").open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scrapyd", "--pidfile="],
                cwd=REPOSITORY,
                env={**self.lane.environment, "HOME": str(self.home), "SCRAPYD_HTTP_PORT": str(self.port)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        until(self._answers, "scrapyd")

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)
            self.process = None

    def kill_jobs(self) -> None:
        """kill -9 of only its crawls."""
        assert self.process is not None
        for job in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            os.kill(int(job), signal.SIGKILL)

    def _answers(self) -> bool:
        try:
            answer = httpx.get(f"{self.url}/daemonstatus.json", timeout=5, trust_env=False)
            return answer.status_code == httpx.codes.UNAUTHORIZED
        except httpx.TransportError:
            return False
