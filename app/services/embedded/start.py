"""Start a server of our own on its usual port, or on another when somebody is quicker."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from app.services import ports
from app.services.embedded.postgres import PostgresServer
from app.services.embedded.redis import RedisServer
from app.services.errors import PortTaken

Server = TypeVar("Server", PostgresServer, RedisServer)

ATTEMPTS = 10


def started(make: Callable[[int], Server], preferred: int | None = None) -> Server:
    """A running server, on `preferred` where that is free.

    Between choosing a port and listening on it another program may take it, hence the attempts.
    """
    for _ in range(ATTEMPTS - 1):
        server = make(ports.choose(preferred))
        try:
            server.start()
        except PortTaken:
            continue
        return server
    server = make(ports.choose())
    server.start()
    return server
