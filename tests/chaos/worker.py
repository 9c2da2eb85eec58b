"""A Celery worker in its own process group, to be killed as a whole or in parts."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
START_S = 60.0
PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None)


def die_with_parent() -> None:
    """No worker outlives the play, no matter how it ends (prctl(2))."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Worker:
    """Prefork with two children, as the Procfile starts it, unless `options` say otherwise."""

    def __init__(
        self, name: str, folder: Path, environment: Mapping[str, str], application: str, options: Sequence[str]
    ) -> None:
        self.log = folder / f"{name}.log"
        command = [sys.executable, "-m", "celery", "-A", application, "worker", "--loglevel=INFO", "--concurrency=2"]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [*command, f"--hostname={name}@chaos", *options],
                cwd=REPOSITORY,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    @property
    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_until_ready(self) -> None:
        give_up = time.monotonic() + START_S
        while " ready." not in self.said:
            if self.process.poll() is not None or time.monotonic() > give_up:
                raise AssertionError(f"the worker is not ready:\n{self.said[-3000:]}")
            time.sleep(0.02)

    def kill(self) -> None:
        """kill -9 of all its processes at once."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)

    def kill_children(self) -> int:
        """kill -9 of only the pool's processes; returns how many there were."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        return len(children)

    def stop(self, patience_s: float = 60.0) -> float:
        """Sends SIGTERM to the main process; returns the seconds until all its processes have ended."""
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(patience_s)
        return time.monotonic() - began
