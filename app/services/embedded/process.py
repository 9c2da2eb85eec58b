"""A service's process, as its supervisor controls it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from app.services.embedded.reaper import Spec
from app.services.embedded.unprivileged import Identity

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Command:
    """A program and how to stop it."""

    argv: Sequence[str]
    cwd: Path = ROOT
    env: Mapping[str, str] | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_grace_s: float = 0.0
    """How long it may take to stop after the supervisor is gone."""
    identity: Identity = Identity.SAME


@dataclass
class Process:
    """One command under its reaper. Its stdout and stderr go to `output`, or to `lines` if that is None."""

    command: Command
    output: IO[bytes] | None = None
    held: Sequence[int] = ()
    """Descriptors that stay open until the command's last process ends."""
    _popen: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _lifeline: int | None = field(default=None, init=False)

    def start(self) -> None:
        read_end, self._lifeline = os.pipe()
        command = self.command
        spec = Spec(
            lifeline=read_end,
            held=tuple(self.held),
            cwd=str(command.cwd.resolve()),
            stop_signal=command.stop_signal,
            orphan_grace_s=command.orphan_grace_s,
            identity=command.identity,
        )
        try:
            self._popen = subprocess.Popen(
                [sys.executable, "-E", "-S", "-m", "app.services.embedded.reaper", spec.to_json(), *command.argv],
                cwd=ROOT,
                env=command.env,
                stdin=subprocess.DEVNULL,
                stdout=self.output or subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=(read_end, *self.held),
                start_new_session=True,
            )
        finally:
            os.close(read_end)

    @property
    def lines(self) -> IO[bytes]:
        """The command's output, unless it goes to a file."""
        if self._popen is None or self._popen.stdout is None:
            raise ValueError("the process has not started, or its output goes to a file")
        return self._popen.stdout

    def status(self) -> int | None:
        """None while it runs, then its exit status in the shell's convention (128 + signal)."""
        if self._popen is None:
            return None
        code = self._popen.poll()
        return code if code is None or code >= 0 else 128 - code

    def ask_to_stop(self) -> None:
        if self._popen is not None:
            self._popen.terminate()

    def cut_off(self) -> None:
        """Ends it as if the supervisor had died: the reaper kills what does not stop within its grace period."""
        if self._lifeline is not None:
            os.close(self._lifeline)
            self._lifeline = None

    def wait(self, timeout_s: float) -> bool:
        """Whether it ends in time."""
        if self._popen is None:
            return True
        try:
            self._popen.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self, grace_s: float) -> bool:
        """Asks it to stop, waits, then ends it. Returns whether it stopped when asked."""
        self.ask_to_stop()
        stopped = self.wait(grace_s)
        self.cut_off()
        self.wait(self.command.orphan_grace_s + 10)
        return stopped

    def close(self) -> None:
        """Closes the reading end of its output, once it has ended and all is read."""
        if self._popen is not None and self._popen.stdout is not None:
            self._popen.stdout.close()
