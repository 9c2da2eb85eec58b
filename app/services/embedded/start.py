"""Starts a server on its usual port, or on another one if that is taken."""

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
    """A running server, on port `preferred` if it is free.

    Tries several times, because another program may take a port between choosing it and listening on it.
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
