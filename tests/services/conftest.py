"""A supervisor to start, stop and kill, with children that are a few lines of shell."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.services.embedded.postgres import PostgresServer
from app.services.embedded.start import started
from app.services.stack import Stack
from core.config import Settings

REPOSITORY = Path(__file__).resolve().parents[2]
PATIENCE_S = 60


def until(true: Callable[[], object], what: str) -> None:
    """Waits for something that other processes do; fails if it does not happen."""
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        if time.monotonic() > deadline:
            pytest.fail(f"waited {PATIENCE_S} s until {what}")
        time.sleep(0.05)


def fill(ballast: Path) -> None:
    """Takes all the room that is left on the file's disk."""
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


@dataclass
class Up:
    """One `up` in its own process. A mark in the environment identifies its descendants."""

    data_dir: Path
    cwd: Path
    prefix: tuple[str, ...] = ()
    env: dict[str, str] = field(default_factory=dict)
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    process: subprocess.Popen[bytes] | None = None

    @property
    def output(self) -> str:
        return (self.cwd / "output").read_text()

    def start(self, procfile: str, output: int | None = None) -> Up:
        """Starts it; its output goes to a file, or to the descriptor `output`."""
        (self.cwd / "Procfile").write_text(procfile)
        unset = {"DATABASE_URL", "REDIS_URL", "SCRAPYD_URL", "FLOWER_PORT", "SCRAPYD_PORT", "API_PORT", "DATA_DIR"}
        inherited = {name: value for name, value in os.environ.items() if name not in unset}
        driver = [sys.executable, str(REPOSITORY / "tests/services/run_up.py"), str(self.data_dir), "Procfile"]
        with (self.cwd / "output").open("wb") as file:
            self.process = subprocess.Popen(
                [*self.prefix, *driver],
                cwd=self.cwd,
                env={**inherited, "PYTHONPATH": str(REPOSITORY), "UP_MARK": self.mark, **self.env},
                stdout=file if output is None else output,
                stderr=subprocess.STDOUT,
            )
        return self

    def start_and_wait(self, procfile: str) -> Up:
        self.start(procfile)
        assert self.process is not None
        process = self.process
        until(lambda: "| ready" in self.output or process.poll() is not None, "up is ready")
        assert process.poll() is None, self.output
        return self

    def send(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def wait(self) -> int:
        assert self.process is not None
        return self.process.wait(PATIENCE_S)

    def survivors(self) -> list[str]:
        """Command lines of the processes of this `up` that still run, including itself."""
        found = []
        for environ in Path("/proc").glob("[0-9]*/environ"):
            try:
                if f"UP_MARK={self.mark}".encode() in environ.read_bytes().split(b"\0"):
                    found.append((environ.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:
                continue
        return found


def assert_ended(up: Up) -> None:
    """Waits until none of its processes run, and names those that still do."""
    deadline = time.monotonic() + PATIENCE_S
    while (left := up.survivors()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left, left


@pytest.fixture(scope="session")
def created_postgres(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Postgres's folder after a first start, whose creation takes as long as everything else in a start."""
    folder = tmp_path_factory.mktemp("created") / "postgres"
    with started(lambda port: PostgresServer(folder, port)):
        return folder


def copy_into(data_dir: Path, created_postgres: Path) -> None:
    if not (data_dir / "postgres").exists():
        shutil.copytree(created_postgres, data_dir / "postgres")


@pytest.fixture
def new_up(tmp_path: Path, created_postgres: Path) -> Iterator[Callable[..., Up]]:
    """Makes supervisors, and kills those that still run at the test's end. `first`: Postgres has no folder yet."""
    made: list[Up] = []

    def make(data_dir: Path | None = None, *, first: bool = False, **options: object) -> Up:
        folder = tmp_path / f"up{len(made)}"
        folder.mkdir()
        up = Up(data_dir or tmp_path / "data", folder, **options)  # type: ignore[arg-type]
        if not first:
            copy_into(up.data_dir, created_postgres)
        made.append(up)
        return up

    yield make
    for up in made:
        if up.process is not None and up.process.poll() is None:
            up.process.kill()
            up.process.wait()
        assert_ended(up)


@pytest.fixture
def plain_settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The default settings, without any environment variables."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return Settings(_env_file=None)


@pytest.fixture
def new_stack(tmp_path: Path, plain_settings: Settings, created_postgres: Path) -> Iterator[Callable[..., Stack]]:
    """Makes stacks in this process, and stops those that still run at the test's end. `first`: Postgres has no folder
    yet."""
    made: list[Stack] = []

    def make(procfile: str = "", *, first: bool = False, **options: object) -> Stack:
        path = tmp_path / "Procfile"
        path.write_text(procfile)
        values = {"settings": plain_settings, "migrate": lambda url: None, "seed": lambda url: None} | options
        values = {"sink": lambda name, line: None, "data_dir": tmp_path / "data"} | values
        stack = Stack(procfile=path, **values)  # type: ignore[arg-type]
        if not first:
            copy_into(stack.data_dir, created_postgres)
        made.append(stack)
        return stack

    yield make
    for stack in made:
        stack.stop(grace_s=0)
