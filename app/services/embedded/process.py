"""A service's process as its supervisor sees it: start, ask to stop, cut off."""

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
    """A program and the way it wants to be stopped."""

    argv: Sequence[str]
    cwd: Path = ROOT
    env: Mapping[str, str] | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_grace_s: float = 0.0
    """How long it may take to end by itself once the supervisor is gone."""
    identity: Identity = Identity.SAME


@dataclass
class Process:
    """One command under its reaper. Its output, both streams, goes to `output` or, when that is None, to `lines`."""

    command: Command
    output: IO[bytes] | None = None
    held: Sequence[int] = ()
    """Descriptors that stay open as long as the command's last process lives."""
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
        """The command's output, where no file takes it."""
        if self._popen is None or self._popen.stdout is None:
            raise ValueError("the process has not started, or a file takes its output")
        return self._popen.stdout

    def status(self) -> int | None:
        """None while it runs, then its exit status as a shell gives it (128 + signal)."""
        if self._popen is None:
            return None
        code = self._popen.poll()
        return code if code is None or code >= 0 else 128 - code

    def ask_to_stop(self) -> None:
        if self._popen is not None:
            self._popen.terminate()

    def cut_off(self) -> None:
        """End it as if the supervisor had died: the reaper kills what does not go within its grace."""
        if self._lifeline is not None:
            os.close(self._lifeline)
            self._lifeline = None

    def wait(self, timeout_s: float) -> bool:
        """Whether it has ended within the time."""
        if self._popen is None:
            return True
        try:
            self._popen.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self, grace_s: float) -> bool:
        """Ask, wait, then insist. Whether it went by itself."""
        self.ask_to_stop()
        went = self.wait(grace_s)
        self.cut_off()
        self.wait(self.command.orphan_grace_s + 10)
        return went

    def close(self) -> None:
        """Close our end of its output, once it has ended and all is read."""
        if self._popen is not None and self._popen.stdout is not None:
            self._popen.stdout.close()
