"""Starts `scrapy`, `celery`, `app`, and `uvicorn` as forks of a process that has imported what they import.

A crawl of a few pages takes a second of processor time, most of it for imports, and the tests start hundreds. A fork
has the arguments, environment, and descriptors of a new process and is a child of the test process: it can be waited
for, signaled, and killed. At least one test of each command starts a new process.
"""

from __future__ import annotations

import atexit
import ctypes
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[3]
PR_SET_CHILD_SUBREAPER = 36


class NewProcess(subprocess.Popen[Any]):
    """`python -m` with these arguments, in the repository. The options are those of `subprocess.Popen`."""

    def __init__(self, arguments: Sequence[str], **options: Any) -> None:
        super().__init__([sys.executable, "-m", *arguments], cwd=REPOSITORY, **options)


class Fork(NewProcess):
    """The same, forked. On another system than Linux, a new process."""

    def _execute_child(self, args, executable, preexec_fn, close_fds, pass_fds, cwd, env, *given):  # type: ignore[no-untyped-def]
        if sys.platform != "linux":
            super()._execute_child(args, executable, preexec_fn, close_fds, pass_fds, cwd, env, *given)
            return
        pipes = given[3:9]
        reads, _, _, writes, _, errors = pipes
        descriptors = [inherited if own == -1 else own for inherited, own in enumerate((reads, writes, errors))]
        order = {"arguments": args[2:], "environment": dict(os.environ if env is None else env)}
        self.pid = _server().fork(json.dumps(order).encode(), descriptors)
        self._child_created = True
        self._close_pipe_fds(*pipes)


def run(
    arguments: Sequence[str], environment: Mapping[str, str], *, forked: bool = True, timeout_s: float = 100
) -> subprocess.CompletedProcess[str]:
    """Waits for the command's end."""
    start = Fork if forked else NewProcess
    with start(arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            output, errors = process.communicate(timeout=timeout_s)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


class _Server:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-m", "tests.plugins.starts.server", str(theirs.fileno())]
            self._process = subprocess.Popen(command, cwd=REPOSITORY, pass_fds=[theirs.fileno()])

    def fork(self, order: bytes, descriptors: list[int]) -> int:
        """The pid of the fork. Its parent exits at once, so that it becomes a child of this process: of its closest
        ancestor that asks for orphans, which this one does for that moment."""
        prctl = ctypes.CDLL(None).prctl
        with self._lock:
            prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
            try:
                socket.send_fds(self._connection, [order], descriptors)
                pid = int(self._connection.recv(16))
                assert self._connection.recv(16) == b"adopted"
            finally:
                prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
        return pid

    def stop(self) -> None:
        self._connection.close()
        self._process.wait()


@cache
def _server() -> _Server:
    server = _Server()
    atexit.register(server.stop)
    return server
