"""Chooses free TCP ports on loopback: the usual one if it is free, or one that the system picks."""

from __future__ import annotations

import socket
import sys

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


class Claims:
    """Ports that this process chose for its children and that no other stack on the machine may choose.

    A child listens a second or two after its port was chosen. Until then the port looks free to another stack that
    starts at the same time. A claim is a name in Linux's abstract socket namespace: like a port, it belongs to one
    network namespace and vanishes with its process. Other systems have none, and there a child that loses the race
    moves to another port.
    """

    def __init__(self) -> None:
        self._claims: dict[int, socket.socket] = {}

    def choose(self, preferred: int | None = None) -> int:
        """`preferred` if nobody has it, or else any free port."""
        refused: set[int] = set(self._claims)
        while not self._claim(port := choose(preferred, refused)):
            refused.add(port)
        return port

    def release(self) -> None:
        for claim in self._claims.values():
            claim.close()
        self._claims.clear()

    def _claim(self, port: int) -> bool:
        claim = socket.socket(socket.AF_UNIX)
        try:
            if sys.platform == "linux":
                claim.bind(f"\0marquee-port-{port}")
        except OSError:
            claim.close()
            return False
        self._claims[port] = claim
        return True
