"""Runs one command so that neither it nor any process it starts outlives the supervisor.

`python -E -S -m app.services.embedded.reaper SPEC COMMAND…` is the parent of one service. It holds the read end of a
pipe whose write end only the supervisor has: end of file there means that the supervisor is gone, even by kill -9. As
a child subreaper (prctl(2)) it inherits the processes that a dying child leaves behind, such as Celery's pool or
scrapyd's crawls, and ends them. If the reaper is killed, the parent death signal still ends the command.
Standard library only, so that it starts in 30 ms.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from app.services.embedded.unprivileged import Identity, become

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
FAILED_TO_EXECUTE = 127
LEFTOVER_GRACE_S = 5.0


@dataclass(frozen=True)
class Spec:
    """How to run the command. Plain values, because they are passed as JSON in argv."""

    lifeline: int
    """Descriptor of the pipe's read end."""
    held: tuple[int, ...]
    """Descriptors to keep open, such as the data folder's lock, and to hide from the command."""
    cwd: str
    stop_signal: int
    """Sent to the command when the reaper gets SIGTERM, and when the supervisor is gone."""
    orphan_grace_s: float
    """How long the command may take to stop when the supervisor is gone; 0 kills it at once."""
    identity: str

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Spec:
        return cls(**json.loads(text))


def main(arguments: list[str]) -> int:
    """Returns the command's exit status in the shell's convention: 128 + the signal that killed it."""
    spec, command = Spec.from_json(arguments[0]), arguments[1:]
    for descriptor in (spec.lifeline, *spec.held):
        os.set_inheritable(descriptor, False)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    wakeups, alarm = os.pipe()
    os.set_blocking(alarm, False)
    signal.set_wakeup_fd(alarm, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    child = _spawn(spec, command)
    status, orphaned = _watch(child, spec, wakeups)
    if sys.platform != "linux":  # without subreaper and /proc, only the command's own process group is known
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)
    _end_descendants(grace_s=0.0 if orphaned else LEFTOVER_GRACE_S)
    return status


def _spawn(spec: Spec, command: list[str]) -> int:
    reaper = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        for number in (signal.SIGTERM, signal.SIGCHLD, signal.SIGINT, signal.SIGHUP, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        os.setpgid(0, 0)
        os.chdir(spec.cwd)
        become(Identity(spec.identity))
        if sys.platform == "linux":  # last, because a change of credentials clears it (prctl(2))
            death = spec.stop_signal if spec.orphan_grace_s else signal.SIGKILL
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(death), 0, 0, 0)
        if os.getppid() == reaper:
            os.execvp(command[0], command)
    except OSError as error:
        os.write(2, f"cannot run {command[0]}: {error}\n".encode())
    os._exit(FAILED_TO_EXECUTE)


def _watch(child: int, spec: Spec, wakeups: int) -> tuple[int, bool]:
    """Waits for the child to end and passes on requests to stop. Also returns whether the supervisor ended first."""
    watched, deadline = [spec.lifeline, wakeups], None
    while True:
        patience = None if deadline is None else max(0.0, deadline - time.monotonic())
        ready = select.select(watched, [], [], patience)[0]
        if wakeups in ready and signal.SIGTERM in os.read(wakeups, 512):
            os.kill(child, spec.stop_signal)
        if spec.lifeline in ready:
            watched.remove(spec.lifeline)
            deadline = time.monotonic() + spec.orphan_grace_s
            os.kill(child, spec.stop_signal)
        if deadline is not None and time.monotonic() >= deadline:
            os.kill(child, signal.SIGKILL)
            deadline = None
        status = _reap().get(child)
        if status is not None:
            return status, spec.lifeline not in watched


def _reap() -> dict[int, int]:
    """Reaps every process that has ended, and returns their ids and exit statuses."""
    ended: dict[int, int] = {}
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        code = os.waitstatus_to_exitcode(status)
        ended[pid] = code if code >= 0 else 128 - code


def _end_descendants(grace_s: float) -> None:
    """Asks the processes that the command left behind to end, then kills them. Each round also finds their orphans."""
    deadline = time.monotonic() + grace_s
    asked: set[int] = set()
    while children := _children():
        overdue = time.monotonic() >= deadline
        for pid in children:
            if overdue or pid not in asked:
                asked.add(pid)
                os.kill(pid, signal.SIGKILL if overdue else signal.SIGTERM)
        time.sleep(0.02)
        _reap()


def _children() -> list[int]:
    """The processes whose parent is this one, from proc(5); empty without /proc."""
    me, children = os.getpid(), []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(after_name[1]) == me and after_name[0] != "Z":
            children.append(int(stat.parent.name))
    return children


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
