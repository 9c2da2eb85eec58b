"""Starts and stops everything that Marquee needs to run."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from honcho.environ import parse_procfile

from app.services import addresses, ports, probes, record
from app.services.embedded import scrapyd_home
from app.services.embedded.folder import quoted
from app.services.embedded.postgres import PostgresServer
from app.services.embedded.process import ROOT, Command, Process
from app.services.embedded.redis import RedisServer
from app.services.embedded.start import started
from app.services.errors import ServiceError
from app.services.lock import Lock
from app.services.output import Pump, Sink
from core import scrapyd_nodes
from core.config import Settings

PROCFILE = ROOT / "Procfile"
GRACE_S = 20.0
"""How long children may take to stop: a worker finishes its tasks first, and a crawl its requests."""


@dataclass(frozen=True)
class Ended:
    """A service that exited although nobody stopped it."""

    name: str
    status: int
    last_lines: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """The service's own, or 1 instead of 0: a service that exits is a failure in any case."""
        return self.status or 1

    def __str__(self) -> str:
        return f"{self.name} exited with status {self.status}; its last lines:\n{quoted(self.last_lines)}"


class Stack:
    """Servers and Procfile children on one data folder.

    Starts Postgres and Redis unless the settings name others, migrates and seeds the database, then starts the
    children. `env` has the variables with which the children and other shells reach the services.
    """

    def __init__(
        self,
        data_dir: Path,
        settings: Settings,
        *,
        migrate: Callable[[str], None],
        seed: Callable[[str], None],
        sink: Sink,
        procfile: Path = PROCFILE,
        only: Collection[str] | None = None,
        extra_env: Mapping[str, str] | None = None,
    ) -> None:
        self.data_dir = data_dir.resolve()
        self.env: dict[str, str] = {}
        self.embedded: tuple[str, ...] = ()
        self._settings, self._migrate, self._seed, self._sink = settings, migrate, seed, sink
        self._extra_env = dict(extra_env or {})
        self._cwd = procfile.resolve().parent
        lines: Mapping[str, str] = parse_procfile(procfile.read_text()).processes
        self.commands = {name: line for name, line in lines.items() if only is None or name in only}
        self._lock = Lock(self.data_dir)
        self._postgres: PostgresServer | None = None
        self._redis: RedisServer | None = None
        self._children: dict[str, Process] = {}
        self._pumps: dict[str, Pump] = {}
        self._hurry = threading.Event()
        self.stopping = False

    def __enter__(self) -> Stack:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Returns once the children run; some may not answer yet. If it raises, it leaves nothing running."""
        try:
            self._lock.acquire()
            self.env = self._start_servers() | self._choose_ports() | self._extra_env
            record.write(self.data_dir, self.embedded, self.env)
            self._migrate(self.env["DATABASE_URL"])
            self._seed(self.env["DATABASE_URL"])
            login = scrapyd_nodes.credentials(self._settings) is not None
            scrapyd_home.write(self.data_dir / "scrapyd", uploads=self._settings.scrapyd_uploads, login=login)
            for name, line in self.commands.items():
                self._start_child(name, line)
        except BaseException:
            self.stop()
            raise

    def stop(self, grace_s: float = GRACE_S) -> None:
        """Stops all children at once, each with its own signal, then the servers. `hasten` cuts the wait short."""
        self.stopping = True
        for child in self._children.values():
            child.ask_to_stop()
        deadline = time.monotonic() + grace_s
        while self._running_children() and time.monotonic() < deadline and not self._hurry.is_set():
            time.sleep(0.05)
        for name in self._running_children():
            self._sink("marquee", f"{name} did not stop in time: killed")
        for name, child in self._children.items():
            child.cut_off()
            child.wait(10.0)
            if name in self._pumps:
                self._pumps[name].finish()
            child.close()
        for server in (self._redis, self._postgres):
            if server is not None:
                server.stop()
        self._children, self._redis, self._postgres = {}, None, None
        if self._lock.held:
            record.remove(self.data_dir)
        self._lock.release()

    def hasten(self) -> None:
        """Stops waiting for slow children. For signal handlers and other threads."""
        self._hurry.set()

    def ended(self) -> Ended | None:
        """The first service found to have exited, if any."""
        for name, child in self._children.items():
            status = child.status()
            if status is not None:
                return Ended(name, status, tuple(self._pumps[name].last_lines()))
        for name, server in (("postgres", self._postgres), ("redis", self._redis)):
            status = server.process.status() if server is not None and server.process is not None else None
            if server is not None and status is not None:
                return Ended(name, status, tuple(server.log.last_lines()))
        return None

    def answers(self) -> bool:
        """Whether those of the API, Flower, and scrapyd that are among the children answer."""
        try:
            if "api" in self._children:
                probes.api(int(self.env["API_PORT"]))
            if "flower" in self._children:
                probes.flower(int(self.env["FLOWER_PORT"]))
            if "scrapyd" in self._children:
                port = self.env["SCRAPYD_PORT"]
                probes.scrapyd(f"http://{ports.LOOPBACK}:{port}", scrapyd_nodes.credentials(self._settings))
        except probes.Unreachable:
            return False
        return True

    def wait_until_ready(self, timeout_s: float = 60.0) -> None:
        """Raises ServiceError if a service exits first, or does not answer in time."""
        deadline = time.monotonic() + timeout_s
        while True:
            ended = self.ended()
            if ended is not None:
                raise ServiceError(str(ended))
            if self.answers():
                return
            if time.monotonic() >= deadline:
                raise ServiceError(f"The API, Flower, or scrapyd did not answer within {timeout_s:.0f} s")
            time.sleep(0.2)

    def _start_servers(self) -> dict[str, str]:
        """The addresses of Postgres and Redis, after starting those that the settings do not name."""
        held = (self._lock.descriptor,)
        database_url = addresses.given_database(self._settings, self.data_dir)
        redis_url = addresses.given_redis(self._settings, self.data_dir)
        if database_url is None:
            folder = self.data_dir / addresses.POSTGRES
            self._postgres = started(lambda port: PostgresServer(folder, port, held=held), ports.POSTGRES)
            self.embedded += ("postgres",)
        else:
            addresses.wait_for("DATABASE_URL", database_url, probes.postgres)
        if redis_url is None:
            folder = self.data_dir / addresses.REDIS
            self._redis = started(lambda port: RedisServer(folder, port, held=held), ports.REDIS)
            self.embedded += ("redis",)
        else:
            addresses.wait_for("REDIS_URL", redis_url, probes.redis_server)
        return {
            "DATABASE_URL": self._postgres.url if self._postgres else str(database_url),
            "REDIS_URL": self._redis.url if self._redis else str(redis_url),
        }

    def _choose_ports(self) -> dict[str, str]:
        """The children's ports. Keeps an explicit SCRAPYD_URL: crawls then go to that scrapyd."""
        settings, taken = self._settings, set[int]()
        chosen = {}
        for name, preferred in (
            ("API_PORT", settings.api_port),
            ("FLOWER_PORT", settings.flower_port),
            ("SCRAPYD_PORT", settings.scrapyd_port),
        ):
            port = ports.choose(preferred, taken)
            taken.add(port)
            chosen[name] = str(port)
        own = f"http://{ports.LOOPBACK}:{chosen['SCRAPYD_PORT']}"
        chosen["SCRAPYD_URL"] = addresses.given_scrapyd(settings) or own
        return chosen | {"DATA_DIR": str(self.data_dir)}

    def _start_child(self, name: str, line: str) -> None:
        credentials = scrapyd_nodes.credentials(self._settings)
        secrets = {"SCRAPYD_USERNAME": credentials[0], "SCRAPYD_PASSWORD": credentials[1]} if credentials else {}
        environment = {
            **os.environ,
            **secrets,
            **self.env,
            "SCRAPYD_HOME": str(self.data_dir / "scrapyd"),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
            "PYTHONUNBUFFERED": "1",
        }
        command = Command(["/bin/sh", "-c", line], cwd=self._cwd, env=environment)
        child = Process(command, held=(self._lock.descriptor,))
        child.start()
        self._children[name] = child
        self._pumps[name] = Pump(name, child.lines, self._sink)

    def _running_children(self) -> list[str]:
        return [name for name, child in self._children.items() if child.status() is None]
