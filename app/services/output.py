"""Collects and prints the output of the services."""

from __future__ import annotations

import datetime as dt
import errno
import itertools
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import IO, TextIO

Sink = Callable[[str, str], None]
"""Takes a service's name and one line of it, from any thread."""

KEPT_LINES = 12
COLORS = (36, 33, 32, 35, 34, 31)
"""Foregrounds (ECMA-48, SGR): cyan, yellow, green, magenta, blue, red."""


class Console:
    """Prints each line with the time and the service's name, in color on a terminal."""

    def __init__(self, stream: TextIO, names: Iterable[str] = ()) -> None:
        self._stream = stream
        self._width = max((len(name) for name in names), default=0)
        self._unused = itertools.cycle(COLORS)
        self._colors: dict[str, int] = {}
        self._lock = threading.Lock()

    def __call__(self, name: str, line: str) -> None:
        with self._lock:
            if name not in self._colors:
                self._colors[name] = next(self._unused)
            prefix = f"{dt.datetime.now().astimezone():%H:%M:%S} {name:{self._width}} | "
            if self._stream.isatty():
                prefix = f"\x1b[{self._colors[name]}m{prefix}\x1b[0m"
            try:
                for part in line.splitlines():
                    print(prefix + part, file=self._stream, flush=True)
            except OSError as error:
                if error.errno != errno.ENOSPC:  # a log on a full disk misses lines until there is room
                    self._go_silent()

    def _go_silent(self) -> None:
        """The reader is gone (`up | head`, a closed terminal): continue without output."""
        void = os.open(os.devnull, os.O_WRONLY)
        os.dup2(void, self._stream.fileno())
        os.close(void)


class Pump:
    """Reads one service's output to its end, so that a full pipe never blocks the service, and keeps the last lines."""

    def __init__(self, name: str, stream: IO[bytes], sink: Sink) -> None:
        self._name, self._stream, self._sink = name, stream, sink
        self._kept: deque[str] = deque(maxlen=KEPT_LINES)
        self._thread = threading.Thread(target=self._run, name=f"output of {name}", daemon=True)
        self._thread.start()

    def last_lines(self) -> list[str]:
        """The service's last lines. Waits a moment for those still in the pipe."""
        self._thread.join(timeout=2.0)
        return list(self._kept)

    def finish(self) -> None:
        self._thread.join(timeout=5.0)

    def _run(self) -> None:
        for raw in self._stream:
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
            self._kept.append(line)
            with suppress(OSError):  # for example a full disk: the service must continue
                self._sink(self._name, line)
