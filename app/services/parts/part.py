"""What the stack starts: servers, and children from the Procfile."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from app.services.embedded.postgres import PostgresServer
from app.services.embedded.process import Command, Process
from app.services.embedded.redis import RedisServer
from app.services.output import Pump, Sink


class Part(Protocol):
    """`start` may be called again after the part has exited. It raises ServiceError or OSError."""

    name: str

    def start(self) -> None: ...
    def status(self) -> int | None:
        """None while it runs, then its exit status in the shell's convention."""
        ...

    def last_lines(self) -> Sequence[str]: ...


class Server:
    """The embedded Postgres or Redis. Keeps its port, because the children know it."""

    def __init__(self, name: str, server: PostgresServer | RedisServer) -> None:
        self.name, self.server = name, server

    def start(self) -> None:
        self.server.stop()
        self.server.start()

    def status(self) -> int | None:
        return self.server.process.status() if self.server.process is not None else None

    def last_lines(self) -> Sequence[str]:
        return self.server.log.last_lines()


class Child:
    """A line of the Procfile. `environment` is asked at each start."""

    def __init__(
        self,
        name: str,
        line: str,
        environment: Callable[[], Mapping[str, str]],
        *,
        cwd: Path,
        held: Sequence[int],
        sink: Sink,
    ) -> None:
        self.name = name
        self._line, self._environment, self._cwd, self._held, self._sink = line, environment, cwd, held, sink
        self._process: Process | None = None
        self._pump: Pump | None = None

    def start(self) -> None:
        self.finish()
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
        environment = {**self._environment(), "PATH": path, "PYTHONUNBUFFERED": "1"}
        command = Command(["/bin/sh", "-c", self._line], cwd=self._cwd, env=environment)
        self._process = Process(command, held=self._held)
        self._process.start()
        self._pump = Pump(self.name, self._process.lines, self._sink)

    def status(self) -> int | None:
        return self._process.status() if self._process is not None else None

    def runs(self) -> bool:
        return self._process is not None and self._process.status() is None

    def last_lines(self) -> Sequence[str]:
        return self._pump.last_lines() if self._pump is not None else ()

    def ask_to_stop(self) -> None:
        if self._process is not None:
            self._process.ask_to_stop()

    def finish(self) -> None:
        """Ends it, if it still runs, with all that it started, and passes on the rest of its output."""
        if self._process is None:
            return
        self._process.cut_off()
        self._process.wait(10.0)
        if self._pump is not None:
            self._pump.finish()
        self._process.close()
        self._process = None
