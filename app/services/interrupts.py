"""How a process that runs a stack reacts to Ctrl-C, SIGTERM, and a closed terminal."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from app.services.stack import Stack

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(KeyboardInterrupt):
    """Someone asked the process to end."""


@contextmanager
def interruptible(stack: Stack) -> Iterator[None]:
    """The first signal raises Stopped in the main thread, unless the stack is already stopping; each later one speeds
    up the stop. Enter this before the stack, so that it lasts longer."""
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
