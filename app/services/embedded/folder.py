"""A service's folder: its password, its log, and the processes that still run in it."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from app.services.embedded.process import Process
from app.services.errors import StartFailed

LOG_KEPT_BYTES = 1_000_000
OWNER_PASSWORD, APPLICATION_PASSWORD = "password", "application-password"
"""Files in a server's folder. Redis has only the first."""


def password(path: Path) -> str:
    """The password in `path`, created by the first call. Only its owner can read the file."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        value = secrets.token_urlsafe(24)
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(value)
        draft.rename(path)
        return value


class Log:
    """A server's log file, and what the server has written to it since its last start."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._start = 0

    def open(self) -> IO[bytes]:
        """Opens the log for a new start. Rotates a large log and keeps one old file, so that the disk can't fill up."""
        if self.path.exists() and self.path.stat().st_size > LOG_KEPT_BYTES:
            self.path.replace(self.path.with_name(self.path.name + ".1"))
        self._start = self.path.stat().st_size if self.path.exists() else 0
        return self.path.open("ab")

    def said(self) -> str:
        """The log since the start, or its last megabyte."""
        with self.path.open("rb") as file:
            file.seek(max(self._start, self.path.stat().st_size - LOG_KEPT_BYTES))
            return file.read().decode(errors="replace")

    def last_lines(self, count: int = 8) -> list[str]:
        return self.said().splitlines()[-count:]


def quoted(lines: Sequence[str]) -> str:
    """Lines of a log, indented for an error message."""
    return "\n".join("    " + line for line in lines) or "    (nothing)"


def wait_until_said(log: Log, sentence: str, process: Process, timeout_s: float) -> bool:
    """Whether the server logs the sentence in time, before it exits. Connecting would prove less: another program may
    have taken the port first and answer there."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        ended = process.status() is not None
        if sentence in log.said():
            return True
        if ended:
            return False
        time.sleep(0.02)
    return False


def inhabitants(folder: Path) -> list[int]:
    """Processes whose working folder is this one, from proc(5), such as a server whose supervisor is gone."""
    found, resolved = [], str(folder.resolve())
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if os.readlink(link) == resolved:
                found.append(int(link.parent.name))
        except OSError:
            continue
    return found


def wait_until_empty(folder: Path, timeout_s: float = 20.0) -> None:
    """Waits for the servers of a killed run to end: two servers would corrupt the same files."""
    deadline = time.monotonic() + timeout_s
    while pids := inhabitants(folder):
        if time.monotonic() >= deadline:
            names = ", ".join(map(str, pids))
            raise StartFailed(f"a server still runs in {folder} (pid {names}): end it, then start again")
        time.sleep(0.1)
