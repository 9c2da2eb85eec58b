"""What Ctrl-C, SIGTERM and a closed terminal mean to a process that runs a stack."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from app.services.stack import Stack

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(KeyboardInterrupt):
    """Somebody asked the process to end."""


@contextmanager
def interruptible(stack: Stack) -> Iterator[None]:
    """The first signal raises Stopped, wherever the main thread is, unless the stack is already stopping; from then on
    each one hastens its end. Enter it before the stack, so that it outlives it."""
    stopped = False

    def handle(number: int, frame: FrameType | None) -> None:
        nonlocal stopped
        if stopped or stack.stopping:
            stack.hasten()
            return
        stopped = True
        raise Stopped

    before = {number: signal.signal(number, handle) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
