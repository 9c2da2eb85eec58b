"""Chooses free TCP ports on loopback: the usual one if it is free, or one that the system picks."""

from __future__ import annotations

import socket

LOOPBACK = "127.0.0.1"
POSTGRES, REDIS = 5432, 6379


def is_free(port: int) -> bool:
    """Whether a server could listen there now. Connections in TIME_WAIT do not count."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
            probe.listen()
        except OSError:
            return False
    return True


def choose(preferred: int | None = None, taken: set[int] | None = None) -> int:
    """`preferred` if it is free and not in `taken`, or else any free port that is not in `taken`."""
    taken = taken or set()
    if preferred and preferred not in taken and is_free(preferred):
        return preferred
    while True:
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            port = int(probe.getsockname()[1])
        if port not in taken:
            return port
