"""Processes of a bench: each ends with the bench, however that ends, and its output is kept while it runs."""

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
    """A program under its reaper."""

    process: Process
    log: Path

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_until(self, true: Callable[[], bool], timeout_s: float) -> None:
        """Raises BenchFailed with the end of its output when it ends or takes longer."""
        give_up = time.monotonic() + timeout_s
        while not true():
            if self.process.status() is not None or time.monotonic() > give_up:
                raise BenchFailed(f"{self.log.stem} did not get ready:\n{self.said()[-2000:]}")
            time.sleep(0.05)

    def end(self, timeout_s: float) -> str:
        """Wait for its end; its output. Raises BenchFailed for a bad exit status."""
        if not self.process.wait(timeout_s) or self.process.status() != 0:
            raise BenchFailed(f"{self.log.stem} failed within {timeout_s:g} s:\n{self.said()[-2000:]}")
        return self.said()


@contextmanager
def child(program: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> Iterator[Child]:
    """A program with this process's environment and more, stopped at the end of the block."""
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
    """A Celery worker, ready for tasks; DATABASE_URL is the bench's."""
    arguments = [*PYTHON, "celery", "-A", "celery_app", "worker", "--loglevel=INFO", "-n", f"{name}@%h", *options]
    variables = {"REDIS_URL": redis_url, "LOG_LEVEL": "WARNING", **environment}
    with child(arguments, folder / f"{name}.log", variables) as running:
        with Celery("bench", broker=redis_url, set_as_current=False) as celery:
            running.wait_until(lambda: bool(celery.control.ping([f"{name}@{gethostname()}"], timeout=0.5)), 60)
        yield running
