"""Child processes of a bench. Each ends with the bench, even if that is killed, and its output goes to a file."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import gethostname

from celery import Celery

from app.services.embedded.process import ROOT, Command, Process
from quality.bench.figures import BenchFailed

PYTHON = (sys.executable, "-m")


@dataclass(frozen=True)
class Child:
    """A running program."""

    process: Process
    log: Path

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_until(self, true: Callable[[], bool], timeout_s: float) -> None:
        """Raises BenchFailed with the last output if the program ends or takes longer."""
        give_up = time.monotonic() + timeout_s
        while not true():
            if self.process.status() is not None or time.monotonic() > give_up:
                raise BenchFailed(f"{self.log.stem} was not ready in time:\n{self.output()[-2000:]}")
            time.sleep(0.05)

    def end(self, timeout_s: float) -> str:
        """Waits for its end and returns its output. Raises BenchFailed for a bad exit status."""
        if not self.process.wait(timeout_s) or self.process.status() != 0:
            raise BenchFailed(f"{self.log.stem} failed within {timeout_s:g} s:\n{self.output()[-2000:]}")
        return self.output()


@contextmanager
def child(program: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> Iterator[Child]:
    """Runs a program with this process's environment and more variables until the end of the block."""
    with log.open("wb") as output:
        process = Process(
            Command(program, cwd=ROOT, env={**os.environ, **(environment or {})}),
            output=output,
        )
        process.start()
    try:
        yield Child(process, log)
    finally:
        process.stop(20.0)


@contextmanager
def worker(name: str, folder: Path, redis_url: str, *options: str, **environment: str) -> Iterator[Child]:
    """Runs a Celery worker that is ready for tasks, on the bench's DATABASE_URL."""
    arguments = [*PYTHON, "celery", "-A", "celery_app", "worker", "-n", f"{name}@%h", *options]
    variables = {"REDIS_URL": redis_url, "LOG_LEVEL": "WARNING", **environment}
    with child(arguments, folder / f"{name}.log", variables) as running:
        with Celery("bench", broker=redis_url, set_as_current=False) as celery:
            running.wait_until(lambda: bool(celery.control.ping([f"{name}@{gethostname()}"], timeout=0.5)), 60)
        yield running
